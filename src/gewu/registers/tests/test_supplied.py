"""What other offices supply is held here and asked by no form; what was known before stands in a new one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from gewu.people.testing import signed_in
from gewu.registers import queries
from gewu.registers.commands import enrol, leave, record
from gewu.registers.models import Enrolment
from gewu.registers.reading import Read, problems, shipped
from gewu.registers.sources import Source
from gewu.registers.tests.builders import DOOR, SENT, TYPED, Town, a_person, a_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    return a_town()


def _with(programme: str, field: Mapping[str, object]) -> Read:
    """The shipped definitions, and a programme that asks for one thing more."""
    found = shipped()
    of = found.programmes[programme]
    given = [one.model_dump(by_alias=True) for one in of.fields]
    more = type(of).model_validate(of.model_dump(by_alias=True) | {"fields": [*given, field]})
    return replace(found, programmes={**found.programmes, programme: more})


def test_the_shipped_definitions_ask_for_nothing_that_is_shared() -> None:
    assert problems() == ()
    assert len([one for of in shipped().registers.values() for one in of.fields if one.by]) > 10


def test_a_programme_that_asks_for_it_is_refused_with_the_field_the_office_and_the_way() -> None:
    asked = {"key": "q7", "zh": "是否低保户", "en": "Subsistence allowance", "class": "open"}
    (said,) = problems(_with("volunteer", asked))
    assert said.startswith("volunteer.q7: ")
    assert all(part in said for part in ("Civil affairs", "every month", "sharing/civil_affairs.toml"))


def test_a_form_shows_what_came_and_asks_for_none_of_it(town: Town) -> None:
    person = a_person(town)
    supplied = queries.supplied(queries.register("person"), town.township)
    assert {"marriage", "ethnicity", "registered_at", "education"} <= supplied.keys()
    values = {"marriage": "20"}
    record("person", township=town.township, subject=person.id, values=values, origin=SENT, actor=town.clerk)
    desk = signed_in(town.clerk)
    for address in (f"/registers/person/{person.id}/edit/", "/registers/person/new/"):
        page = desk.get(address).content.decode()
        assert not [key for key in supplied if f'name="{key}"' in page], address
        assert "民政部门" in page
    corrected = desk.get(f"/registers/person/{person.id}/edit/?change=marriage").content.decode()
    assert 'name="marriage"' in corrected
    # What never came is asked for by nobody, whatever stands in the address.
    never = desk.get(f"/registers/person/{person.id}/edit/?change=native_place").content.decode()
    assert 'name="native_place"' not in never


def test_a_second_time_begins_with_what_was_known_the_first_time(town: Town) -> None:
    person = a_person(town)
    values = {"service": ["clean"], "when": ["weekend"]}
    first = enrol(
        person.id, programme="volunteer", values=values, origin=TYPED, actor=town.clerk, basis="self"
    )
    leave(first, why="ended", actor=town.clerk, on=date(2026, 4, 1))
    page = signed_in(town.clerk).get(f"/registers/person/{person.id}/enrol/volunteer/").content.decode()
    assert 'name="service"' not in page
    assert "周末" in page
    again = enrol(
        person.id,
        programme="volunteer",
        values={"when": ["evening"]},
        origin=DOOR,
        actor=town.clerk,
        basis="self",
    )
    row = Enrolment.objects.one(again)
    assert row.values == {"service": ["clean"], "when": ["evening"]}
    assert row.sources["service"][3] == "given", "what was not said anew keeps the mark it had"
    assert row.sources["when"][3] == "checked"


def test_who_took_back_their_word_begins_with_nothing(town: Town) -> None:
    person = a_person(town)
    first = enrol(
        person.id,
        programme="volunteer",
        values={"service": ["clean"]},
        origin=DOOR,
        actor=town.clerk,
        basis="self",
    )
    leave(first, why="withdrawn", actor=town.clerk)
    again = enrol(person.id, programme="volunteer", values={}, origin=DOOR, actor=town.clerk, basis="self")
    assert Enrolment.objects.one(again).values == {}


def test_a_tenant_is_not_asked_who_owns_the_dwelling(town: Town) -> None:
    person = a_person(town)
    assert person.dwelling
    values = {"owner_name": "钱房主", "let_until": "2027-05-01"}
    record(
        "dwelling",
        township=town.township,
        subject=person.dwelling,
        values=values,
        origin=DOOR,
        actor=town.clerk,
    )
    page = signed_in(town.clerk).get(f"/registers/person/{person.id}/enrol/rental_tenant/").content.decode()
    assert 'name="landlord"' not in page
    assert "钱房主" not in page, "the clerk reads it in part, as on the page of the dwelling"
    made = enrol(
        person.id, programme="rental_tenant", values={"from_on": "2026-01-01"}, origin=TYPED, actor=town.clerk
    )
    row = Enrolment.objects.one(made)
    assert (row.values["landlord"], row.values["until_on"]) == ("钱房主", "2027-05-01")
    assert row.sources["landlord"][0] == Source.DOOR


def test_what_a_protected_programme_holds_is_known_and_not_asked_as_if_it_were_missing(town: Town) -> None:
    person = a_person(town)
    made = enrol(person.id, programme="hardship", values={"cause": "illness"}, origin=DOOR, actor=town.clerk)
    page = signed_in(town.clerk).get(f"/registers/person/{person.id}/in/{made}/").content.decode()
    assert 'name="cause"' not in page
    assert "illness" not in page
    assert "因病" not in page
    changed = signed_in(town.clerk).get(f"/registers/person/{person.id}/in/{made}/?change=cause")
    assert 'name="cause"' in changed.content.decode()
