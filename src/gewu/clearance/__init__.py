"""日清周清月清: for each grid, community and sub-district, by day, week and month: what came in, what was
closed, what is carried over and why. Computed from the journal, signed by whoever leads the place, frozen.
"""
