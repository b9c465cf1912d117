"""What hangs on the registers in the tables: one person of the place, and what a form about them says."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol
from uuid import UUID

from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import DomainError
from gewu.places.testing import TinyTown
from gewu.registers.commands import enrol, record
from gewu.registers.models import Enrolment, Person
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At
from tests.access.town import Person as Somebody
from tests.access.town import Subject, Town


class Manned(Protocol):
    """A tiny town and who is on duty there, whatever else it has."""

    @property
    def tiny(self) -> TinyTown: ...

    def actor(self, name: str, /) -> Actor: ...


DOOR = Origin(Source.DOOR)
PROGRAMME = "hardship"


def a_person(town: Town) -> UUID:
    """Somebody who lives in A1, with a phone that only those may read who say what for."""
    return a_person_in(town.tiny)


def a_household(town: Town) -> UUID:
    return a_household_in(town.tiny)


def a_person_in(tiny: TinyTown) -> UUID:
    found = Person.objects.filter(township=tiny.township).order_by("id").first()
    return found.id if found else _recorded(tiny)


def a_household_in(tiny: TinyTown) -> UUID:
    housed = Person.objects.filter(township=tiny.township, household__isnull=False).order_by("id").first()
    home = (housed or Person.objects.one(_recorded(tiny))).household
    assert home is not None
    return home


def an_enrolment(town: Town) -> UUID:
    """In a programme that only those read who read protected rows."""
    person = a_person(town)
    found = Enrolment.objects.filter(township=town.tiny.township, subject=person).first()
    if found:
        return found.id
    return enrol(person, programme=PROGRAMME, values={"kind": "minimum"}, origin=DOOR, actor=SYSTEM)


def person_form(town: Town) -> dict[str, Any]:
    return {"place": "幸福小区1号楼", "door": "3单元301室", "name": "李新来", "source": "door"}


def record_body(town: Town) -> dict[str, Any]:
    return {
        "township": town.tiny.township,
        "values": {"name": "李新来"},
        "at": {"household": str(a_household(town))},
    }


def visit_body(town: Town) -> dict[str, Any]:
    return {"subjects": [str(a_person(town))]}


def just_written(town: Town, _subject: Subject | None, who: Somebody) -> dict[str, Any]:
    """Nothing is sent; whoever may has written something just before, which they take back."""
    with suppress(DomainError):
        write_into(a_person(town), town.tiny.township, who.actor)
    return {}


def write_into(person: UUID, township: int, actor: Actor) -> None:
    values = {"occupation": "木工"}
    record("person", township=township, subject=person, values=values, origin=DOOR, actor=actor)


def enrol_body(town: Town) -> dict[str, Any]:
    return {"subject": str(a_person(town)), "programme": "veteran", "values": {"kind": "veteran"}}


def _recorded(tiny: TinyTown) -> UUID:
    dwelling = _row(tiny, "dwelling", {"door": "1单元101室"}, At(address=tiny.building_1))
    household = _row(tiny, "household", {"kind": "family"}, At(dwelling=dwelling))
    values = {"name": "王小册", "phone": "13912345679"}
    return _row(tiny, "person", values, At(household=household, relation="head"))


def _row(tiny: TinyTown, kind: str, values: Mapping[str, object], at: At) -> UUID:
    told = record(kind, township=tiny.township, values=values, origin=DOOR, actor=SYSTEM, at=at)
    return told.id
