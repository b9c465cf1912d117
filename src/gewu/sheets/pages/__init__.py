"""Sheets at the desk: the list and the printing, one sheet and its next step, the questions it asks."""
