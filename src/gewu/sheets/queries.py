"""Sheets as pages show them: line by line, with what is known as masked as its reader reads it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotFound, RuleBroken
from gewu.kernel.ids import township_of
from gewu.kernel.models import nothing_here
from gewu.kernel.paging import Page, page
from gewu.places import queries as places
from gewu.registers import queries as registers
from gewu.registers.definition import FieldOf
from gewu.sheets.models import Sheet
from gewu.sheets.rules import MOST, SUBJECTS, UNDER_WAY


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


def named(found: Iterable[Sheet], actor: Actor) -> dict[UUID, str]:
    """Where each is for, as a line of a list: the house, and the door or the name."""
    by_kind: dict[str, list[UUID]] = {}
    for one in found:
        by_kind.setdefault(one.subject_kind, []).append(one.subject)
    rows = [row for kind, ids in by_kind.items() for row in registers.rows(kind, actor).filter(id__in=ids)]
    there = places.addresses([row.address for row in rows if row.address])
    return {
        row.id: " · ".join(
            part for part in (there[row.address].name if row.address in there else "", row.name) if part
        )
        for row in rows
    }


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


def under_way(subject: UUID, actor: Actor) -> list[Sheet]:
    """The sheets of a door whose values the registers do not have yet, the newest first."""
    found = Sheet.objects.filter(township=township_of(subject), subject=subject, state__in=UNDER_WAY)
    return list(found.visible_to(actor).order_by("-printed_at", "-id"))


def doors(
    actor: Actor, *, subject: UUID | None = None, building: UUID | None = None, area: UUID | None = None
) -> list[tuple[str, UUID]]:
    """For whom sheets are printed, in the order of doors: one that is named, or all of a house or a grid.

    Households first, then dwellings in which nobody lives, then what trades there; of each one more than may
    be printed at once, to tell the caller. NotFound where the actor sees none.
    """
    if subject:
        kind = registers.kind_of(subject, actor)
        if kind not in SUBJECTS:
            raise nothing_here()
        return [(kind, subject)]
    narrow = _narrowed(building, area)
    found: list[tuple[str, UUID]] = []
    for kind, state in zip(SUBJECTS, ("whole", "standing", "open"), strict=True):
        there = registers.rows(kind, actor).filter(state=state, **narrow)
        if kind == "dwelling":
            homes = registers.rows("household", actor).filter(state="whole", **narrow)
            lived_in = homes.filter(dwelling__isnull=False)  # type: ignore[misc] # households have a dwelling
            there = there.exclude(id__in=lived_in.values("dwelling"))  # type: ignore[misc] # likewise
        several = there.order_by("building", "name", "id").values_list("id", flat=True)[: MOST + 1]
        found += [(kind, one) for one in several]
    if not found:
        raise nothing_here()
    return found


def _narrowed(building: UUID | None, area: UUID | None) -> dict[str, UUID]:
    if building:
        return {"building": building}
    if area is None:
        raise Invalid(_("Say for which door, house or grid."), fields={"area": _("Choose one.")})
    column = {"community": "in_community", "grid": "in_grid", "cell": "in_cell"}.get(
        places.area(area).tier.name.lower()
    )
    if column is None:
        raise RuleBroken(_("Print house by house or grid by grid."))
    return {column: area}


def asked_of(kind: str, township: int) -> Iterator[FieldOf]:
    """What a sheet asks of a row: what is needed and what grows old, as far as no office supplies it."""
    of = registers.register(kind)
    supplied = registers.supplied(of, township)
    return (one for one in of.fields if (one.needed or one.fresh) and one.key not in supplied)


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
        title = title_of(file)
        asked = (Asked(line, kind, subject, field_of(kind, key), known.get(key, "")) for line, key in lines)
        yield Part(title, file.number, tuple(asked))


def title_of(file: registers.RegisterFile) -> str:
    """Of a household where it lives, of an empty flat its house and door, else what it is called."""
    door = file.dwelling.name if file.dwelling else file.name if file.kind == "dwelling" else ""
    if file.kind in {"household", "dwelling"}:
        # An address may go as far as the door, or end at the house.
        return " ".join(part for part in (file.address.removesuffix(door).rstrip(), door) if part)
    return file.name
