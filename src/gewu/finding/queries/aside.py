"""Work that is done aside: one's exports, one's batches, and how far each is."""

from dataclasses import dataclass
from uuid import UUID

from gewu.finding.models import Batch, BatchRow, Export, Lookup, Outcome, State
from gewu.finding.rules import folded
from gewu.kernel import paging
from gewu.kernel.access import Actor
from gewu.kernel.paging import Page

SHOWN = 50
UNFINISHED = (State.WAITING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class BatchSheet:
    """A batch with its rows and how many came out how."""

    of: Batch
    rows: tuple[BatchRow, ...]
    counts: dict[str, int]

    @property
    def finished(self) -> bool:
        return self.of.state == State.DONE

    @property
    def done(self) -> int:
        return self.counts.get(Outcome.DONE, 0)

    @property
    def refused(self) -> int:
        return self.counts.get(Outcome.REFUSED, 0) + self.counts.get(Outcome.CHANGED, 0)

    @property
    def moved(self) -> int:
        """How many have been tried, whatever became of them."""
        return len(self.rows) - self.counts.get(Outcome.WAITING, 0)


def exports(actor: Actor) -> tuple[Export, ...]:
    """One's newest exports."""
    return tuple(Export.objects.visible_to(actor).order_by("-asked_at", "-id")[:SHOWN])


def export(actor: Actor, export_id: UUID) -> Export:
    """One of one's own exports, or NotFound."""
    return Export.objects.visible_to(actor).one(export_id)


def batches(actor: Actor) -> tuple[Batch, ...]:
    """One's newest batches."""
    return tuple(Batch.objects.visible_to(actor).order_by("-asked_at", "-id")[:SHOWN])


def batch(actor: Actor, batch_id: UUID) -> BatchSheet:
    """A batch with its rows, or NotFound."""
    found = Batch.objects.visible_to(actor).one(batch_id)
    rows = tuple(BatchRow.objects.filter(township=found.township, batch_id=found.id).order_by("place"))
    return BatchSheet(found, rows, folded(row.outcome for row in rows))


def lookups(actor: Actor, *, after: str | None) -> Page[Lookup]:
    """Who looked for a person, for those who audit; newest first."""
    seen = Lookup.objects.visible_to(actor)
    return paging.page([seen], order=("-at", "-id"), after=after, size=SHOWN)
