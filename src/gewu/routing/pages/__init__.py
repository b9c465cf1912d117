"""The pages of routing: its rules, and what it says on the pages of others."""
