"""Moving, dying, splitting and merging: nobody falls between two households."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gewu.kernel import clock, journal
from gewu.kernel.errors import DomainError, Invalid, NotFound, RuleBroken
from gewu.kernel.jobs import run_due
from gewu.people.testing import an_actor
from gewu.places import commands as addresses
from gewu.registers.commands import (
    Into,
    away,
    back,
    change_state,
    died,
    follow_addresses,
    hand_over,
    merge,
    move,
    moved_away,
    place,
    split,
)
from gewu.registers.jobs import follow_assignments
from gewu.registers.models import Dwelling, Enrolment, Household, Member, Person
from gewu.registers.tests.builders import (
    Town,
    a_dwelling,
    a_household,
    a_number,
    a_person,
    a_record,
    a_town,
    again,
    household,
)
from gewu.registers.values import At


def today() -> date:
    return localdate(clock.now())


def test_a_household_goes_on_under_the_eldest_when_its_head_dies(town: Town) -> None:
    home = a_household(town)
    head = a_person(town, "王大", household=home, identity_number=a_number("19400101", 1))
    a_person(town, "王小", household=home, relation="son", identity_number=a_number("19800101", 1))
    wife = a_person(town, "李二", household=home, relation="spouse", identity_number=a_number("19450101", 2))
    died(head.id, on=today(), actor=town.worker)
    left = household(home)
    assert (left.head, left.size, left.name) == (wife.id, 2, "李二")
    gone = again(head)
    assert (gone.state, gone.household) == ("died", None)
    assert not Enrolment.objects.filter(township=town.township, subject=head.id, until=None).exists()


def test_a_household_without_anybody_is_dissolved(town: Town) -> None:
    person = a_person(town)
    home = household(person.household)  # type: ignore[arg-type] # built with one
    moved_away(person.id, actor=town.worker)
    home = household(home.id)
    assert (home.state, home.size, home.head) == ("dissolved", 0, None)


def test_whoever_moves_takes_the_place_of_the_new_household(town: Town) -> None:
    person = a_person(town)
    other = a_dwelling(town, "1单元102室", town.tiny.building_3)
    target = move(person.id, into=Into(dwelling=other), actor=town.clerk)
    moved = again(person)
    assert (moved.household, moved.dwelling, moved.in_cell) == (target, other, town.tiny.a2)
    spans = list(Member.objects.filter(township=town.township, person=person.id).order_by("since", "id"))
    assert [one.until is None for one in spans] == [False, True]


def test_nobody_moves_to_nowhere(town: Town) -> None:
    person = a_person(town)
    with pytest.raises(Invalid):
        move(person.id, into=Into(), actor=town.clerk)
    assert again(person).household == person.household


def test_a_worker_moves_nobody_into_a_grid_of_another(town: Town) -> None:
    person = a_person(town)
    other = a_dwelling(town, "1单元102室", town.tiny.building_3)
    with pytest.raises(NotFound):
        move(person.id, into=Into(dwelling=other), actor=town.worker)


def test_half_of_a_household_founds_its_own(town: Town) -> None:
    home = a_household(town)
    a_person(town, "王大", household=home)
    son = a_person(town, "王小", household=home, relation="son")
    wife = a_person(town, "赵三", household=home, relation="child_in_law")
    fresh = household(split(home, leaving=[son.id, wife.id], into=Into(), actor=town.worker))
    assert (fresh.head, fresh.size, household(home).size) == (son.id, 2, 1)
    assert fresh.dwelling == household(home).dwelling


def test_not_all_of_a_household_can_split_off(town: Town) -> None:
    person = a_person(town)
    with pytest.raises(Invalid):
        split(person.household, leaving=[person.id], into=Into(), actor=town.clerk)  # type: ignore[arg-type]


def test_a_merged_household_is_dissolved(town: Town) -> None:
    one, other = (
        a_person(town),
        a_person(town, "李四", household=a_household(town, a_dwelling(town, "2单元201室"))),
    )
    merge(other.household, into=one.household, actor=town.clerk)  # type: ignore[arg-type]
    assert (household(one.household).size, household(other.household).state) == (2, "dissolved")  # type: ignore[arg-type]


def test_whoever_has_left_is_not_moved_about(town: Town) -> None:
    person = a_person(town)
    moved_away(person.id, actor=town.clerk)
    with pytest.raises(RuleBroken):
        move(person.id, into=Into(address=town.tiny.building_1), actor=town.clerk)


def test_nobody_dies_tomorrow_or_before_birth(town: Town) -> None:
    person = a_person(town, identity_number=a_number("19620305"))
    for day in (date(2999, 1, 1), date(1962, 3, 4)):
        with pytest.raises(Invalid):
            died(person.id, on=day, actor=town.clerk)


def test_whoever_is_away_stays_in_the_household(town: Town) -> None:
    person = a_person(town)
    away(person.id, actor=town.worker)
    assert (again(person).state, again(person).household) == ("away", person.household)
    back(person.id, actor=town.worker)
    assert again(person).state == "here"


def test_a_dwelling_somebody_lives_in_is_not_gone(town: Town) -> None:
    person = a_person(town)
    with pytest.raises(RuleBroken):
        change_state("dwelling", person.dwelling, state="gone", actor=town.clerk)  # type: ignore[arg-type]


def test_a_closed_shop_opens_again(town: Town) -> None:
    shop = a_record(
        town, "establishment", {"name": "小样便利店", "kind": "shop"}, at=At(address=town.tiny.building_1)
    )
    change_state("establishment", shop.id, state="closed", actor=town.worker)
    with pytest.raises(RuleBroken):
        change_state("establishment", shop.id, state="closed", actor=town.worker)
    change_state("establishment", shop.id, state="open", actor=town.worker)


def test_everybody_comes_along_when_a_dwelling_gets_another_address(town: Town) -> None:
    person = a_person(town)
    place("dwelling", person.dwelling, at=At(address=town.tiny.building_3), actor=town.clerk)  # type: ignore[arg-type]
    assert again(person).in_cell == town.tiny.a2
    assert household(person.household).building == town.tiny.building_3  # type: ignore[arg-type]


def test_rows_follow_their_building_and_a_second_run_changes_nothing(town: Town) -> None:
    person = a_person(town)
    for table in (Person, Household, Dwelling):
        table.objects.filter(township=town.township).update(in_cell=town.tiny.a2)
    assert follow_addresses(town.township, [town.tiny.building_1]) >= 3
    assert again(person).in_cell == town.tiny.a1
    assert follow_addresses(town.township, [town.tiny.building_1]) == 0


def test_people_come_along_when_their_house_is_given_to_another_grid(town: Town) -> None:
    person, house, tomorrow = a_person(town), town.tiny.building_1, clock.now() + timedelta(days=1)
    admin = an_actor("admin", town.tiny.street)
    addresses.assign_by_hand(
        address=house, area=town.tiny.b1, since=clock.now(), reason="大门开在南侧", actor=admin
    )
    run_due()
    assert again(person).in_cell == town.tiny.b1

    addresses.assign_by_hand(address=house, area=town.tiny.a2, since=tomorrow, reason="又改", actor=admin)
    run_due()
    assert again(person).in_cell == town.tiny.b1
    with clock.hold(tomorrow):
        follow_assignments()
    assert again(person).in_cell == town.tiny.a2


def test_a_person_is_not_handed_to_a_place_that_is_not_run_here(town: Town) -> None:
    with pytest.raises(Invalid):
        hand_over(a_person(town).id, to=110101001, actor=town.clerk)


def test_the_journal_of_everybody_who_moved_is_whole(town: Town) -> None:
    person = a_person(town)
    move(person.id, into=Into(address=town.tiny.building_3), actor=town.clerk)
    assert journal.verify(townships=[town.township]) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "found", "split", "merge", "died", "left", "away", "back"]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=8,
)


class TestNobodyIsLost(TestCase):
    """In any sequence of moves everybody who is here is in exactly one household that stands."""

    @given(steps=STEPS)
    @settings(max_examples=8, deadline=None)
    def test_nobody_is_lost_in_any_sequence_of_moves(self, steps: list[tuple[str, int, int]]) -> None:
        town = a_town()
        people = [a_person(town, f"王{i}", household=home) for home in (a_household(town),) for i in range(3)]
        people.append(a_person(town, "李", household=a_household(town, a_dwelling(town, "2单元201室"))))
        for step, who, where in steps:
            person = again(people[who % len(people)])
            with suppress(DomainError), transaction.atomic():
                _take(town, step, person, where)
            _check(town, people)


def _take(town: Town, step: str, person: Person, where: int) -> None:
    homes = list(Household.objects.filter(township=town.township).order_by("id"))
    target = homes[where % len(homes)]
    mine: UUID = person.household or target.id
    members = list(Member.objects.filter(township=town.township, household=mine, until=None).order_by("id"))
    leaving = [one.person for one in members[: where % 3]]
    ways: dict[str, Callable[[], object]] = {
        "move": lambda: move(person.id, into=Into(household=target.id), actor=town.clerk),
        "found": lambda: move(person.id, into=Into(address=town.tiny.building_3), actor=town.clerk),
        "split": lambda: split(mine, leaving=leaving, into=Into(), actor=town.clerk),
        "merge": lambda: merge(mine, into=target.id, actor=town.clerk),
        "died": lambda: died(person.id, on=today(), actor=town.clerk),
        "left": lambda: moved_away(person.id, actor=town.clerk),
        "away": lambda: away(person.id, actor=town.clerk),
        "back": lambda: back(person.id, actor=town.clerk),
    }
    ways[step]()


def _check(town: Town, people: list[Person]) -> None:
    open_ = list(Member.objects.filter(township=town.township, until=None))
    homes = {one.id: one for one in Household.objects.filter(township=town.township)}
    for person in map(again, people):
        mine = [one for one in open_ if one.person == person.id]
        living = person.state in {"here", "away"}
        assert len(mine) == (1 if living else 0)
        assert (person.household is not None) == living
        if mine:
            assert mine[0].household == person.household
            assert homes[mine[0].household].state == "whole"
    for home in homes.values():
        inside = [one.person for one in open_ if one.household == home.id]
        assert home.size == len(inside)
        assert (home.head in inside) if inside else (home.state == "dissolved" or home.head is None)
    for spans in _spans(town, people):
        assert all(one.until is not None and one.until <= other.since for one, other in pairwise(spans))


def _spans(town: Town, people: list[Person]) -> list[list[Member]]:
    return [
        sorted(
            Member.objects.filter(township=town.township, person=one.id),
            key=lambda span: (span.since, span.until is None, span.id),
        )
        for one in people
    ]
