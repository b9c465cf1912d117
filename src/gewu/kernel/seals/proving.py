"""What shows that entries are under a seal, without showing any other entry."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.functions import Cast

from gewu.kernel.canonical import JsonValue
from gewu.kernel.links import head_of
from gewu.kernel.models import Entry, Seal
from gewu.kernel.seals import merkle
from gewu.kernel.seals.chain import Told, local, told_by
from gewu.kernel.seals.signing import digest_of

Path = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Cover:
    """A seal with the way up to its root from each of the entries asked for, by the entry's number."""

    told: Told
    paths: dict[int, Path]


def covers(entries: Sequence[Entry], *, up_to: int | None = None) -> list[Cover]:
    """The seals over the entries of one subject, oldest first; `up_to` leaves out seals of later numbers.

    An entry that is not sealed yet is in none of them.
    """
    if not entries:
        return []
    days = {entry.recorded_at.astimezone(local()).date() for entry in entries}
    rows = Seal.objects.filter(township=entries[0].township, day__in=days).order_by("number")
    wanted = {bytes(entry.hash): entry.number for entry in entries}
    found = (_cover(told_by(row), wanted) for row in (rows.filter(number__lte=up_to) if up_to else rows))
    return [cover for cover in found if cover.paths]


def _cover(told: Told, wanted: dict[bytes, int]) -> Cover:
    digest = digest_of(told.statement.key.algorithm)
    places = ((place, wanted[leaf]) for place, leaf in enumerate(told.leaves) if leaf in wanted)
    return Cover(told, {number: merkle.path(told.leaves, place, digest) for place, number in places})


def as_hashed(entries: Sequence[Entry]) -> dict[int, tuple[list[JsonValue], str]]:
    """The head and the facts of a subject's entries, by number, in the very letters that were hashed."""
    if not entries:
        return {}
    rows = Entry.objects.filter(township=entries[0].township, subject_id=entries[0].subject_id)
    letters = rows.annotate(letters=Cast("facts", TextField())).values_list("number", "letters")
    facts: dict[int, str] = dict(letters)
    return {entry.number: (head_of(entry), facts[entry.number]) for entry in entries}
