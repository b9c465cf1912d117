"""The auditor's pages, and the two files that are for everybody."""
