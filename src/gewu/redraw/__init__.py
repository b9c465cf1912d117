"""Redrawing grids: drawn in steps by one person, checked while it is drawn, published by another.

A *piece* is one of the deepest grids; a *group* stands between pieces and their community. A *step* is one
edit of a draft (split, merge, shift …) as it was asked and what it made; it can be taken back and done again.
On its day a published draft becomes a boundary version: areas are made and retired, addresses go to their new
grids with a date, and what is derived follows in batches. No record of the past is written anew.
"""
