"""The pages of the registers: searching, lists, files, forms, visits, programmes. For desk and phone."""
