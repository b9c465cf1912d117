"""What can be read in the journal about planning grids."""

KINDS: dict[str, str] = {
    "planner.asked": "Proposals for new grids were asked for: the areas, the range and what counts as load.",
    "planner.proposed": "The proposals were worked out: how many grids each has, and how many are in range.",
    "planner.adopted": "A proposal was taken over into a draft of new borders.",
}
