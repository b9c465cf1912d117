"""Lists of a register or a programme: by key, narrowed, with what is due; and what they count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.filters import Chosen
from gewu.kernel.paging import Page, page
from gewu.places import queries as places
from gewu.registers.models import TABLES, Enrolment, RegisterRow
from gewu.registers.queries import shown
from gewu.registers.queries.definitions import programme, register
from gewu.registers.queries.going import FORGOTTEN
from gewu.registers.queries.shown import Brief, language
from gewu.registers.reach import reaches, readers
from gewu.registers.spelling import has_han, plain

ORDER = ("name_key", "id")
NAME_ORDER = ("name", "id")
DUE_ORDER = ("next_due", "id")
MOST_COUNTED = 999
OVER = ("moved", "died", "merged", "dissolved", "gone", "closed", "removed")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: the row, where it stands, and how old a person is."""

    row: Brief
    place: str
    address: str
    age: int | None
    checked: date | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, counted up to a bound: `more` says that there are more."""

    count: int
    more: bool

    @property
    def words(self) -> str:
        return f"{self.count}+" if self.more else str(self.count)


def listed(
    actor: Actor, kind: str, *, chosen: Chosen, after: str | None, size: int = 50, due: bool = False
) -> Page[RegisterRow]:
    """A page of the rows of a register that the actor reaches."""
    order = DUE_ORDER if due else order_of(chosen)
    return page(_asked(actor, kind, chosen), order=order, after=after, size=size)


def order_of(chosen: Chosen) -> tuple[str, ...]:
    """By pinyin; where the beginning of a written name is asked for, by the name, which one index serves."""
    return NAME_ORDER if has_han(str(chosen.values.get("q", ""))) else ORDER


def lines(rows: "tuple[RegisterRow, ...]", kind: str) -> tuple[Line, ...]:
    """The rows as a list shows them: their addresses in one statement."""
    of = register(kind)
    there = places.addresses([row.address for row in rows if row.address])
    return tuple(
        Line(
            row=shown.brief(row, of),
            place=_place(row),
            address=there[row.address].label if row.address in there else "",
            age=shown.age_of(getattr(row, "born", None)),
            checked=localdate(row.checked_at) if row.checked_at else None,
        )
        for row in rows
    )


def counted(actor: Actor, kind: str, chosen: Chosen) -> Counted:
    """How many rows a list has: exact up to a bound, so that a count costs no more than a page."""
    several = _asked(actor, kind, chosen)
    if len(several) == 1:
        count = several[0].order_by()[: MOST_COUNTED + 1].count()
        return Counted(min(count, MOST_COUNTED), count > MOST_COUNTED)
    found: set[UUID] = set()
    for asked in several:
        found |= set(asked.order_by().values_list("id", flat=True)[: MOST_COUNTED + 1])
    return Counted(min(len(found), MOST_COUNTED), len(found) > MOST_COUNTED)


def enrolled(actor: Actor, key: str, *, after: str | None, late: bool = False) -> "Page[Enrolment]":
    """Who is in a programme, as far as the actor may know."""
    of = programme(key)
    seen = Enrolment.objects.filter(programme=key, until=None)
    rows = [seen.visible_to(actor).filter(township=one) for one in townships(actor)]
    if late:
        rows = [one.filter(next_due__lt=localdate(clock.now())) for one in rows]
    return page(rows, order=("name_key", "id") if of.held != "sealed" else ("id",), after=after)


def in_programme(key: str) -> Q:
    """Rows that are in a programme."""
    rows = Enrolment.objects.filter(
        township=OuterRef("township"), subject=OuterRef("id"), programme=key, until=None
    )
    return Q(Exists(rows))


def due_soon(actor: Actor, *, days: int = 7, most: int = 50) -> tuple[Enrolment, ...]:
    """The visits of programmes that are late or due within some days, the latest first."""
    until = localdate(clock.now()) + timedelta(days=days)
    rows = Enrolment.objects.filter(until=None, next_due__lte=until)
    found = [
        one
        for township in townships(actor)
        for one in rows.filter(township=township).visible_to(actor).order_by("next_due", "id")[:most]
    ]
    return tuple(sorted(found, key=lambda one: (one.next_due or until, one.id))[:most])


def subjects_of(rows: "tuple[Enrolment, ...]", actor: Actor) -> Mapping[UUID, RegisterRow]:
    """The rows that enrolments are about, where the actor reads them.

    Who handles a sealed programme by name may know of people beyond their own grids, whose files stay closed.
    """
    found: dict[UUID, RegisterRow] = {}
    for kind in {row.subject_kind for row in rows}:
        for township in {row.township for row in rows}:
            wanted = [row.subject for row in rows if row.subject_kind == kind and row.township == township]
            table = TABLES[kind].objects.visible_to(actor)  # type: ignore[attr-defined] # every table's own
            found |= {row.id: row for row in table.filter(township=township, id__in=wanted)}
    return found


def townships(actor: Actor) -> tuple[int, ...]:
    """The townships run here whose registers the actor reads."""
    homes = [one.township for one in places.localities()]
    scopes = [post.scope for post in readers(actor)]
    return tuple(one for one in homes if any(scope.low <= one <= scope.high for scope in scopes))


def _asked(actor: Actor, kind: str, chosen: Chosen) -> "list[QuerySet[RegisterRow]]":
    register(kind)
    table = TABLES[kind].objects  # type: ignore[attr-defined] # every table names its own
    over = ~FORGOTTEN if "state" in chosen.values else ~Q(state__in=OVER)
    named = beginnings(str(chosen.values.get("q", "")))
    return [
        chosen.apply(table.filter(way).filter(over, name, merged_into=None))
        for way in reaches(actor)
        for name in named
    ]


def beginnings(typed: str) -> tuple[Q, ...]:
    """What a row may begin with, as conditions that one index each can serve: a name, pinyin or initials."""
    said = plain(typed)
    if not said:
        return (Q(),)
    if has_han(said):
        return (Q(name__startswith=said),)
    if len(said) == 1:
        return (Q(name_key__startswith=said),)
    # The first letter of both is the same: said twice, the database need not begin at A.
    return (Q(name_key__startswith=said), Q(initials__startswith=said, name_key__startswith=said[0]))


def _place(row: RegisterRow) -> str:
    place = row.in_cell or row.in_grid or row.in_community
    return places.area(place).in_language(language()) if place else ""
