"""In and out: workbooks brought in and taken back, tables sent to other offices, comparing with their files.

An *import* is one workbook on its way in; a *shape* is the row of its headings, for which the mapping is
remembered; a *finding* is one cell that cannot be taken. A *comparison* sets a file of another system beside
the registers; a *pair* is two records that may be one person.
"""
