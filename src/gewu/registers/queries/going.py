"""What goes when something is erased, and what will have to be: said beforehand, without a single value."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from gewu.registers import holding
from gewu.registers.definition import FieldOf, Programme
from gewu.registers.models import Enrolment, Person, Visit
from gewu.registers.queries.definitions import programme, register
from gewu.registers.reading import shipped

GONE = frozenset({"moved", "died", "merged"})
# A person whose record was erased: the number is all that is left, and nobody finds it any more.
FORGOTTEN = Q(state__in=sorted(GONE), name="")


@dataclass(frozen=True, slots=True)
class Going:
    """What one erasure takes: fields that hold something, programmes beside them, notes of visits."""

    fields: tuple[FieldOf, ...] = ()
    programmes: tuple[Programme, ...] = ()
    notes: int = 0
    since: date | None = None
    until: date | None = None
    erase_on: date | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """How many enrolments of a programme have to be erased in a month (its first day)."""

    programme: Programme
    month: date
    count: int


@dataclass(frozen=True, slots=True)
class Was:
    """Who was in which programme: on these days, or on any where nothing more of it is held."""

    subject: UUID
    programme: str
    since: date = date.min
    until: date = date.max


def was_in(enrolment: UUID) -> Was:
    """Whom an erased enrolment was about; its own days where they are in the programme anew."""
    row = Enrolment.objects.one(enrolment)
    held = Enrolment.objects.filter(
        township=row.township, subject=row.subject, programme=row.programme, erased_at=None
    )
    if row.until is not None and held.exists():
        return Was(row.subject, row.programme, row.since, row.until)
    return Was(row.subject, row.programme)


def of_enrolments(township: int, identifiers: Collection[UUID]) -> dict[UUID, Going]:
    """What erasing each of these enrolments takes."""
    rows = Enrolment.objects.filter(township=township, id__in=list(identifiers))
    return {row.id: _of_enrolment(row) for row in rows}


def of_person(township: int, identifier: UUID) -> Going:
    """What erasing everything that is held of a person takes."""
    row = Person.objects.filter(township=township, id=identifier).first()
    if row is None:
        return Going()
    of = register("person")
    known = holding.held(row, of.fields)
    left = Enrolment.objects.filter(township=township, subject=row.id, erased_at=None).order_by("since", "id")
    notes = Visit.objects.filter(township=township, subjects=[row.id], note__isnull=False)
    return Going(
        fields=tuple(one for one in of.fields if one.key in known),
        programmes=tuple(programme(key) for key in dict.fromkeys(left.values_list("programme", flat=True))),
        notes=notes.count(),
    )


def coming(townships: Iterable[int], *, after: date, until: date, deepest: int) -> list[Coming]:
    """What will have been kept long enough within these days, by month and programme; counts only."""
    counted: dict[tuple[date, str], int] = {}
    for township in sorted(set(townships)):
        rows = Enrolment.objects.filter(
            township=township,
            erase_on__gt=after,
            erase_on__lte=until,
            erased_at=None,
            access_class__lte=deepest,
        )
        for day, key in rows.values_list("erase_on", "programme"):
            if day:
                counted[day.replace(day=1), key] = counted.get((day.replace(day=1), key), 0) + 1
    known = shipped().programmes
    return [Coming(known[key], month, n) for (month, key), n in sorted(counted.items()) if key in known]


def _of_enrolment(row: Enrolment) -> Going:
    of = programme(row.programme)
    known: Sequence[str] = [*row.values, *holding.sealed_values(row.secret)]
    return Going(
        fields=tuple(one for one in of.fields if one.key in known),
        since=row.since,
        until=row.until,
        erase_on=row.erase_on,
    )
