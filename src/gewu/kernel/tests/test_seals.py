import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string
from pytest_django import Settings

from gewu.kernel import clock, journal, seals
from gewu.kernel.journal import Wrong
from gewu.kernel.models import Entry, Seal
from gewu.kernel.tests.parcels import DAY, MIDNIGHT, NEIGHBOUR, TOWNSHIP, Parcel, a_story_at, taken, tamper
from gewu.kernel.tests.test_verify import _rewrite

pytestmark = pytest.mark.django_db

CHANGE = "UPDATE kernel_seal SET {} WHERE township = %s"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "seals" / str(TOWNSHIP)


def _found(at: datetime = MIDNIGHT + timedelta(days=9)) -> list[tuple[Wrong, int | None]]:
    with clock.hold(at):
        return [(finding.wrong, finding.number) for finding in journal.verify(subjects=[Parcel])]


def _file(folder: Path) -> Path:
    (path,) = folder.glob("*.seal.json")
    return path


def test_a_day_is_sealed_once_ten_minutes_after_midnight() -> None:
    a_story_at(DAY, "parcel.a", "parcel.b")
    a_story_at(MIDNIGHT + timedelta(minutes=1))
    assert taken(MIDNIGHT + timedelta(minutes=9)) == 0
    assert taken(MIDNIGHT + timedelta(minutes=10)) == 1
    assert taken(MIDNIGHT + timedelta(minutes=70)) == 0
    seal = Seal.objects.get(township=TOWNSHIP)
    assert (seal.day.isoformat(), seal.number, seal.part, seal.count) == ("2026-03-02", 1, 1, 2)


def test_each_township_has_a_chain_of_its_own_and_missed_days_are_made_up_for(folder: Path) -> None:
    for days in (0, 1, 4):
        a_story_at(DAY + timedelta(days=days))
    a_story_at(DAY, township=NEIGHBOUR)
    assert taken(MIDNIGHT + timedelta(days=5)) == 4
    mine = list(Seal.objects.filter(township=TOWNSHIP).order_by("number"))
    assert [(seal.number, seal.day.day) for seal in mine] == [(1, 2), (2, 3), (3, 6)]
    assert [bytes(seal.previous) for seal in mine] == [b"", bytes(mine[0].hash), bytes(mine[1].hash)]
    assert len(list(folder.glob("*.seal.json"))) == 3
    assert _found() == []


def test_an_entry_committed_long_after_its_midnight_gets_a_further_part() -> None:
    a_story_at(DAY)
    assert taken(MIDNIGHT + timedelta(minutes=10)) == 1
    a_story_at(MIDNIGHT - timedelta(seconds=1))
    assert taken(MIDNIGHT + timedelta(minutes=70)) == 1
    parts = Seal.objects.filter(township=TOWNSHIP).order_by("number").values_list("day", "part", "count")
    assert [(day.day, part, count) for day, part, count in parts] == [(2, 1, 1), (2, 2, 1)]
    assert _found() == []


def test_a_past_that_is_made_later_is_sealed_when_asked_for() -> None:
    a_story_at(DAY)
    taken(MIDNIGHT + timedelta(hours=1))
    a_story_at(DAY - timedelta(days=400))
    assert taken(MIDNIGHT + timedelta(hours=2)) == 0
    assert _found() == [(Wrong.UNSEALED, None)]
    with clock.hold(MIDNIGHT + timedelta(hours=2)):
        assert seals.take(everything=True) == 1
    assert _found() == []


def test_a_chain_calculated_anew_with_its_head_is_found_by_its_seal() -> None:
    parcel = a_story_at(DAY, "parcel.a", "parcel.b")
    taken(MIDNIGHT + timedelta(hours=1))
    head = _rewrite(parcel)
    tamper("UPDATE parcels_parcel SET journal_head = %s WHERE id = %s", head, parcel.id)
    with clock.hold(MIDNIGHT + timedelta(hours=2)):
        findings = journal.verify(subjects=[Parcel])
    assert {(one.wrong, one.subject, one.number, str(one.day)) for one in findings} == {
        (wrong, parcel.id, number, "2026-03-02")
        for wrong in (Wrong.REMOVED, Wrong.UNSEALED)
        for number in (1, 2)
    }


def test_a_story_removed_without_a_trace_is_found_by_its_seal(folder: Path) -> None:
    parcel = a_story_at(DAY)
    taken(MIDNIGHT + timedelta(hours=1))
    tamper("DELETE FROM kernel_entry WHERE subject_id = %s", parcel.id)
    tamper("DELETE FROM parcels_parcel WHERE id = %s", parcel.id)
    # No entry of the township is left, but its seals are, and their files know whose it was.
    (finding,) = journal.verify(subjects=[Parcel])
    assert (finding.wrong, finding.subject, finding.number) == (Wrong.REMOVED, parcel.id, 1)
    assert str(finding) == f"removed: {TOWNSHIP} 2026-03-02 {parcel.id} #1 (sealed, but gone or replaced)"
    _file(folder).unlink()
    assert set(_found()) == {(Wrong.REMOVED, None), (Wrong.SEAL_FILE, 1)}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_seal_is_named(number: int) -> None:
    for days in range(3):
        a_story_at(DAY + timedelta(days=days))
    taken(MIDNIGHT + timedelta(days=3))
    tamper("DELETE FROM kernel_seal WHERE township = %s AND number = %s", TOWNSHIP, number)
    assert Wrong.SEAL_REMOVED in {wrong for wrong, _ in _found()}


CHANGES = ["count = 2", "day = day - 1", "part = 2", "leaves = '\\x00'", "leaves = ''", "digest = '\\x00'"]
CHANGES += ["previous = '\\x00'", "hash = '\\x00'", "signature = '\\x00'", "statement = ''"]
CHANGES += ["statement = replace(statement, '\"count\":1', '\"count\":2')", "statement = statement || ' '"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_seal_is_named(change: str) -> None:
    a_story_at(DAY)
    taken(MIDNIGHT + timedelta(hours=1))
    tamper(CHANGE.format(change), TOWNSHIP)
    assert (Wrong.SEAL_BROKEN, 1) in _found()


def test_the_file_outside_the_database_tells_when_the_seal_was_replaced(folder: Path) -> None:
    parcel = a_story_at(DAY)
    taken(MIDNIGHT + timedelta(hours=1))
    path = _file(folder)
    text = path.read_text()
    told = json.loads(text)
    assert told["entries"] == [[bytes(Entry.objects.get(township=TOWNSHIP).hash).hex(), str(parcel.id), 1]]
    for changed in (
        json.dumps({**told, "signature": told["signature"][::-1]}, sort_keys=True, separators=(",", ":"))
        + "\n",
        text.replace(str(parcel.id), str(parcel.id)[::-1]),
        text.replace(":", ": ", 1),
        "",
        "[]",
    ):
        path.write_text(changed)
        assert _found() == [(Wrong.SEAL_FILE, 1)]
    path.unlink()
    assert _found() == [(Wrong.SEAL_FILE, 1)]


def test_a_file_that_could_not_be_written_is_written_by_the_next_run(folder: Path) -> None:
    a_story_at(DAY)
    taken(MIDNIGHT + timedelta(hours=1))
    path = _file(folder)
    before = path.read_bytes()
    path.unlink()
    taken(MIDNIGHT + timedelta(hours=2))
    assert path.read_bytes() == before


def test_the_job_that_seals_is_on_the_schedule() -> None:
    moments = {
        tick.astimezone(UTC).strftime("%H:%M")
        for item in import_string(settings.SCHEDULE)
        if item.job is seals.seal_days
        for tick in item.between(DAY, DAY + timedelta(days=1))
    }
    assert "16:10" in moments
