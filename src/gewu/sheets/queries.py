"""Sheets as pages show them: line by line, with what is known as masked as its reader reads it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.kernel.models import nothing_here
from gewu.kernel.paging import Page, page
from gewu.registers import queries as registers
from gewu.registers.definition import FieldOf
from gewu.sheets.models import Sheet


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a sheet. `known` is what the reader is shown of what is held, "" for a blank to fill in."""

    line: str
    kind: str
    subject: UUID
    field: FieldOf
    known: str


@dataclass(frozen=True, slots=True)
class Part:
    """The lines about one row: the household first, then who lives in it."""

    title: str
    number: str
    lines: tuple[Asked, ...]


def sheet(identifier: UUID, actor: Actor) -> Sheet:
    """A sheet that the actor sees, or NotFound."""
    found: Sheet | None = Sheet.objects.visible_to(actor).by_id(identifier).first()
    if found is None:
        raise nothing_here()
    return found


def sheets(actor: Actor, *, state: str = "", number: str = "", after: str | None = None) -> Page[Sheet]:
    """Sheets, the newest first; of one state, or the one of a number."""
    found = Sheet.objects.visible_to(actor)
    found = found.filter(state=state) if state else found
    found = found.filter(number=number) if number else found
    return page([found], order=("-printed_at", "-id"), after=after)


def counts(actor: Actor) -> dict[str, int]:
    """How many sheets are in each state."""
    counted = Sheet.objects.visible_to(actor).order_by().values_list("state").annotate(n=Count("id"))
    return dict(counted)


def printed_with(batch: UUID, actor: Actor) -> list[Sheet]:
    """What was printed at once, in the order of numbers; NotFound if nothing of it is in sight."""
    found = list(Sheet.objects.visible_to(actor).filter(printed_with=batch).order_by("number"))
    if not found:
        raise nothing_here()
    return found


def asked_of(kind: str) -> Iterator[FieldOf]:
    """What a sheet asks of a row: what is needed, and what grows old."""
    return (one for one in registers.register(kind).fields if one.needed or one.fresh)


def field_of(kind: str, key: str) -> FieldOf:
    """A field that a sheet asks; NotFound where its definition has gone."""
    found = registers.register(kind).field(key)
    if found is None:
        raise nothing_here()
    return found


def parts(row: Sheet, actor: Actor) -> tuple[Part, ...]:
    """The sheet as it is read on paper and typed in."""
    by_subject: dict[tuple[str, UUID], list[tuple[str, str]]] = {}
    for order, (kind, subject, key) in enumerate(row.lines):
        by_subject.setdefault((kind, UUID(subject)), []).append((str(order), key))
    return tuple(_parts(by_subject.items(), actor))


def _parts(found: Iterable[tuple[tuple[str, UUID], list[tuple[str, str]]]], actor: Actor) -> Iterator[Part]:
    for (kind, subject), lines in found:
        try:
            file = registers.file_of(actor, kind, subject)
        except NotFound:
            # Somebody who has moved to another place since: nothing is said of them here.
            continue
        known = {one.key: one.text for one in file.fields}
        title = file.address if kind == "household" else file.name
        asked = (Asked(line, kind, subject, field_of(kind, key), known.get(key, "")) for line, key in lines)
        yield Part(title, file.number, tuple(asked))
