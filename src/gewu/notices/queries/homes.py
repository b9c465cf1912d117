"""Where rows of notices can lie in this installation."""

from gewu.notices.rules import homes_above
from gewu.places import queries as places


def homes_run_here() -> set[int]:
    """Townships run here and the padded codes above them, where people of the county are at home."""
    return {home for one in places.localities() for home in homes_above(one.township)}
