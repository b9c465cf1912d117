"""What somebody wrote last, as the file of a row tells it, and whether they can still take it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.models import ChainedRow, Entry
from gewu.registers.models import Step

# Entries that change nothing of what is held: somebody looked.
QUIET = frozenset({"register.opened"})
MOST = 20


@dataclass(frozen=True, slots=True)
class Done:
    """A deed of one's own that can still be taken back."""

    id: UUID
    deed: str
    at: datetime
    until: datetime
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of a row: what happened, when, by whom, to which fields."""

    kind: str
    at: datetime
    by: UUID | None
    fields: tuple[str, ...]


def own_step(actor: Actor, township: int, subject: UUID) -> Done | None:
    """What the actor did last on the file of a row, if nothing newer lies on it."""
    if actor.user is None:
        return None
    now = clock.now()
    own = Step.objects.filter(township=township, by=actor.user, until__gt=now, taken_back_at=None)
    last = own.filter(subjects__contains=[subject]).defer("before").order_by("-at", "-id").first()
    if last is None or _overlaid(last):
        return None
    return Done(last.id, last.deed, last.at, last.until, tuple(last.fields))


def told(township: int, subject: UUID) -> tuple[Told, ...]:
    """The newest entries of a row, newest first, without those who only looked; nothing of its programmes."""
    entries = Entry.objects.filter(township=township, subject_id=subject).exclude(kind__in=QUIET)
    return tuple(
        Told(one.kind, one.happened_at, one.user, _fields(one.facts))
        for one in entries.order_by("-number")[:MOST]
    )


def newer_than(row: ChainedRow, stamp: int) -> bool:
    """Whether something was written to a row after it had so many entries."""
    if row.journal_length == stamp:
        return False
    entries = Entry.objects.filter(township=row.township, subject_id=row.id, number__gt=stamp)
    return entries.exclude(kind__in=QUIET).exists()


def _overlaid(step: Step) -> bool:
    since = Entry.objects.filter(township=step.township, subject_id__in=list(step.stamps))
    written = since.exclude(kind__in=QUIET).values_list("subject_id", "number")
    return any(number > step.stamps[str(subject)] for subject, number in written)


def _fields(facts: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """Keys of the fields an entry is about."""
    named = facts.get("taken") or facts.get("field") or []
    return tuple(map(str, named)) if isinstance(named, list) else (str(named),)
