"""Checks over the registers, and over rows before they are kept."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from gewu.checkups import commands, queries
from gewu.checkups.definition import CHECKED_FIGURES, checks
from gewu.checkups.looking import look
from gewu.checkups.models import Finding
from gewu.checkups.registers import LOOKS
from gewu.checkups.rules import State
from gewu.kernel import clock
from gewu.people.testing import signed_in
from gewu.registers import commands as registers
from gewu.registers.queries.own import Member, Person
from gewu.registers.tests.builders import DOOR, Town, a_dwelling, a_household, a_number, a_person, a_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    return a_town()


def found(town: Town, check: str, state: State = State.OPEN) -> list[Finding]:
    look(town.township, [checks()[check]])
    return list(Finding.objects.filter(township=town.township, check_key=check, state=state))


def test_nobody_of_98_is_in_primary_school(town: Town) -> None:
    born = date(localdate(clock.now()).year - 99, 1, 2)
    old = a_person(town, "王老样", born=born.isoformat(), schooling="primary")
    a_person(
        town, "王小样", born=(localdate(clock.now()) - timedelta(days=3000)).isoformat(), schooling="primary"
    )
    (one,) = found(town, "in_primary_school")
    assert (one.subject_id, one.said["age"]) == (old.id, "99")
    assert queries.waiting(town.worker) == 1
    assert queries.waiting(town.other_worker) == 0
    registers.record(
        "person",
        township=town.township,
        values={"schooling": "none"},
        origin=DOOR,
        actor=town.worker,
        subject=old.id,
    )
    assert not found(town, "in_primary_school")
    assert found(town, "in_primary_school", State.MENDED)


def test_nobody_is_met_after_death(town: Town) -> None:
    person = a_person(town)
    died = localdate(clock.now()) - timedelta(days=20)
    Member.objects.filter(township=town.township, person=person.id).update(since=died - timedelta(days=900))
    registers.visit(registers.Call(subjects=(person.id,), outcome="met"), actor=town.worker)
    registers.died(person.id, on=died, actor=town.clerk)
    (one,) = found(town, "not_visited_after_death")
    assert (one.subject_id, one.said) == (person.id, {"days": "20"})


def test_a_building_has_no_more_households_than_rooms(town: Town) -> None:
    door = a_dwelling(town)
    a_household(town, door)
    assert not found(town, "households_fit_rooms")
    a_household(town, door)
    (one,) = found(town, "households_fit_rooms")
    assert one.said == {"households": "2", "rooms": "1"}
    assert (one.register, one.subject_id) == ("building", town.tiny.building_1)


def test_a_household_has_one_head(town: Town) -> None:
    household = a_household(town)
    a_person(town, "王小样", household=household)
    second = a_person(town, "李小样", household=household, relation="spouse")
    assert not found(town, "one_head")
    Member.objects.filter(township=town.township, person=second.id).update(relation="head")
    (one,) = found(town, "one_head")
    assert (one.subject_id, one.said) == (household, {"heads": "2"})


def test_days_that_cannot_be_and_ages_that_do_not_fit_a_programme(town: Town) -> None:
    person = a_person(town, born="1950-01-01")
    Person.objects.filter(township=town.township, id=person.id).update(born=date(2090, 1, 1))
    assert [one.subject_id for one in found(town, "born_already")] == [person.id]
    assert [one.subject_id for one in found(town, "older_of_age")] == [person.id]


def test_every_check_over_registers_can_be_asked(town: Town) -> None:
    a_person(town, born="1950-01-01", workplace="解放路派处所")
    asked = [one for one in checks().values() if not isinstance(one, CHECKED_FIGURES)]
    look(town.township, asked)
    assert {one.kind for one in asked} - set(LOOKS) == {"agrees_with_identity"}
    assert Finding.objects.get(township=town.township).check_key == "official_words_in_workplace"
    commands.look_through(township=town.township)
    assert Finding.objects.filter(township=town.township).count() == 1


def test_a_dry_run_is_told_of_every_cell() -> None:
    good = a_number("19620305")
    rows: list[dict[str, object]] = [
        {
            "identity_number": good,
            "born": date(1962, 3, 5),
            "sex": "female" if int(good[16]) % 2 == 0 else "male",
        },
        {"identity_number": good[:-1] + ("0" if good[-1] != "0" else "1")},
        {"identity_number": good, "born": date(1963, 3, 5)},
        {"born": date(1926, 1, 1), "schooling": "primary"},
        {"born": date(2090, 1, 1), "workplace": "派处所"},
    ]
    told = [(one.row, one.field, one.check) for one in queries.check_rows("person", rows)]
    assert told == [
        (1, "identity_number", "identity_digits"),
        (2, "born", "born_as_in_number"),
        (3, "schooling", "in_primary_school"),
        (4, "born", "born_already"),
        (4, "workplace", "official_words_in_workplace"),
    ]
    sentences = " ".join(one.sentence for one in queries.check_rows("person", rows))
    assert good not in sentences


def test_the_page_of_a_row_says_what_is_to_be_mended_in_it_and_the_finding_leads_there(town: Town) -> None:
    person = a_person(town, born="1927-11-06", schooling="primary")
    (one,) = found(town, "in_primary_school")
    client = signed_in(town.worker)
    page = client.get(f"/desk/checkups/{one.id}/").content.decode()
    link = reverse("registers:file", args=["person", person.id])
    assert link in page
    assert f"/desk/checkups/{one.id}/" in client.get(link).content.decode()
    household = reverse("registers:file", args=["household", person.household])
    assert "/desk/checkups/" not in client.get(household).content.decode().partition("<main")[2]
