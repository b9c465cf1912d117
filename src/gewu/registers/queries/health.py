"""What data health asks of the registers: rows that contradict themselves or each other.

Each answer is set-based: a few statements for a whole township, whatever the number of rows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.timezone import localdate

from gewu.registers.definition import FieldOf
from gewu.registers.models import TABLES, Dwelling, Enrolment, Household, Member, Person, Visit
from gewu.registers.queries.definitions import programme, register
from gewu.registers.rhythm import later, years

LEVELS = ("in_community", "in_grid", "in_cell")
IN_FORCE = ("here", "away", "whole", "standing", "open", "sound", "damaged", "missing")
CHUNK = 1000


# Community, grid and cell, as far as they are known.
Where = tuple[UUID | None, UUID | None, UUID | None]


@dataclass(frozen=True, slots=True)
class Odd:
    """A row that something is wrong with: where it stands, how closely it is held, in which figures."""

    register: str
    id: UUID
    where: Where
    depth: int = 1
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ages:
    """From and to which age something fits (both in full years, inclusive)."""

    youngest: int
    oldest: int

    def outside(self, column: str, today: date) -> Q:
        """Born too late or too early for it."""
        young = Q(**{f"{column}__gt": later(today, -12 * self.youngest)})
        return young | Q(**{f"{column}__lte": later(today, -12 * (self.oldest + 1))})

    def said(self, born: date, today: date) -> dict[str, str]:
        told = {"youngest": str(self.youngest), "oldest": str(self.oldest)}
        return {"age": str(years(born, today)), **told}


def of_wrong_age(
    kind: str, township: int, *, key: str, values: Collection[str], ages: Ages, today: date
) -> Iterator[Odd]:
    """Persons with one of these values whose age does not fit it."""
    name = f"values__{key}__in"
    rows = _in_force(kind, township).filter(ages.outside("born", today), **{name: list(values)})
    for identifier, born, *where in rows.values_list("id", "born", *LEVELS):
        yield Odd(kind, identifier, _where(where), depth=_depth(kind, key), said=ages.said(born, today))


def enrolled_of_wrong_age(township: int, *, key: str, ages: Ages, today: date) -> Iterator[Odd]:
    """Persons in a programme whose age does not fit it; held as closely as the programme."""
    wrong = Person.objects.filter(ages.outside("born", today), township=township)
    rows = Enrolment.objects.filter(
        township=township, programme=key, until=None, subject__in=wrong.values("id")
    ).values_list("subject", *LEVELS)
    found = list(rows)
    born = dict(
        Person.objects.filter(township=township, id__in=[row[0] for row in found]).values_list("id", "born")
    )
    for subject, *where in found:
        said = ages.said(born[subject] or today, today)
        yield Odd("person", subject, _where(where), depth=programme(key).depth, said=said)


def visited_after_death(township: int) -> Iterator[Odd]:
    """Persons who were met at a visit after the day they died."""
    dead = Person.objects.filter(township=township, state="died", died_on__isnull=False)
    rest = iter(dead.values_list("id", "died_on", *LEVELS))
    while part := {row[0]: row[1:] for row in islice(rest, CHUNK)}:
        visits = Visit.objects.filter(township=township, outcome="met", subjects__overlap=list(part))
        last: dict[UUID, date] = {}
        for subjects, at in visits.values_list("subjects", "visited_at"):
            for one in set(subjects) & set(part):
                last[one] = max(last.get(one, date.min), localdate(at))
        for one, day in last.items():
            died_on, *where = part[one]
            if day > died_on:
                yield Odd("person", one, _where(where), said={"days": str((day - died_on).days)})


def crowded_buildings(township: int) -> Iterator[Odd]:
    """Buildings with more households than rooms."""
    households = _by_building(Household.objects.filter(township=township, state="whole"))
    rooms = _by_building(Dwelling.objects.filter(township=township, state="standing"))
    bad = {one: n for one, n in households.items() if n > rooms.get(one, 0) > 0}
    rows = Household.objects.filter(township=township, state="whole", building__in=bad)
    where = {row[0]: row[1:] for row in rows.order_by("building", "id").values_list("building", *LEVELS)}
    for building, n in bad.items():
        said = {"households": str(n), "rooms": str(rooms[building])}
        yield Odd("building", building, _where(where[building]), depth=0, said=said)


def many_heads(township: int) -> Iterator[Odd]:
    """Households with more than one head."""
    heads = (
        Member.objects.filter(township=township, until=None, relation="head")
        .order_by()
        .values_list("household")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    found = dict(heads)
    rows = Household.objects.filter(township=township, id__in=found, state="whole")
    for identifier, *where in rows.values_list("id", *LEVELS):
        yield Odd("household", identifier, _where(where), said={"heads": str(found[identifier])})


def unlike_pattern(kind: str, township: int, *, key: str, pattern: str) -> Iterator[Odd]:
    """Rows whose value of a field, kept in clear, does not have the form of its code."""
    rows, lookup = _with_text(kind, township, key)
    wrong = rows.exclude(**{lookup: ""}).exclude(**{f"{lookup}__regex": f"^({pattern})$"})
    for identifier, *where in wrong.values_list("id", *LEVELS):
        yield Odd(kind, identifier, _where(where), depth=_depth(kind, key))


def texts(kind: str, township: int, *, key: str, holding: Iterable[str] = ()) -> Iterator[tuple[Odd, str]]:
    """The values of a field kept in clear, each with its row; only those that hold one of some words."""
    rows, lookup = _with_text(kind, township, key)
    words = Q()
    for word in holding:
        words |= Q(**{f"{lookup}__contains": word})
    found = rows.filter(words).exclude(**{lookup: ""})
    for identifier, text, *where in found.values_list("id", lookup, *LEVELS):
        yield Odd(kind, identifier, _where(where), depth=_depth(kind, key)), text


def out_of_order(kind: str, township: int, *, earlier: str, later_one: str) -> Iterator[Odd]:
    """Rows whose one day is after the other; both are columns of their own."""
    first, then = _column(kind, earlier), _column(kind, later_one)
    rows = TABLES[kind].objects.filter(township=township, **{f"{first}__gt": F(then)})  # type: ignore[attr-defined] # every table names its own
    for identifier, one, other, *where in rows.values_list("id", first, then, *LEVELS):
        yield Odd(kind, identifier, _where(where), said={"days": str((one - other).days)})


def in_future(kind: str, township: int, *, key: str, today: date) -> Iterator[Odd]:
    """Rows whose day, a column of its own, is still to come."""
    column = _column(kind, key)
    rows = TABLES[kind].objects.filter(township=township, **{f"{column}__gt": today})  # type: ignore[attr-defined] # every table names its own
    for identifier, day, *where in rows.values_list("id", column, *LEVELS):
        yield Odd(kind, identifier, _where(where), said={"days": str((day - today).days)})


def _where(levels: Sequence[UUID | None]) -> Where:
    community, grid, cell = levels
    return community, grid, cell


def _in_force(kind: str, township: int) -> "QuerySet[Any]":
    table: Any = TABLES[kind]
    found: QuerySet[Any] = table.objects.filter(township=township, went_to="", state__in=IN_FORCE)
    return found


def _with_text(kind: str, township: int, key: str) -> "tuple[QuerySet[Any], str]":
    of = _field(kind, key)
    if of.secret:
        raise LookupError(f"{kind}.{key} is sealed")
    rows = _in_force(kind, township)
    if of.column:
        return rows.exclude(**{f"{of.column}__isnull": True}), of.column
    return rows.annotate(told=KT(f"values__{key}")).exclude(told=None), "told"


def _column(kind: str, key: str) -> str:
    column = _field(kind, key).column if register(kind).field(key) else key
    if not column:
        raise LookupError(f"{kind}.{key} has no column of its own")
    return column


def _field(kind: str, key: str) -> FieldOf:
    found = register(kind).field(key)
    if found is None:
        raise LookupError(f"{kind}.{key}")
    return found


def _depth(kind: str, key: str) -> int:
    return _field(kind, key).depth


def _by_building(rows: "QuerySet[Any]") -> dict[UUID, int]:
    counted = rows.filter(building__isnull=False).order_by().values_list("building").annotate(n=Count("pk"))
    return dict(counted)
