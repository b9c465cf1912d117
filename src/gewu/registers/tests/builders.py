"""A town with a few made-up people, written by the public commands."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gewu.kernel.access import Actor
from gewu.kernel.codes import check_digit
from gewu.kernel.remembered import remembered
from gewu.people.testing import an_actor
from gewu.places.testing import TOWNSHIP, TinyTown, know_by_heart, tiny_town
from gewu.registers.commands import record
from gewu.registers.models import Household, Person
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At, Recorded

DOOR = Origin(Source.DOOR, checked=True)
TYPED = Origin(Source.DOOR)
SENT = Origin(Source.EXCHANGED, office="police")
ABSENT = "00000000-0000-8000-8000-000000000000"


@dataclass(frozen=True)
class Town:
    """Who writes, and where."""

    tiny: TinyTown
    worker: Actor
    other_worker: Actor
    lead: Actor
    chief: Actor
    clerk: Actor
    supervisor: Actor
    auditor: Actor
    admin: Actor
    handler: Actor

    @property
    def township(self) -> int:
        return TOWNSHIP


def a_town() -> Town:
    town = remembered("registers", _hired)
    know_by_heart()
    return town


def _hired() -> Town:
    tiny = tiny_town()
    return Town(
        tiny=tiny,
        worker=an_actor("gridworker", tiny.a1, door="field"),
        other_worker=an_actor("gridworker", tiny.a2, door="field"),
        lead=an_actor("gridlead", tiny.grid_a, door="field"),
        chief=an_actor("chief", tiny.north),
        clerk=an_actor("clerk", tiny.street),
        supervisor=an_actor("supervisor", tiny.street),
        auditor=an_actor("auditor", tiny.street),
        admin=an_actor("admin", tiny.street),
        handler=an_actor("handler", tiny.street),
    )


def a_number(born: str = "19620305", order: int = 1, county: str = "370402") -> str:
    """A number with a valid check digit that was given to nobody."""
    body = f"{county}{born}{order:03}"
    return body + check_digit(body)


def a_record(
    town: Town, kind: str, values: Mapping[str, object], *, by: Actor | None = None, at: At | None = None
) -> Recorded:
    return record(
        kind, township=town.township, values=values, origin=DOOR, actor=by or town.clerk, at=at or At()
    )


def a_dwelling(town: Town, door: str = "1单元101室", building: UUID | None = None) -> UUID:
    address = building or town.tiny.building_1
    return a_record(town, "dwelling", {"door": door, "use": "own"}, at=At(address=address)).id


def a_household(town: Town, dwelling: UUID | None = None) -> UUID:
    return a_record(town, "household", {"kind": "family"}, at=At(dwelling=dwelling or a_dwelling(town))).id


def a_person(
    town: Town,
    name: str = "王小样",
    *,
    household: UUID | None = None,
    relation: str = "head",
    **values: object,
) -> Person:
    """Somebody in a household of building 1, which lies in A1."""
    found = a_record(
        town,
        "person",
        {"name": name, **values},
        at=At(household=household or a_household(town), relation=relation),
    )
    return Person.objects.one(found.id)


def again(person: Person) -> Person:
    return Person.objects.one(person.id)


def household(identifier: UUID) -> Household:
    return Household.objects.one(identifier)
