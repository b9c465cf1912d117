"""How deep everybody of the tables reads one person's file, class by class, against fields.toml."""

import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import DomainError, NotFound
from gewu.registers.commands import Basis, approve_programme, ask_programme, enrol, open_values, record
from gewu.registers.definition import DEPTH
from gewu.registers.models import Enrolment
from gewu.registers.queries import person_file, programme, register
from gewu.registers.tests.builders import a_number
from tests.access import registering
from tests.access.town import Town, build

pytestmark = pytest.mark.django_db
TABLE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "fields.toml").read_text(encoding="utf-8"))
FIELDS = {"open": "registered_here", "masked": "phone", "protected": "identity_number"}
PROGRAMMES: dict[str, dict[str, object]] = {
    "older": {},
    "veteran": {"kind": "veteran"},
    "hardship": {"kind": "minimum"},
    "community_corrections": {
        "decision": "第1号",
        "from_on": "2026-01-01",
        "until_on": "2027-01-01",
        "helper": "李帮扶",
    },
}


@pytest.fixture
def town() -> Town:
    return build()


@pytest.fixture
def person(town: Town) -> UUID:
    """Somebody of A1 with a value of every class, in a programme of every class."""
    found = registering.a_person(town)
    township = town.tiny.township
    values = {"registered_here": "both", "identity_number": a_number("19500101", 3)}
    told = {"values": values, "origin": registering.DOOR, "actor": SYSTEM, "subject": found}
    record("person", township=township, **told)  # type: ignore[arg-type] # each is of its type
    chief = town.actor("chief").user
    said = Basis("社区矫正法", "司〔2026〕1号", handlers=[chief] if chief else [])
    ask_programme(township, "community_corrections", said=said, actor=town.actor("admin"))
    approve_programme(township, "community_corrections", actor=town.actor("supervisor"))
    held = set(Enrolment.objects.filter(township=township, subject=found).values_list("programme", flat=True))
    for key, given in PROGRAMMES.items():
        if key not in held:
            enrol(found, programme=key, values=given, origin=registering.DOOR, actor=town.actor("chief"))
    return found


def test_everybody_reads_as_deep_as_the_table_says(town: Town, person: UUID) -> None:
    wrong = []
    for name in town.people:
        for held, key in FIELDS.items():
            shown, expected = _field(town.actor(name), person, key), TABLE["fields"][held].get(name)
            if shown != expected:
                wrong.append(f"{name} reads {held} {shown}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_everybody_finds_the_programmes_of_the_table(town: Town, person: UUID) -> None:
    wrong = []
    for name in town.people:
        expected = set(TABLE["programmes"].get(name, "").split())
        found = _programmes(town.actor(name), person)
        if found != expected:
            wrong.append(f"{name} finds {sorted(found)}, not {sorted(expected)}")
    assert not wrong, "\n".join(wrong)


def test_what_is_closed_to_a_post_opens_for_no_purpose(town: Town, person: UUID) -> None:
    for name in town.people:
        may = TABLE["fields"]["protected"].get(name) == "part"
        assert _opens(town.actor(name), person, "identity_number") == may, name


def test_every_class_of_a_field_and_of_a_programme_stands_in_the_table() -> None:
    of = register("person")
    assert {one.held for one in of.fields} <= set(FIELDS)
    assert all((one := of.field(key)) and one.held == held for held, key in FIELDS.items())
    assert {programme(key).held for key in PROGRAMMES} == set(DEPTH)


def _field(actor: Actor, person: UUID, key: str) -> str | None:
    try:
        return next(one.how for one in person_file(actor, person).fields if one.key == key)
    except NotFound:
        return None


def _programmes(actor: Actor, person: UUID) -> set[str]:
    try:
        return {one.held for one in person_file(actor, person).programmes}
    except NotFound:
        return set()


def _opens(actor: Actor, person: UUID, key: str) -> bool:
    try:
        return key in open_values("person", person, fields=[key], purpose="service", actor=actor)
    except DomainError:
        return False
