"""The law of two records: made one and two again, both are as they were, whatever each of them knew."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gewu.registers import holding
from gewu.registers.commands import enrol, record
from gewu.registers.commands.uniting import part, unite
from gewu.registers.models import Enrolment, Household, Member, Person
from gewu.registers.queries import register
from gewu.registers.sources import Origin, Source
from gewu.registers.tests.builders import DOOR, Town, a_household, a_number, a_town, again
from gewu.registers.values import At

pytestmark = pytest.mark.django_db
NEVER = {"version", "changed_at", "journal_head", "journal_length", "derived_at"}
SEALED = {"secret", "phone", "identity_number"}  # no two seals of one value are alike; `held` opens them
DAY = datetime(2026, 3, 1, tzinfo=UTC)

KNOWN = {
    "born": st.just("1962-03-05"),
    "phone": st.sampled_from(["13806320001", "13906320002"]),
    "workplace": st.sampled_from(["小样小学", "小样工厂"]),
}
sources = st.sampled_from([Source.EXCHANGED, Source.WINDOW, Source.DOOR, Source.PHONE])


def told(**more: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Any, ...]]:
    """What one office or worker says of somebody: values, by what way, on which day, housed, hard up."""
    names = {"name": st.sampled_from(["张小样", "章小样"])}
    values = st.fixed_dictionaries(names, optional=KNOWN | more)
    return st.tuples(values, sources, st.integers(0, 60), st.booleans(), st.booleans())


@pytest.fixture
def town(db: None) -> Town:
    return a_town()


def a_record_of(town: Town, said: tuple[Any, ...]) -> Person:
    """Somebody as one office or worker told: at home somewhere or not, in a programme or not."""
    values, source, days, housed, hard_up = said
    origin = Origin(source=source, at=DAY + timedelta(days=days))
    at = At(household=a_household(town)) if housed else At(address=town.tiny.building_1)
    found = record("person", township=town.township, values=values, origin=origin, actor=town.clerk, at=at).id
    if hard_up:
        enrol(found, programme="hardship", values={"kind": "minimum"}, origin=DOOR, actor=town.clerk)
    return Person.objects.one(found)


def everything(town: Town, *persons: Person) -> list[Any]:
    """All that is stored of these persons but how often they were written."""
    kept: list[Any] = []
    for row in map(again, persons):
        columns = {one.attname: getattr(row, one.attname) for one in row._meta.fields}
        kept.append({key: said for key, said in columns.items() if key not in NEVER | SEALED})
        kept.append(holding.held(row, register("person").fields))
        seats = Member.objects.filter(township=town.township, person=row.id)
        kept.append(sorted(seats.values_list("household", "relation", "until", "ended"), key=str))
        there = Enrolment.objects.filter(township=town.township, subject=row.id)
        kept.append(sorted(there.values_list("id", "programme", "until")))
    kept.append(sorted(Household.objects.filter(township=town.township).values_list("id", "size", "state")))
    return kept


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
# One number stands in one living record: only the one that is ended brings it.
@given(left=told(), right=told(identity_number=st.just(a_number())))
def test_two_records_made_one_and_two_again_are_as_they_were(town: Town, left: Any, right: Any) -> None:
    with transaction.atomic():
        winner, loser = a_record_of(town, left), a_record_of(town, right)
        before = everything(town, winner, loser)
        done = unite(winner.id, loser.id, actor=town.clerk)
        assert again(loser).state == "merged"
        part(winner.id, loser.id, before=done.before, stamp=done.stamp, actor=town.clerk)
        assert everything(town, winner, loser) == before
        transaction.set_rollback(True)
