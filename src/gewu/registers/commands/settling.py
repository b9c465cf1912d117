"""Dwellings, households and their members by the thousand: found, seated and counted many at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from gewu.kernel import journal
from gewu.kernel.access import Actor
from gewu.kernel.copying import copy_rows
from gewu.kernel.ids import new_id_texts
from gewu.registers.models import Dwelling, Household, Member, Person

COLUMNS = ("id", "township", "person", "household", "relation", "since", "until", "began", "ended")


@dataclass(frozen=True, slots=True)
class Membership:
    """A person who enters a household; `new` where the person's row was made with it."""

    person: UUID
    household: UUID
    relation: str
    new: bool


def dwellings_at(township: int, doors: Iterable[tuple[UUID, str]]) -> dict[tuple[UUID, str], UUID]:
    """The dwellings behind doors, by building and door."""
    wanted = set(doors)
    buildings = {building for building, _door in wanted}
    rows = Dwelling.objects.filter(township=township, building__in=buildings, state="standing")
    found = rows.values_list("building", "name", "id")
    return {(building, door): one for building, door, one in found if building and (building, door) in wanted}


def households_in(township: int, dwellings: Sequence[UUID]) -> dict[UUID, UUID]:
    """The only household of each dwelling; where several live, none."""
    found: dict[UUID, UUID | None] = {}
    for start in range(0, len(dwellings), 5000):
        some = dwellings[start : start + 5000]
        rows = Household.objects.filter(township=township, dwelling__in=some, state="whole")
        for dwelling, household in rows.values_list("dwelling", "id"):
            if dwelling:
                found[dwelling] = None if dwelling in found else household
    return {dwelling: household for dwelling, household in found.items() if household}


def seat(township: int, entering: Sequence[Membership], *, since: date, actor: Actor) -> None:
    """Begin memberships. Persons who were there before are told the household they live in now."""
    ids = new_id_texts(township, len(entering))
    copy_rows(
        Member,
        COLUMNS,
        (
            (identifier, township, one.person, one.household, one.relation, since, None, "listed", "")
            for identifier, one in zip(ids, entering, strict=True)
        ),
    )
    _seat_known(township, {one.person: one.household for one in entering if not one.new}, actor)


def _seat_known(township: int, homes: Mapping[UUID, UUID], actor: Actor) -> None:
    if not homes:
        return
    houses = {row.id: row for row in Household.objects.filter(township=township, id__in=set(homes.values()))}
    notes = []
    people = Person.objects.filter(township=township, id__in=list(homes)).select_for_update()
    for person in people:
        house = houses[homes[person.id]]
        person.household, person.dwelling = house.id, house.dwelling
        for column in GROUND:
            setattr(person, column, getattr(house, column))
        person.version += 1
        notes.append(journal.Note(person, {"household": str(house.id)}))
    journal.record_all(
        "person.seated", notes, actor=actor, write=("household", "dwelling", "version", *GROUND)
    )


GROUND = ("address", "building", "in_community", "in_grid", "in_cell")


def finish_households(township: int, households: Sequence[UUID]) -> None:
    """Count the members of new households and name their heads: the one listed as head, else the eldest.

    By hand, because the ORM cannot update from grouped rows of another table in one statement.
    """
    with connection.cursor() as cursor:
        for start in range(0, len(households), 5000):
            cursor.execute(_FINISH, {"township": township, "ids": list(households[start : start + 5000])})


def recount(township: int, households: Iterable[UUID], *, actor: Actor) -> None:
    """Count the members of households that were there, and note it; the eldest follows a head who left."""
    rows = list(Household.objects.filter(township=township, id__in=list(households)).select_for_update())
    members = Member.objects.filter(township=township, household__in=[row.id for row in rows], until=None)
    there: dict[UUID, list[UUID]] = {row.id: [] for row in rows}
    for household, person in members.values_list("household", "person"):
        there[household].append(person)
    wanted = [one for people in there.values() for one in people]
    people = {row.id: row for row in Person.objects.filter(township=township, id__in=wanted)}
    notes = []
    for row in rows:
        living = [people[one] for one in there[row.id] if one in people]
        row.size = len(living)
        if not living and not row.journal_length:
            # Made by an import and left by all it brought: nobody has said anything about it.
            row.head = None
            row.write("size", "head")
            continue
        if row.head not in there[row.id]:
            _head(row, min(living, key=lambda one: (one.born or date.max, one.number), default=None))
        row.version += 1
        notes.append(journal.Note(row, {"size": row.size, "state": row.state, "came": None, "went": None}))
    columns = ("size", "head", "name", "name_key", "initials", "version")
    journal.record_all("household.members", notes, actor=actor, write=columns)


def _head(row: Household, head: Person | None) -> None:
    row.head = head.id if head else None
    if head:
        row.name, row.name_key, row.initials = head.name, head.name_key, head.initials


_FINISH = """
UPDATE registers_household h SET
    size = found.size, head = found.head, name = p.name, name_key = p.name_key, initials = p.initials
FROM (
    SELECT m.household, count(*) AS size,
           (array_agg(m.person ORDER BY (m.relation = 'head') DESC, q.born NULLS LAST, q.number))[1] AS head
    FROM registers_member m JOIN registers_person q ON q.id = m.person AND q.township = %(township)s
    WHERE m.township = %(township)s AND m.household = ANY(%(ids)s) AND m.until IS NULL
    GROUP BY m.household
) found JOIN registers_person p ON p.id = found.head AND p.township = %(township)s
WHERE h.township = %(township)s AND h.id = found.household
"""
