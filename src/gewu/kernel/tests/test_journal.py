import threading
from datetime import UTC, datetime
from typing import cast
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from gewu.kernel import clock, journal
from gewu.kernel.access import AccessClass, Actor, Post, Scope, Tier
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Conflict, Invalid
from gewu.kernel.ids import new_id
from gewu.kernel.models import Entry
from gewu.kernel.tests.parcels import NEIGHBOUR, TOWNSHIP, WORKER, Parcel, a_parcel
from gewu.kernel.tests.test_canonical import JSON, STRANGERS, TEXT

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.mark.django_db
def test_entries_are_numbered_and_chained_from_the_first() -> None:
    parcel = a_parcel()
    first = journal.record("parcel.sent", subject=parcel, actor=WORKER, weight=2)
    second = journal.record("parcel.lost", subject=parcel, actor=WORKER)

    told = journal.entries_of(parcel.id)
    assert [(entry.number, entry.kind) for entry in told] == [(1, "parcel.sent"), (2, "parcel.lost")]
    assert (bytes(first.previous), bytes(second.previous)) == (b"", first.hash)
    assert bytes(Parcel.objects.one(parcel.id).journal_head) == second.hash


@pytest.mark.django_db
def test_an_entry_says_who_when_where_and_why() -> None:
    township = Scope(low=TOWNSHIP, high=TOWNSHIP, tier=Tier.TOWNSHIP, area=uuid4())
    here = Post(uuid4(), "clerk", township, None, frozenset(), AccessClass.OPEN)
    there = Post(
        uuid4(),
        "clerk",
        Scope(NEIGHBOUR, NEIGHBOUR, Tier.TOWNSHIP, uuid4()),
        None,
        frozenset(),
        AccessClass.OPEN,
    )
    actor = Actor(user=uuid4(), name="Li", door="desk", posts=(there, here))
    client = uuid4()
    with clock.hold(NOON):
        journal.record(
            "parcel.sent",
            subject=a_parcel(),
            actor=actor,
            happened_at=NOON.replace(hour=1),
            on_behalf=client,
            purpose="asked by phone",
        )
    (entry,) = Entry.objects.filter(township=TOWNSHIP)
    assert (entry.user, entry.post, entry.door, entry.on_behalf) == (actor.user, here.id, "desk", client)
    assert (entry.recorded_at, entry.happened_at.hour, entry.purpose) == (NOON, 1, "asked by phone")
    assert "Li" not in str(entry.facts)


@pytest.mark.django_db
def test_a_change_and_its_entry_cost_two_statements() -> None:
    parcel = a_parcel()
    parcel.stage = "lost"
    with transaction.atomic(), CaptureQueriesContext(connection) as made:
        journal.record("parcel.lost", subject=parcel, actor=WORKER, write=["stage"])
    assert [query["sql"].split()[0] for query in made] == ["UPDATE", "INSERT"]
    assert Parcel.objects.one(parcel.id).stage == "lost"


@pytest.mark.django_db
def test_a_new_subject_is_inserted_with_its_head() -> None:
    parcel = Parcel(id=new_id(TOWNSHIP), township=TOWNSHIP)
    with transaction.atomic(), CaptureQueriesContext(connection) as made:
        journal.record("parcel.sent", subject=parcel, actor=WORKER)
    assert [query["sql"].split()[0] for query in made] == ["INSERT", "INSERT"]
    assert Parcel.objects.one(parcel.id).journal_length == 1


@pytest.mark.django_db
def test_whoever_lost_the_race_is_told_and_leaves_nothing() -> None:
    parcel = a_parcel()
    stale = Parcel.objects.one(parcel.id)
    journal.record("parcel.sent", subject=parcel, actor=WORKER)
    with pytest.raises(Conflict):
        journal.record("parcel.lost", subject=stale, actor=WORKER)
    assert len(journal.entries_of(parcel.id)) == 1


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON, TEXT)
def test_any_json_survives_record_read_and_verify(value: JsonValue, purpose: str) -> None:
    parcel = a_parcel()
    journal.record("parcel.sent", subject=parcel, actor=WORKER, purpose=purpose[:200], told=value)
    (entry,) = journal.entries_of(parcel.id)
    assert repr(entry.facts["told"]) == repr(_read(value))
    assert journal.verify(subjects=[Parcel]) == []


def _read(value: JsonValue) -> JsonValue:
    """With the keys in the order in which they are stored."""
    match value:
        case dict():
            return {key: _read(value[key]) for key in sorted(value)}
        case list():
            return [_read(item) for item in value]
    return value


@pytest.mark.django_db
@pytest.mark.parametrize("value", STRANGERS.values(), ids=STRANGERS)
def test_facts_that_cannot_be_hashed_are_refused_before_anything_is_written(value: object) -> None:
    parcel = a_parcel()
    with pytest.raises(Invalid):
        journal.record("parcel.sent", subject=parcel, actor=WORKER, told=cast("JsonValue", value))
    assert Parcel.objects.one(parcel.id).journal_length == 0


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", ["a\0b", "\ud800", "long" * 60])
def test_a_purpose_that_cannot_be_stored_is_refused(purpose: str) -> None:
    with pytest.raises(Invalid) as refused:
        journal.record("parcel.sent", subject=a_parcel(), actor=WORKER, purpose=purpose)
    assert list(refused.value.fields) == ["purpose"]


@pytest.mark.django_db
def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(Invalid):
        journal.record("parcel.sent", subject=a_parcel(), actor=WORKER, happened_at=NOON.replace(tzinfo=None))


def test_a_digest_depends_on_its_salt_and_does_not_show_the_words() -> None:
    salt = journal.new_salt()
    assert journal.digest("垃圾桶坏了", salt) == journal.digest("垃圾桶坏了", salt)
    assert journal.digest("垃圾桶坏了", salt) != journal.digest("垃圾桶坏了", journal.new_salt())
    assert len(journal.digest("x", salt)) == 64


@pytest.mark.django_db(transaction=True)
def test_eight_writers_on_one_subject_number_its_entries_without_gap() -> None:
    parcel = a_parcel()
    writers = [threading.Thread(target=_write, args=(parcel, 12)) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [entry.number for entry in journal.entries_of(parcel.id)] == list(range(1, 97))
    assert journal.verify(subjects=[Parcel]) == []


def _write(parcel: Parcel, times: int) -> None:
    try:
        for _ in range(times):
            with transaction.atomic():
                mine = Parcel.objects.select_for_update().one(parcel.id)
                journal.record("parcel.weighed", subject=mine, actor=WORKER)
    finally:
        connection.close()


@pytest.mark.django_db
def test_the_story_of_one_subject_is_not_that_of_another() -> None:
    mine, other = a_parcel(), a_parcel()
    journal.record("parcel.sent", subject=mine, actor=WORKER)
    journal.record("parcel.sent", subject=other, actor=WORKER)
    assert [entry.subject_id for entry in journal.entries_of(mine.id)] == [mine.id]
