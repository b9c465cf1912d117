"""Places: the tree of areas and grids, their dated boundaries, and which grid a point lies in.

An *area* has a code, a name and a *tier* (township, community, grid, cell …); a *boundary version*
says where it lay from when to when; *locate* answers with the deepest grid that holds a point.
"""
