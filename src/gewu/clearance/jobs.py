"""What happens by the clock: ledgers follow the journal."""

from gewu.clearance.commands import take_in
from gewu.kernel.jobs import job
from gewu.places import queries as places


@job("clearance.take_in")
def take_in_all() -> None:
    """Bring the ledgers of every township run here up to its journal. Sandboxes are none of them."""
    for locality in places.localities():
        take_in(locality.township)
