import pytest

from gewu.kernel import journal
from gewu.kernel.tests.parcels import WORKER, Parcel, a_parcel

pytestmark = pytest.mark.django_db


def test_entries_are_numbered_and_chained_from_the_first() -> None:
    parcel = a_parcel()
    first = journal.record("parcel.sent", subject=parcel, actor=WORKER, weight=2)
    second = journal.record("parcel.lost", subject=parcel, actor=WORKER)

    told = journal.entries_of(parcel.id)
    assert [(entry.number, entry.kind) for entry in told] == [(1, "parcel.sent"), (2, "parcel.lost")]
    assert (bytes(first.previous), bytes(second.previous)) == (b"", first.hash)
    assert bytes(Parcel.objects.one(parcel.id).journal_head) == second.hash
