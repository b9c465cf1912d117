"""Checking a township's seals: the chain of seals, their files, and the entries under each."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from gewu.kernel import clock
from gewu.kernel.canonical import sha256
from gewu.kernel.findings import Finding, Wrong
from gewu.kernel.models import Entry, Seal
from gewu.kernel.seals import files
from gewu.kernel.seals.chain import hash_of, leaves_of, local, span

# A day without a seal is nothing strange until the hourly job has had this long.
PATIENCE = timedelta(days=2)


def check_seals(township: int) -> list[Finding]:
    """Everything about one township that does not agree with its seals."""
    seals = list(Seal.objects.filter(township=township).order_by("number"))
    return [
        *_chain(township, seals),
        *_files(township, seals),
        *_entries(township, seals),
    ]


def _chain(township: int, seals: Sequence[Seal]) -> Iterator[Finding]:
    previous, expected = b"", 1
    for seal in seals:
        if seal.number != expected:
            yield Finding(Wrong.SEAL_REMOVED, township, number=expected, detail=f"up to #{seal.number - 1}")
        elif bytes(seal.previous) != previous:
            yield Finding(Wrong.SEAL_BROKEN, township, number=seal.number, detail="tied to another seal")
        if not _is_true(seal):
            yield Finding(Wrong.SEAL_BROKEN, township, number=seal.number, detail=f"changed, {seal.day}")
        previous, expected = bytes(seal.hash), seal.number + 1


def _is_true(seal: Seal) -> bool:
    leaves = leaves_of(seal)
    return (
        hash_of(seal) == bytes(seal.hash)
        and sha256(*leaves) == bytes(seal.digest)
        and len(leaves) == seal.count
    )


def _files(township: int, seals: Sequence[Seal]) -> Iterator[Finding]:
    """What was written outside the database must say the same, and must not know of more seals."""
    known = {files.path_of(seal): seal for seal in seals}
    for path, seal in known.items():
        if not path.exists():
            yield Finding(Wrong.SEAL_FILE, township, number=seal.number, detail="the file is missing")
        elif not _agrees(path.read_text(encoding="utf-8"), seal):
            yield Finding(Wrong.SEAL_FILE, township, number=seal.number, detail="the file says otherwise")
    for path in sorted(set(files.folder(township).glob("*.json")) - set(known)):
        yield Finding(Wrong.SEAL_REMOVED, township, detail=f"only the file {path.name} is left")


def _agrees(text: str, seal: Seal) -> bool:
    try:
        told = json.loads(text)
        leaves = [bytes.fromhex(entry[0]) for entry in told.pop("entries")]
    except (ValueError, LookupError, TypeError, AttributeError):
        return False
    return told == files.content(seal) and leaves == leaves_of(seal)


def _entries(township: int, seals: Sequence[Seal]) -> Iterator[Finding]:
    """Each sealed day holds the entries that were sealed and no others."""
    sealed: dict[date, set[bytes]] = {}
    for seal in seals:
        sealed.setdefault(seal.day, set()).update(leaves_of(seal))
    old = (clock.now() - PATIENCE).astimezone(local()).date()
    for day, leaves in sorted(sealed.items()):
        yield from _day(township, day, leaves, is_old=day < old)
    for day, count in _days(township, old):
        if day not in sealed:
            yield Finding(Wrong.UNSEALED, township, detail=f"no seal over the {count} entries of {day}")


def _days(township: int, before: date) -> QuerySet[Entry, tuple[date, int]]:
    """The days with entries, and how many each has."""
    entries = Entry.objects.filter(township=township, recorded_at__lt=span(before)[0])
    days = entries.annotate(day=TruncDate("recorded_at", tzinfo=local())).values("day")
    return days.annotate(count=Count("id")).order_by("day").values_list("day", "count")


def _day(township: int, day: date, sealed: set[bytes], *, is_old: bool) -> Iterator[Finding]:
    since, until = span(day)
    rows = Entry.objects.filter(township=township, recorded_at__gte=since, recorded_at__lt=until)
    found = {bytes(row[0]): row[1:] for row in rows.values_list("hash", "subject_id", "number")}
    if gone := sealed - found.keys():
        detail = f"{len(gone)} entries sealed on {day} are gone or replaced"
        yield Finding(Wrong.REMOVED, township, detail=detail)
    for stranger in found.keys() - sealed if is_old or gone else ():
        subject, number = found[stranger]
        yield Finding(Wrong.UNSEALED, township, subject, number, f"not among what was sealed on {day}")
