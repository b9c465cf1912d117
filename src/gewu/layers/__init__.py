"""Layers 并行网格: other divisions of the same ground, each with its own codes, people and history.

City-management unit grids 城管单元网格, dedicated grids 专属网格 (units, streets, towers), slices of joint
building 联建片. One layer at most carries a matter; where none does, the grids of the tree do.
"""
