"""What finding does aside and by the clock."""

from gewu.cases.commands import index_names
from gewu.finding.commands.batches import go_on
from gewu.finding.commands.exports import write
from gewu.finding.commands.index import complete
from gewu.finding.commands.sweeping import sweep_old
from gewu.kernel.jobs import job
from gewu.places import queries as places

__all__ = ["complete_index", "go_on", "rebuild_index", "sweep", "write"]
NAMES_A_NIGHT = 20_000


@job("finding.sweep")
def sweep() -> None:
    """Files, filters and batches whose days are over."""
    sweep_old()


@job("finding.complete")
def complete_index() -> None:
    """Cases that came without commands (a restore, a bulk import) are found from the next morning on."""
    for locality in places.localities():
        _go_through(locality.township, anew=False)
        index_names(locality.township, most=NAMES_A_NIGHT)


@job("finding.rebuild")
def rebuild_index(township: int) -> None:
    """Lay down everything anew: places were cut differently, or the way words are laid down has changed."""
    _go_through(township, anew=True)


def _go_through(township: int, *, anew: bool) -> None:
    after = complete(township, None, anew=anew)
    while after is not None:
        after = complete(township, after, anew=anew)
