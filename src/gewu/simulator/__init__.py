"""A town that lives: drives the public commands as its people would, in simulated time."""
