"""Every way of changing the past is named by its name."""

from uuid import UUID

import pytest

from gewu.kernel import journal
from gewu.kernel.canonical import canonical
from gewu.kernel.ids import new_id
from gewu.kernel.journal import Wrong
from gewu.kernel.links import hash_of
from gewu.kernel.models import Entry
from gewu.kernel.tests.parcels import NEIGHBOUR, TOWNSHIP, Parcel, a_story, tamper

pytestmark = pytest.mark.django_db

ENTRY = "UPDATE kernel_entry SET {} WHERE subject_id = %s AND number = %s"
REMOVE = "DELETE FROM kernel_entry WHERE subject_id = %s AND number = %s"


def _verify() -> list[journal.Finding]:
    return journal.verify(subjects=[Parcel])


def _found() -> set[tuple[Wrong, int | None]]:
    return {(finding.wrong, finding.number) for finding in _verify()}


def test_a_journal_as_it_was_written_is_whole() -> None:
    a_story("parcel.a", "parcel.b", "parcel.c")
    a_story("parcel.a", township=NEIGHBOUR)
    a_story()
    assert _verify() == []


CHANGES = [
    "kind = 'parcel.x'",
    "facts = '{\"weight\": 1}'",
    "recorded_at = recorded_at + interval '1 microsecond'",
]
CHANGES += ["happened_at = now()", '"user" = NULL', "door = 'api'", "purpose = ' '", "previous = '\\x00'"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_entry_is_named(change: str) -> None:
    parcel = a_story("parcel.a", "parcel.b", "parcel.c")
    tamper(ENTRY.format(change), parcel.id, 2)
    assert _found() == {(Wrong.CHANGED, 2)}


@pytest.mark.parametrize(("number", "which"), [(1, "the first"), (2, "in the middle"), (3, "the newest")])
def test_a_removed_entry_is_named(number: int, which: str) -> None:
    parcel = a_story("parcel.a", "parcel.b", "parcel.c")
    tamper(REMOVE, parcel.id, number)
    (finding,) = _verify()
    assert (finding.wrong, finding.subject, finding.number, finding.detail) == (
        Wrong.REMOVED,
        parcel.id,
        number,
        which,
    )


def test_a_removed_entry_is_named_even_when_the_others_close_ranks() -> None:
    parcel = a_story("parcel.a", "parcel.b", "parcel.c", "parcel.d")
    tamper(REMOVE, parcel.id, 2)
    tamper("UPDATE kernel_entry SET number = number - 1 WHERE subject_id = %s AND number > 2", parcel.id)
    assert (Wrong.REMOVED, 2) in _found()


def test_a_story_without_any_entry_left_is_named() -> None:
    parcel = a_story("parcel.a", "parcel.b")
    tamper("DELETE FROM kernel_entry WHERE subject_id = %s", parcel.id)
    assert _found() == {(Wrong.REMOVED, 1), (Wrong.REMOVED, 2)}


def test_an_inserted_entry_is_named_whatever_the_inserter_calculated() -> None:
    parcel = a_story("parcel.a", "parcel.b", "parcel.c")
    tamper("UPDATE kernel_entry SET number = number + 10 WHERE subject_id = %s AND number > 1", parcel.id)
    tamper("UPDATE kernel_entry SET number = number - 9 WHERE subject_id = %s AND number > 10", parcel.id)
    _forge(parcel, number=2)
    assert (Wrong.INSERTED, 2) in _found()
    assert Wrong.REMOVED not in {wrong for wrong, _ in _found()}


def test_an_entry_put_at_the_end_is_named() -> None:
    parcel = a_story("parcel.a", "parcel.b")
    _forge(parcel, number=3)
    assert _found() == {(Wrong.INSERTED, 3)}


def test_swapped_entries_are_named() -> None:
    parcel = a_story("parcel.a", "parcel.b", "parcel.c", "parcel.d")
    for old, new in [(2, 20), (3, 2), (20, 3)]:
        tamper(ENTRY.format(f"number = {new}"), parcel.id, old)
    assert _found() == {(Wrong.SWAPPED, 2), (Wrong.SWAPPED, 3)}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_entry_that_was_changed_and_hashed_again_is_named(number: int) -> None:
    parcel = a_story("parcel.a", "parcel.b", "parcel.c")
    tamper(ENTRY.format("kind = 'parcel.x'"), parcel.id, number)
    _rehash(parcel.id, number)
    assert _found() == {(Wrong.REHASHED, number)}


def test_a_whole_chain_hashed_again_is_betrayed_by_the_head() -> None:
    parcel = a_story("parcel.a", "parcel.b", "parcel.c")
    _rewrite(parcel)
    assert _found() == {(Wrong.REHASHED, 3)}


def test_entries_whose_subject_is_gone_are_named() -> None:
    parcel = a_story("parcel.a")
    tamper("DELETE FROM parcels_parcel WHERE id = %s", parcel.id)
    assert [(finding.wrong, finding.subject) for finding in _verify()] == [(Wrong.ORPHANED, parcel.id)]


def test_a_township_can_be_verified_alone() -> None:
    parcel = a_story("parcel.a", township=NEIGHBOUR)
    tamper(REMOVE, parcel.id, 1)
    assert journal.verify(townships=[TOWNSHIP], subjects=[Parcel]) == []
    assert len(journal.verify(townships=[NEIGHBOUR], subjects=[Parcel])) == 1


def _forge(parcel: Parcel, *, number: int) -> None:
    """An entry with a proper hash, tied to the one before it."""
    before = Entry.objects.get(township=TOWNSHIP, subject_id=parcel.id, number=number - 1)
    forged = Entry.objects.get(township=TOWNSHIP, id=before.id)
    forged.id, forged.number, forged.previous = new_id(TOWNSHIP), number, before.hash
    forged.hash = hash_of(forged, canonical(forged.facts))
    forged.save(force_insert=True)


def _rehash(subject: UUID, number: int) -> bytes:
    entry = Entry.objects.get(township=TOWNSHIP, subject_id=subject, number=number)
    calculated = hash_of(entry, canonical(entry.facts))
    tamper(ENTRY.format("hash = %s"), calculated, subject, number)
    return calculated


def _rewrite(parcel: Parcel) -> bytes:
    """Change the first entry and calculate the whole chain anew."""
    tamper(ENTRY.format("kind = 'parcel.x'"), parcel.id, 1)
    previous = b""
    for number in range(1, parcel.journal_length + 1):
        tamper(ENTRY.format("previous = %s"), previous, parcel.id, number)
        previous = _rehash(parcel.id, number)
    return previous
