"""Who lives in a demo town: made up, whole, and the same for the same seed."""

from datetime import timedelta
from random import Random

import pytest
from django.apps import apps
from django.utils.timezone import localdate

from gewu.kernel import clock
from gewu.kernel.access import SYSTEM
from gewu.kernel.codes import identity_number
from gewu.kernel.filters import parse
from gewu.people.testing import an_actor
from gewu.places import queries as places
from gewu.places.testing import TOWNSHIP, TinyTown, tiny_town
from gewu.registers import queries
from gewu.simulator import residents
from gewu.simulator.crowd import Crowd
from gewu.simulator.residents import MADE_UP, settle
from gewu.simulator.rounds import KEEN, Rounds


@pytest.fixture
def town(db: None) -> TinyTown:
    return tiny_town()


def test_everybody_has_a_number_that_holds_and_a_household(
    town: TinyTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = an_actor("gridworker", town.a1, door="field")
    monkeypatch.setattr(residents, "_worker", lambda township: worker)
    count = settle(TOWNSHIP, most=60)
    people = list(queries.rows("person", SYSTEM).filter(township=TOWNSHIP))
    assert len(people) == count > 60
    known = [queries.known(one, queries.register("person")) for one in people]
    numbers = [str(one.get("identity_number")) for one in known]
    assert len(set(numbers)) == len(numbers)
    assert all(identity_number(number).number == number for number in numbers)
    assert all(one.household and one.building for one in known)
    # Whom somebody has been at is checked, and nobody else.
    seen = {one.id for one in people if one.checked_at}
    assert 0 < len(seen) < len(people)
    marks = {one.id: one.values["registered_here"].mark for one in known}
    assert {one for one, mark in marks.items() if mark and mark.state == "checked"} == seen
    homes = list(queries.rows("household", SYSTEM).filter(township=TOWNSHIP))
    assert sum(home.size for home in homes if hasattr(home, "size")) == count
    assert all(home.values["note"] == MADE_UP for home in homes)
    enrolments = apps.get_model("registers", "Enrolment").objects.filter(township=TOWNSHIP)
    assert {"let_dwelling", "nine_small", "older"} <= set(enrolments.values_list("programme", flat=True))


def test_the_same_seed_makes_the_same_town(town: TinyTown) -> None:
    houses = [one for one in places.addresses_in(town.north) if one.households]

    def made() -> list[str]:
        crowd = Crowd("370402", localdate(clock.now()), Random(3))  # noqa: S311 - a made-up town
        return [made.name for home in crowd.homes(houses, 30) for made in home.people]

    assert made() == made()
    assert parse((), {}).query == ""


def test_grids_know_their_doors_more_or_less_well(town: TinyTown) -> None:
    houses = [one for one in places.addresses_in(town.north) if one.households and one.area]
    rounds = Rounds(clock.now(), Random(3))  # noqa: S311 - a made-up town
    quarter = clock.now() - timedelta(days=90)
    for house in houses:
        looks = [rounds.seen(house) for _door in range(300)]
        lately = sum(1 for one in looks if one and one > quarter) / len(looks)
        assert min(abs(lately - keen) for keen in rounds.keen.values()) < 0.1
    assert all(one in KEEN for one in rounds.keen.values())
