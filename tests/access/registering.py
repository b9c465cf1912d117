"""What hangs on the registers in the tables: one person of the place, and what a form about them says."""

from typing import Any
from uuid import UUID

from gewu.kernel.access import SYSTEM
from gewu.registers.commands import enrol, record
from gewu.registers.models import Enrolment, Person
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At
from tests.access.town import Town

DOOR = Origin(Source.DOOR)
PROGRAMME = "hardship"


def a_person(town: Town) -> UUID:
    """Somebody who lives in A1, with a phone that nobody but those may read who say what for."""
    found = Person.objects.filter(township=town.tiny.township).order_by("id").first()
    return found.id if found else _recorded(town)


def a_household(town: Town) -> UUID:
    home = Person.objects.one(a_person(town)).household
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


def enrol_body(town: Town) -> dict[str, Any]:
    return {"subject": str(a_person(town)), "programme": "veteran", "values": {"kind": "veteran"}}


def _recorded(town: Town) -> UUID:
    home = town.tiny.building_1
    dwelling = _row(town, "dwelling", {"door": "1单元101室"}, At(address=home))
    household = _row(town, "household", {"kind": "family"}, At(dwelling=dwelling))
    values = {"name": "王小样", "phone": "13912345678"}
    return _row(town, "person", values, At(household=household, relation="head"))


def _row(town: Town, kind: str, values: dict[str, object], at: At) -> UUID:
    told = record(kind, township=town.tiny.township, values=values, origin=DOOR, actor=SYSTEM, at=at)
    return told.id
