"""A city's table of filing and closing standards 立案结案标准, read from whatever spreadsheet it comes in.

`cells` reads sheets, `columns` finds what each column is, `standards` reads the rows and names every bad
cell, `merging` makes categories of them. Nothing here writes.
"""
