"""The portal: the resident's door. Report without an account, follow a number, read what was done."""
