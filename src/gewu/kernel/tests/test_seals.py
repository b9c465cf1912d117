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
from gewu.kernel.tests.parcels import NEIGHBOUR, TOWNSHIP, Parcel, a_story, tamper
from gewu.kernel.tests.test_verify import _rewrite

pytestmark = pytest.mark.django_db

# 16:00 UTC is midnight in Shanghai.
DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, 16, tzinfo=UTC)


CHANGE = "UPDATE kernel_seal SET {} WHERE township = %s"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "seals" / str(TOWNSHIP)


def _story(at: datetime, *kinds: str, township: int = TOWNSHIP) -> Parcel:
    with clock.hold(at):
        return a_story(*kinds or ("parcel.a",), township=township)


def _take(at: datetime) -> int:
    with clock.hold(at):
        return seals.take()


def _found(at: datetime = MIDNIGHT + timedelta(days=9)) -> list[tuple[Wrong, int | None]]:
    with clock.hold(at):
        return [(finding.wrong, finding.number) for finding in journal.verify(subjects=[Parcel])]


def test_a_day_is_sealed_once_ten_minutes_after_midnight() -> None:
    _story(DAY, "parcel.a", "parcel.b")
    _story(MIDNIGHT + timedelta(minutes=1))
    assert _take(MIDNIGHT + timedelta(minutes=9)) == 0
    assert _take(MIDNIGHT + timedelta(minutes=10)) == 1
    assert _take(MIDNIGHT + timedelta(minutes=70)) == 0
    seal = Seal.objects.get(township=TOWNSHIP)
    assert (seal.day.isoformat(), seal.number, seal.part, seal.count) == ("2026-03-02", 1, 1, 2)


def test_each_township_has_a_chain_of_its_own_and_missed_days_are_made_up_for(folder: Path) -> None:
    for days in (0, 1, 4):
        _story(DAY + timedelta(days=days))
    _story(DAY, township=NEIGHBOUR)
    assert _take(MIDNIGHT + timedelta(days=5)) == 4
    mine = list(Seal.objects.filter(township=TOWNSHIP).order_by("number"))
    assert [(seal.number, seal.day.day) for seal in mine] == [(1, 2), (2, 3), (3, 6)]
    assert [bytes(seal.previous) for seal in mine] == [b"", bytes(mine[0].hash), bytes(mine[1].hash)]
    assert len(list(folder.glob("*.json"))) == 3
    assert _found() == []


def test_an_entry_committed_long_after_its_midnight_gets_a_further_part() -> None:
    _story(DAY)
    assert _take(MIDNIGHT + timedelta(minutes=10)) == 1
    _story(MIDNIGHT - timedelta(seconds=1))
    assert _take(MIDNIGHT + timedelta(minutes=70)) == 1
    parts = Seal.objects.filter(township=TOWNSHIP).order_by("number").values_list("day", "part", "count")
    assert [(day.day, part, count) for day, part, count in parts] == [(2, 1, 1), (2, 2, 1)]
    assert _found() == []


def test_a_past_that_is_made_later_is_sealed_when_asked_for() -> None:
    _story(DAY)
    _take(MIDNIGHT + timedelta(hours=1))
    _story(DAY - timedelta(days=400))
    assert _take(MIDNIGHT + timedelta(hours=2)) == 0
    assert _found() == [(Wrong.UNSEALED, None)]
    with clock.hold(MIDNIGHT + timedelta(hours=2)):
        assert seals.take(everything=True) == 1
    assert _found() == []


def test_a_chain_calculated_anew_with_its_head_is_found_by_its_seal() -> None:
    parcel = _story(DAY, "parcel.a", "parcel.b")
    _take(MIDNIGHT + timedelta(hours=1))
    head = _rewrite(parcel)
    tamper("UPDATE parcels_parcel SET journal_head = %s WHERE id = %s", head, parcel.id)
    with clock.hold(MIDNIGHT + timedelta(hours=2)):
        findings = journal.verify(subjects=[Parcel])
    assert findings[0].wrong == Wrong.REMOVED
    assert "2 entries sealed on 2026-03-02" in findings[0].detail
    assert {(one.wrong, one.subject, one.number) for one in findings[1:]} == {
        (Wrong.UNSEALED, parcel.id, 1),
        (Wrong.UNSEALED, parcel.id, 2),
    }


def test_a_story_removed_without_a_trace_is_found_by_its_seal() -> None:
    parcel = _story(DAY)
    _take(MIDNIGHT + timedelta(hours=1))
    tamper("DELETE FROM kernel_entry WHERE subject_id = %s", parcel.id)
    tamper("DELETE FROM parcels_parcel WHERE id = %s", parcel.id)
    # No entry of the township is left, but its seals are.
    assert _found() == [(Wrong.REMOVED, None)]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_seal_is_named(number: int) -> None:
    for days in range(3):
        _story(DAY + timedelta(days=days))
    _take(MIDNIGHT + timedelta(days=3))
    tamper("DELETE FROM kernel_seal WHERE township = %s AND number = %s", TOWNSHIP, number)
    assert Wrong.SEAL_REMOVED in {wrong for wrong, _ in _found()}


@pytest.mark.parametrize("change", ["count = 2", "taken_at = now()", "day = day - 1", "leaves = '\\x00'"])
def test_a_changed_seal_is_named(change: str) -> None:
    _story(DAY)
    _take(MIDNIGHT + timedelta(hours=1))
    tamper(CHANGE.format(change), TOWNSHIP)
    assert (Wrong.SEAL_BROKEN, 1) in _found()


def test_the_file_outside_the_database_tells_when_the_seal_was_replaced(folder: Path) -> None:
    parcel = _story(DAY)
    _take(MIDNIGHT + timedelta(hours=1))
    (path,) = folder.glob("*.json")
    told = json.loads(path.read_text())
    assert told["entries"] == [[bytes(Entry.objects.get(township=TOWNSHIP).hash).hex(), str(parcel.id), 1]]
    path.write_text(json.dumps({**told, "count": 7}))
    assert _found() == [(Wrong.SEAL_FILE, 1)]
    path.unlink()
    assert _found() == [(Wrong.SEAL_FILE, 1)]


def test_a_file_that_could_not_be_written_is_written_by_the_next_run(folder: Path) -> None:
    _story(DAY)
    _take(MIDNIGHT + timedelta(hours=1))
    (path,) = folder.glob("*.json")
    before = path.read_bytes()
    path.unlink()
    _take(MIDNIGHT + timedelta(hours=2))
    assert path.read_bytes() == before


def test_the_job_that_seals_is_on_the_schedule() -> None:
    moments = {
        tick.astimezone(UTC).strftime("%H:%M")
        for item in import_string(settings.SCHEDULE)
        if item.job is seals.seal_days
        for tick in item.between(DAY, DAY + timedelta(days=1))
    }
    assert "16:10" in moments
