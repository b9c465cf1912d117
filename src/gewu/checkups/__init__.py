"""Data health 数据体检: checks as data look over registers, imports and the figures of reports.

A *statement* is one figure that a place published or reported; a *finding* is what a check found wrong with
figures or rows, for somebody to mend, accept with a reason, or call a wrong alarm. Findings are about data:
nothing here counts people or ranks grids.
"""
