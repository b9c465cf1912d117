"""The law of classes: how closely a thing is held never widens, whatever is done and whoever looks."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gewu.kernel.access import Actor
from gewu.kernel.errors import DomainError
from gewu.registers.commands import (
    Basis,
    Call,
    Into,
    approve_programme,
    ask_programme,
    enrol,
    follow_addresses,
    leave,
    move,
    moved_away,
    split,
    visit,
)
from gewu.registers.definition import WithFields
from gewu.registers.masking import CLOSED
from gewu.registers.models import Enrolment, Person
from gewu.registers.queries import all_programmes, programme, registers, subjects_of
from gewu.registers.queries.shown import shown_values
from gewu.registers.tests.builders import DOOR, Town, a_household, a_number, a_person, a_town, again

HOW = ("closed", "part", "full")
EVERYTHING: list[WithFields] = [*registers(), *all_programmes()]
TEXTS = st.text(alphabet="甲乙丙丁0123456789", min_size=2, max_size=18)


@given(of=st.sampled_from(EVERYTHING), text=TEXTS, low=st.integers(0, 3), high=st.integers(0, 3))
def test_no_field_shows_more_than_its_class_to_anybody(
    of: WithFields, text: str, low: int, high: int
) -> None:
    low, high = sorted((low, high))
    held = {one.key: text for one in of.fields if one.type in {"text", "lines", "phone", "identity_number"}}
    less, more = ({one.key: one for one in shown_values(of, held, {}, depth=depth)} for depth in (low, high))
    for key in held:
        field = of.field(key)
        assert field is not None
        assert HOW.index(less[key].how) <= HOW.index(more[key].how)
        assert (less[key].how == "full") == (field.depth == 0)
        if field.depth > low:
            assert less[key].text == CLOSED
        if field.depth and len(text) > 2:
            assert text not in less[key].text


CLASSES = {"older": 0, "veteran": 1, "hardship": 2, "community_corrections": 3}
STEPS = st.lists(
    st.sampled_from(["move", "found", "split", "visit", "end", "again", "follow", "left"]), max_size=7
)


class TestClassesNeverWiden(TestCase):
    """In any sequence of deeds an enrolment is found by nobody who reads less deep than its class."""

    @given(steps=STEPS)
    @settings(max_examples=8, deadline=None)
    def test_no_sequence_of_deeds_widens_a_class(self, steps: list[str]) -> None:
        town = a_town()
        home = a_household(town)
        a_person(town, "王大", household=home)
        person = a_person(town, "王小", household=home, relation="son", identity_number=a_number("19500101"))
        _take_in(town, person)
        for step in steps:
            with suppress(DomainError), transaction.atomic():
                _do(town, step, again(person))
            _check(town)


def _take_in(town: Town, person: Person) -> None:
    said = Basis("社区矫正法第十条", "司〔2026〕1号", handlers=[town.chief.user] if town.chief.user else [])
    ask_programme(town.township, "community_corrections", said=said, actor=town.admin)
    approve_programme(town.township, "community_corrections", actor=town.supervisor)
    values = {
        "veteran": {"kind": "veteran"},
        "hardship": {"kind": "minimum"},
        "community_corrections": {
            "decision": "第1号",
            "from_on": "2026-01-01",
            "until_on": "2027-01-01",
            "helper": "李帮扶",
        },
    }
    for key, given_values in values.items():
        enrol(person.id, programme=key, values=given_values, origin=DOOR, actor=town.chief)


def _do(town: Town, step: str, person: Person) -> None:
    mine = Enrolment.objects.filter(township=town.township, subject=person.id)
    ways: dict[str, Callable[[], object]] = {
        "move": lambda: move(person.id, into=Into(address=town.tiny.building_1), actor=town.clerk),
        "found": lambda: move(person.id, into=Into(address=town.tiny.building_3), actor=town.clerk),
        "split": lambda: (
            person.household and split(person.household, leaving=[person.id], into=Into(), actor=town.clerk)
        ),
        "visit": lambda: visit(Call([person.id], outcome="met", right=True), actor=town.worker),
        "end": lambda: [leave(one.id, why="ended", actor=town.chief) for one in mine.filter(until=None)[:1]],
        "again": lambda: enrol(
            person.id, programme="hardship", values={"kind": "minimum"}, origin=DOOR, actor=town.clerk
        ),
        "follow": lambda: follow_addresses(town.township, [town.tiny.building_1, town.tiny.building_3]),
        "left": lambda: moved_away(person.id, actor=town.clerk),
    }
    ways[step]()


def _check(town: Town) -> None:
    rows = list(Enrolment.objects.filter(township=town.township))
    assert rows
    for row in rows:
        assert row.access_class >= programme(row.programme).depth == CLASSES[row.programme]
        if row.access_class == 3:
            assert not row.values
            assert row.handlers == [town.chief.user]
    for actor in (town.worker, town.other_worker, town.lead, town.clerk, town.supervisor, town.handler):
        deep = max((int(post.access_class) for post in actor.posts if "registers" in post.reads), default=-1)
        seen = Enrolment.objects.visible_to(actor).filter(township=town.township)
        assert all(row.access_class <= deep for row in seen)
        assert not any(row.access_class == 3 for row in seen)


@pytest.mark.django_db
def test_whoever_handles_a_sealed_programme_finds_it_and_a_colleague_does_not(town: Town) -> None:
    person = a_person(town, identity_number=a_number("19500101"))
    _take_in(town, person)
    sealed = Enrolment.objects.filter(township=town.township, access_class=3)

    def finds(actor: Actor) -> bool:
        return sealed.visible_to(actor).exists()

    assert finds(town.chief)
    assert not any(finds(one) for one in (town.worker, town.lead, town.clerk, town.supervisor))


@pytest.mark.django_db
def test_the_file_of_somebody_outside_ones_grids_is_offered_nowhere_not_even_to_who_handles_them(
    town: Town,
) -> None:
    person = a_person(town, identity_number=a_number("19500101"))
    _take_in(town, person)
    rows = tuple(Enrolment.objects.filter(township=town.township, access_class=3))
    assert set(subjects_of(rows, town.chief)) == {person.id}
    assert not subjects_of(rows, town.other_worker)
