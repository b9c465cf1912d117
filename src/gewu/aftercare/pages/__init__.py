"""The pages of what comes after closing, under /desk/."""
