"""Saved filters as a menu shows them, with how many cases each holds."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from gewu.cases import queries as cases
from gewu.finding.models import SavedFilter
from gewu.kernel.access import Actor

SEARCH = "search"
# Lists to look something up in are not counted: a rare filter over all cases would be counted on every page.
UNCOUNTED = frozenset({SEARCH, "all", "reported"})
COUNTED = 99


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved filter; `count` is None where counting would cost more than it tells."""

    id: UUID
    name: str
    list_key: str
    query: str
    shared: bool
    own: bool
    count: int | None = None

    @property
    def url(self) -> str:
        where = (
            reverse("finding:search")
            if self.list_key == SEARCH
            else reverse("cases:list", args=[self.list_key])
        )
        return f"{where}?{self.query}&saved={self.id}"

    @property
    def shown(self) -> str | None:
        """The count as a menu says it; nothing where there is none."""
        if not self.count:
            return None
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


def saved_filters(actor: Actor) -> tuple[Saved, ...]:
    """One's own filters and those colleagues share, by name; two statements however many there are."""
    rows = list(SavedFilter.objects.visible_to(actor).order_by("name", "id"))
    mine = {SEARCH, *cases.lists_of(actor)}
    kept = [row for row in rows if row.list_key in mine]
    wanted = {row.id: (row.list_key, QueryDict(row.query)) for row in kept if _counts(row)}
    counts = cases.narrowed_counts(actor, wanted) if wanted else {}
    return tuple(_saved(row, actor, counts.get(row.id)) for row in kept)


def saved_filter(actor: Actor, filter_id: UUID) -> Saved:
    """One filter the actor may use, or NotFound."""
    return _saved(SavedFilter.objects.visible_to(actor).one(filter_id), actor, None)


def _counts(row: SavedFilter) -> bool:
    return row.list_key not in UNCOUNTED and "text" not in QueryDict(row.query)


def _saved(row: SavedFilter, actor: Actor, count: int | None) -> Saved:
    return Saved(row.id, row.name, row.list_key, row.query, row.shared, row.owner == actor.user, count)
