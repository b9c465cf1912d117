"""The files: everything that is known of one row, on one page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gewu.kernel.access import AccessClass, Actor
from gewu.places import queries as places
from gewu.places.queries import AreaName
from gewu.registers.definition import Programme
from gewu.registers.models import (
    TABLES,
    Claim,
    Dwelling,
    Enrolment,
    Establishment,
    Facility,
    Household,
    Member,
    Person,
    RegisterRow,
    Visit,
)
from gewu.registers.queries import shown
from gewu.registers.queries.definitions import all_programmes, programme, programmes, register
from gewu.registers.queries.rows import row as find
from gewu.registers.queries.shown import Brief, InProgramme, Shown, language
from gewu.registers.reach import may_write
from gewu.registers.reading import shipped

MOST_VISITS = 20
Shape = TypeVar("Shape", bound=RegisterRow)


@dataclass(frozen=True, slots=True)
class Living:
    """Somebody in a household: who, in which relation, from when to when."""

    person: Brief
    relation: str
    relation_word: str
    since: date
    until: date | None
    age: int | None
    programmes: tuple[str, ...]
    phone: bool


@dataclass(frozen=True, slots=True)
class Paid:
    """A visit in the past."""

    id: UUID
    at: datetime
    outcome: str
    source: str
    by: UUID | None
    confirmed: int
    changed: int
    programmes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """Everything that is known of one row, as an actor is shown it."""

    id: UUID
    kind: str
    title: str
    number: str
    version: int
    township: int
    name: str
    state: str
    state_word: str
    over: bool
    address: str
    address_id: UUID | None
    building: UUID | None
    path: tuple[AreaName, ...]
    in_community: UUID | None
    in_grid: UUID | None
    in_cell: UUID | None
    # The programmes that run in its township.
    running: tuple[Programme, ...]
    fields: tuple[Shown, ...]
    programmes: tuple[InProgramme, ...]
    visits: tuple[Paid, ...]
    claims: int
    due: date | None
    late: bool
    checked_at: datetime | None
    recorded_at: datetime
    may_write: bool
    came_from: str = ""
    went_to: str = ""
    age: int | None = None
    household: Brief | None = None
    dwelling: Brief | None = None
    members: tuple[Living, ...] = ()
    former: tuple[Living, ...] = ()
    households: tuple[Brief, ...] = ()
    point: tuple[float, float] | None = None
    # For panels: how others find what belongs to this row.
    phone_index: bytes | None = None
    subjects: tuple[UUID, ...] = field(default_factory=tuple)

    @property
    def missing(self) -> tuple[Shown, ...]:
        return tuple(one for one in self.fields if one.missing)

    @property
    def stale(self) -> tuple[Shown, ...]:
        return tuple(one for one in self.fields if one.stale)

    @property
    def closed_fields(self) -> bool:
        """Whether anything is shown in part that the actor may open."""
        return any(one.how == "part" for one in self.fields)


def person_file(actor: Actor, identifier: UUID) -> RegisterFile:
    """A person: who they are, their family, programmes, visits, what is missing and due."""
    row = _of(Person, find("person", identifier, actor))
    running = programmes(row.township)
    home = _one(Household.objects.filter(township=row.township), row.household)
    door = _one(Dwelling.objects.filter(township=row.township), row.dwelling)
    return _file(
        actor,
        row,
        running,
        age=shown.age_of(row.born),
        household=shown.brief(home, register("household")) if home else None,
        dwelling=shown.brief(door, register("dwelling")) if door else None,
        members=_members(actor, home, running) if home else (),
        phone_index=bytes(row.phone_index) if row.phone_index else None,
        subjects=tuple(one for one in (row.id, row.household, row.dwelling) if one),
    )


def household_file(actor: Actor, identifier: UUID) -> RegisterFile:
    """A household: its members now and before, its dwelling, what is due."""
    row = _of(Household, find("household", identifier, actor))
    running = programmes(row.township)
    door = _one(Dwelling.objects.filter(township=row.township), row.dwelling)
    return _file(
        actor,
        row,
        running,
        dwelling=shown.brief(door, register("dwelling")) if door else None,
        members=_members(actor, row, running),
        former=_members(actor, row, running, former=True),
        subjects=tuple(one for one in (row.id, row.dwelling) if one),
    )


def dwelling_file(actor: Actor, identifier: UUID) -> RegisterFile:
    """A dwelling: what it is used for, who lives there."""
    row = _of(Dwelling, find("dwelling", identifier, actor))
    homes = Household.objects.filter(township=row.township, dwelling=row.id).order_by("-state", "id")
    return _file(
        actor,
        row,
        programmes(row.township),
        households=tuple(shown.brief(one, register("household"), _people(one.size)) for one in homes),
        subjects=(row.id,),
    )


def establishment_file(actor: Actor, identifier: UUID) -> RegisterFile:
    """A unit, an enterprise, a shop."""
    row = _of(Establishment, find("establishment", identifier, actor))
    index = bytes(row.phone_index) if row.phone_index else None
    return _file(actor, row, programmes(row.township), phone_index=index, subjects=(row.id,))


def facility_file(actor: Actor, identifier: UUID) -> RegisterFile:
    """A city component."""
    row = _of(Facility, find("facility", identifier, actor))
    point = (row.lon, row.lat) if row.lon is not None and row.lat is not None else None
    return _file(actor, row, programmes(row.township), point=point, subjects=(row.id,))


FILES = {
    "person": person_file,
    "household": household_file,
    "dwelling": dwelling_file,
    "establishment": establishment_file,
    "facility": facility_file,
}


def file_of(actor: Actor, kind: str, identifier: UUID) -> RegisterFile:
    """The file of a row of any register, or NotFound."""
    register(kind)
    return FILES[kind](actor, identifier)


def enrolments(actor: Actor, row: RegisterRow, running: Sequence[Programme]) -> tuple[InProgramme, ...]:
    """The programmes a row is in, as far as the actor may know of them; those that are off are not shown."""
    keys = {one.key for one in running}
    seen = Enrolment.objects.filter(township=row.township, subject=row.id, erased_at=None)
    if actor.door != "job":
        seen = seen.visible_to(actor)
    order = {one.key: place for place, one in enumerate(all_programmes())}
    rows = [one for one in seen if one.programme in keys]
    return tuple(
        shown.in_programme(
            one,
            of := programme(one.programme),
            closed=of.depth >= AccessClass.PROTECTED,
            basis=of.basis(language()),
            held=of.held,
        )
        for one in sorted(rows, key=lambda one: (one.until is not None, order[one.programme], one.since))
    )


def _file(actor: Actor, row: RegisterRow, running: tuple[Programme, ...], **more: object) -> RegisterFile:
    kind = next(kind for kind, table in TABLES.items() if isinstance(row, table))
    of = register(kind)
    claims = Claim.objects.filter(township=row.township, subject=row.id, state__in=["open", "ask"])
    disputed = frozenset(claims.values_list("field", flat=True))
    line = shown.brief(row, of)
    place = row.in_cell or row.in_grid or row.in_community
    return RegisterFile(
        id=row.id,
        kind=kind,
        title=of.said(language()),
        number=row.number,
        version=row.version,
        township=row.township,
        name=row.name,
        state=row.state,
        state_word=line.state_word,
        over=line.over,
        address=_house_words(row, more.get("dwelling")),
        address_id=row.address,
        building=row.building,
        path=places.path_here(place) if place else (),
        in_community=row.in_community,
        in_grid=row.in_grid,
        in_cell=row.in_cell,
        running=running,
        fields=shown.shown(row, of, depth=shown.depth(actor, row), disputed=disputed),
        programmes=enrolments(actor, row, running),
        visits=_visits(row),
        claims=len(disputed),
        due=row.next_due,
        late=line.late,
        checked_at=row.checked_at,
        recorded_at=row.recorded_at,
        may_write=may_write(actor, row) and not row.went_to and row.merged_into is None,
        came_from=row.came_from,
        went_to=row.went_to,
        **more,  # type: ignore[arg-type] # named by the callers above
    )


def _members(
    actor: Actor, home: Household, running: Sequence[Programme], *, former: bool = False
) -> tuple[Living, ...]:
    spans = Member.objects.filter(township=home.township, household=home.id, until__isnull=not former)
    told = list(spans.order_by("-until", "since", "id") if former else spans.order_by("since", "id"))
    if not told:
        return ()
    people = {
        one.id: one
        for one in Person.objects.filter(township=home.township, id__in=[span.person for span in told])
    }
    names = _programmes_of(actor, home.township, list(people), running)
    words = {one.key: one.said(language()) for one in shipped().lists.lists["relation"]}
    order = {key: place for place, key in enumerate(words)}
    lines = [
        Living(
            person=shown.brief(people[span.person], register("person")),
            relation=span.relation,
            relation_word=words.get(span.relation, span.relation),
            since=span.since,
            until=span.until,
            age=shown.age_of(people[span.person].born),
            programmes=names.get(span.person, ()),
            phone=people[span.person].phone_index is not None,
        )
        for span in told
        if span.person in people
    ]
    return tuple(sorted(lines, key=lambda one: (order.get(one.relation, 99), one.since)))


def _programmes_of(
    actor: Actor, township: int, people: Sequence[UUID], running: Sequence[Programme]
) -> dict[UUID, tuple[str, ...]]:
    """Names of open and masked programmes, which lists may show."""
    titles = {one.key: one.said(language()) for one in running}
    seen = Enrolment.objects.filter(
        township=township, subject__in=people, until=None, access_class__lte=int(AccessClass.MASKED)
    )
    if actor.door != "job":
        seen = seen.visible_to(actor)
    found: dict[UUID, tuple[str, ...]] = {}
    for subject, key in seen.values_list("subject", "programme").order_by("programme"):
        if key in titles:
            found[subject] = (*found.get(subject, ()), titles[key])
    return found


def _visits(row: RegisterRow) -> tuple[Paid, ...]:
    paid = Visit.objects.filter(township=row.township, subjects__contains=[row.id])
    return tuple(
        Paid(
            id=one.id,
            at=one.visited_at,
            outcome=one.outcome,
            source=one.source,
            by=one.by,
            confirmed=one.confirmed,
            changed=one.changed,
            programmes=tuple(one.programmes),
        )
        for one in paid.order_by("-visited_at", "id")[:MOST_VISITS]
    )


def _house_words(row: RegisterRow, door: object) -> str:
    """Where it stands; where its door is named beside it, without that door."""
    words = shown.address_words(row.address)
    return words.removesuffix(door.name).rstrip() if isinstance(door, Brief) and door.name else words


def _of(shape: type[Shape], row: RegisterRow) -> Shape:
    if not isinstance(row, shape):
        raise TypeError(f"{row!r} is no {shape.__name__}")
    return row


def _one(rows: QuerySet[Shape], identifier: UUID | None) -> Shape | None:
    return rows.filter(id=identifier).first() if identifier else None


def _people(size: int) -> str:
    return _("%(n)d persons") % {"n": size}
