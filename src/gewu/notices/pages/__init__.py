"""The pages of notices: my messages under /me/notices/, ways out and templates under /desk/notices/."""
