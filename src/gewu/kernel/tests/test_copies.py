"""A copy of the seals that is kept elsewhere: it finds what the database and its own files no longer tell."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from gewu.kernel import clock, journal, seals
from gewu.kernel.findings import Finding, Wrong
from gewu.kernel.models import Entry
from gewu.kernel.seals import NoCopy, files
from gewu.kernel.tests.parcels import DAY, MIDNIGHT, NEIGHBOUR, TOWNSHIP, Parcel, a_story_at, taken, tamper
from gewu.kernel.tests.test_verify import _rewrite

pytestmark = pytest.mark.django_db
WEEK = MIDNIGHT + timedelta(days=7)


@pytest.fixture
def parcel(settings: Settings, tmp_path: Path) -> Parcel:
    """A story of four entries on the first of three sealed days, and a copy of the seals in `kept`."""
    settings.DATA = tmp_path
    story = a_story_at(DAY, "parcel.a", "parcel.b", "parcel.c", "parcel.d")
    for days in (1, 2):
        a_story_at(DAY + timedelta(days=days))
    a_story_at(DAY, township=NEIGHBOUR)
    taken(WEEK)
    shutil.copytree(tmp_path / "seals", tmp_path / "kept")
    return story


def _found(kept: Path, *trusted: str) -> list[Finding]:
    return seals.compare(kept, trusted)


def _sealed_anew(tmp_path: Path) -> None:
    """What somebody does who rules the machine: all seals and their files, with the very same key."""
    tamper("DELETE FROM kernel_seal")
    shutil.rmtree(tmp_path / "seals")
    with clock.hold(WEEK + timedelta(hours=1)):
        seals.take(everything=True)
        assert journal.verify(subjects=[Parcel]) == []


def test_a_copy_that_agrees_finds_nothing_nor_does_an_older_one(parcel: Parcel, tmp_path: Path) -> None:
    assert _found(tmp_path / "kept") == []
    a_story_at(WEEK)
    taken(WEEK + timedelta(days=1))
    assert _found(tmp_path / "kept") == []
    assert _found(tmp_path / "kept" / str(TOWNSHIP)) == []


def test_a_copy_on_a_medium_that_cannot_be_written_will_do(parcel: Parcel, tmp_path: Path) -> None:
    places = [tmp_path / "kept", *(tmp_path / "kept").rglob("*")]
    before = {place: place.stat().st_mtime_ns for place in places}
    for place in places:
        place.chmod(0o500 if place.is_dir() else 0o400)
    assert _found(tmp_path / "kept") == []
    assert {place: place.stat().st_mtime_ns for place in places} == before
    for place in places:
        place.chmod(0o700)


def test_the_newest_entries_removed_with_their_seals_are_found(parcel: Parcel, tmp_path: Path) -> None:
    tamper("DELETE FROM kernel_entry WHERE subject_id = %s AND number > 2", parcel.id)
    tamper(
        "UPDATE parcels_parcel SET journal_length = 2, journal_head ="
        " (SELECT hash FROM kernel_entry WHERE subject_id = %s AND number = 2) WHERE id = %s",
        parcel.id,
        parcel.id,
    )
    _sealed_anew(tmp_path)
    found = _found(tmp_path / "kept")
    removed = [
        (one.township, str(one.day), one.subject, one.number) for one in found if one.wrong == "removed"
    ]
    assert removed == [(TOWNSHIP, "2026-03-02", parcel.id, 3), (TOWNSHIP, "2026-03-02", parcel.id, 4)]
    assert Wrong.SEALED_ANEW in {one.wrong for one in found}


def test_a_rewritten_story_is_found_entry_by_entry(parcel: Parcel, tmp_path: Path) -> None:
    head = _rewrite(parcel)
    tamper("UPDATE parcels_parcel SET journal_head = %s WHERE id = %s", head, parcel.id)
    _sealed_anew(tmp_path)
    found = _found(tmp_path / "kept")
    changed = {(one.subject, one.number) for one in found if one.wrong == Wrong.CHANGED}
    assert changed == {(parcel.id, number) for number in range(1, 5)}


def test_removed_seals_are_found_though_the_folder_lost_them_too(parcel: Parcel, tmp_path: Path) -> None:
    tamper("DELETE FROM kernel_seal WHERE township = %s AND number = 3", TOWNSHIP)
    (found,) = _found(tmp_path / "kept")
    assert (found.wrong, found.township, found.number, str(found.day)) == (
        Wrong.SEAL_REMOVED,
        TOWNSHIP,
        3,
        "2026-03-04",
    )


def test_a_past_sealed_anew_is_found_and_so_is_the_other_key(parcel: Parcel, tmp_path: Path) -> None:
    genuine = _key(tmp_path / "kept")
    _sealed_anew(tmp_path)
    assert [str(one.detail) for one in _found(tmp_path / "kept")] == ["the copy has another seal"] * 4
    (tmp_path / "keys" / "signing-ed25519-1").unlink()
    _sealed_anew(tmp_path)
    details = {one.detail for one in _found(tmp_path / "kept", genuine)}
    assert details == {"the copy has another seal, signed with another key"}


def test_a_copy_by_another_key_than_the_one_that_was_given_is_found(parcel: Parcel, tmp_path: Path) -> None:
    found = {(one.wrong, one.township) for one in _found(tmp_path / "kept", "ab" * 32)}
    assert found == {(Wrong.KEY_REPLACED, TOWNSHIP), (Wrong.KEY_REPLACED, NEIGHBOUR)}


def test_everything_gone_from_the_database_is_found(parcel: Parcel, tmp_path: Path) -> None:
    tamper("DELETE FROM kernel_entry")
    tamper("DELETE FROM kernel_seal")
    found = {(one.wrong, one.township) for one in _found(tmp_path / "kept")}
    assert found == {(wrong, town) for wrong in ("seal removed", "removed") for town in (TOWNSHIP, NEIGHBOUR)}


MOMENTS = st.datetimes(DAY.replace(tzinfo=None) - timedelta(days=9), timezones=st.just(UTC))
BYTES = st.binary(max_size=32)
TEXTS = st.text("abc.", max_size=8)
IDS = st.uuids(version=4)
VALUES: dict[str, st.SearchStrategy[object]] = {
    "subject_kind": TEXTS,
    "number": st.integers(0, 99),
    "kind": TEXTS,
    "recorded_at": MOMENTS,
    "happened_at": MOMENTS,
    '"user"': IDS,
    "post": IDS,
    "on_behalf": IDS,
    "subject_id": IDS,
    "door": TEXTS,
    "purpose": TEXTS,
    "facts": st.sampled_from(['{"weight": 1}', '{"weight":2}', "{}", '{"weight":1,"weight":1}']),
    "previous": BYTES,
    "hash": BYTES,
}


@given(st.data())
@hypothesis_settings(
    max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_change_of_a_sealed_entry_is_found(parcel: Parcel, data: st.DataObject) -> None:
    column, number = data.draw(st.sampled_from([*VALUES, "removed"])), data.draw(st.integers(1, 4))
    entry = Entry.objects.get(township=TOWNSHIP, subject_id=parcel.id, number=number)
    before = _row(entry.id)
    with _undone():
        if column == "removed":
            tamper("DELETE FROM kernel_entry WHERE id = %s", entry.id)
        else:
            _put(column, data.draw(VALUES[column]), entry.id)
        if _row(entry.id) != before:
            with clock.hold(WEEK):
                assert journal.verify(subjects=[Parcel], townships=[TOWNSHIP]) != []


@given(place=st.integers(0, 31), bit=st.integers(0, 7), number=st.integers(1, 4))
@hypothesis_settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_changed_bit_of_a_hash_is_found(parcel: Parcel, place: int, bit: int, number: int) -> None:
    entry = Entry.objects.get(township=TOWNSHIP, subject_id=parcel.id, number=number)
    digest = bytearray(bytes(entry.hash))
    digest[place] ^= 1 << bit
    with _undone():
        _put("hash", bytes(digest), entry.id)
        with clock.hold(WEEK):
            assert journal.verify(subjects=[Parcel], townships=[TOWNSHIP]) != []


@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
@hypothesis_settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_changed_bit_of_a_kept_seal_is_found(
    parcel: Parcel, tmp_path: Path, place: int, bit: int
) -> None:
    paths = sorted((tmp_path / "kept").rglob("*.seal.json"))
    path = paths[place % len(paths)]
    content = path.read_bytes()
    at = place % len(content)
    path.write_bytes(content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :])
    try:
        assert _found(tmp_path / "kept") != []
    finally:
        path.write_bytes(content)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda place: place.rename(place.with_name("elsewhere")),
        lambda place: [path.unlink() for path in place.rglob("*.seal.json")],
        lambda place: [path.write_text("") for path in place.rglob("*.seal.json")],
    ],
    ids=["no folder", "no seals", "empty files"],
)
def test_what_is_no_copy_is_said(parcel: Parcel, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    kept = tmp_path / "kept" / str(TOWNSHIP)
    spoil(kept)
    with pytest.raises((NoCopy, FileNotFoundError)):
        _found(kept)


def _key(kept: Path) -> str:
    path = next(kept.rglob("*.seal.json"))
    return files.read(path.read_text()).statement.key.key


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _put(column: str, value: Any, entry: UUID) -> None:
    """Change a column of one entry, if nothing stands in the way that the database itself forbids."""
    with suppress(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(f"UPDATE kernel_entry SET {column} = %s WHERE id = %s", [value, entry])  # noqa: S608


def _row(entry: UUID) -> tuple[object, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_entry::text FROM kernel_entry WHERE id = %s", [entry])
        found: tuple[object, ...] | None = cursor.fetchone()
        return found
