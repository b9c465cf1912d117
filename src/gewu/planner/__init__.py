"""Planner: proposals for new grids out of houses, lines and loads, compared, and adopted into a draft."""
