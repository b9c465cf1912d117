"""Checking a township's seals: the chain of seals, their files, and the entries under each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from gewu.kernel import clock
from gewu.kernel.findings import Finding, Wrong
from gewu.kernel.models import Entry, Seal
from gewu.kernel.seals import files, sequence
from gewu.kernel.seals.chain import Label, Told, local, span, told_by
from gewu.kernel.seals.sequence import Trusted
from gewu.kernel.seals.signing import owned

# A day without a seal is nothing strange until the hourly job has had this long.
PATIENCE = timedelta(days=2)
# So many entries of a day are named one by one; a whole day that is gone needs no more.
NAMED = 50


def check_seals(township: int, trusted: Trusted = ()) -> list[Finding]:
    """Everything about one township that does not agree with its seals."""
    rows = list(Seal.objects.filter(township=township).order_by("number"))
    seals, found = readable(township, rows)
    return [
        *found,
        *sequence.faults(township, seals),
        *sequence.untrusted(township, seals, trusted),
        *sequence.foreign(township, seals, owned()),
        *_days(township, seals, {files.path_of(row): row.number for row in rows}),
        *_unsealed(township, {row.day for row in rows}),
    ]


def readable(township: int, rows: Sequence[Seal]) -> tuple[list[Told], list[Finding]]:
    """The seals that say what their columns say, and what is wrong with the others."""
    seals, found = [], []
    for row in rows:
        try:
            seals.append(told_by(row))
        except ValueError as strange:
            fault = Finding(Wrong.SEAL_BROKEN, township, number=row.number, detail=str(strange), day=row.day)
            found.append(fault)
    return seals, found


def _days(township: int, seals: Sequence[Told], paths: Mapping[Path, int]) -> Iterator[Finding]:
    """Day by day: the files say the same, and there are the entries that were sealed and no others."""
    by_number = {number: path for path, number in paths.items()}
    days: dict[date, list[Told]] = {}
    for told in seals:
        days.setdefault(told.statement.day, []).append(told)
    old = (clock.now() - PATIENCE).astimezone(local()).date()
    for day, parts in sorted(days.items()):
        owners = files.owners_of(township, day)
        kept: dict[bytes, Label] = {}
        for told in parts:
            path = by_number[told.statement.number]
            yield from _file(path, told, owners)
            kept |= _labels(path)
        sealed = {leaf for told in parts for leaf in told.leaves}
        yield from _entries(township, day, sealed, owners, kept, is_old=day < old)
    for path in sorted(set(files.folder(township).glob(f"*{files.SUFFIX}")) - set(paths)):
        yield Finding(Wrong.SEAL_REMOVED, township, detail=f"only the file {path.name} is left")


def _file(path: Path, told: Told, owners: Mapping[bytes, Label]) -> Iterator[Finding]:
    """The file outside the database says the same, also of where each entry belongs."""
    said = told.statement
    try:
        kept = files.read(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        yield Finding(Wrong.SEAL_FILE, said.township, number=said.number, detail="missing", day=said.day)
        return
    except ValueError:
        kept = None
    known = kept and all(
        owners.get(leaf, label) == label for leaf, label in zip(kept.leaves, kept.labels, strict=True)
    )
    same = kept and (kept.text, kept.signature, kept.leaves) == (told.text, told.signature, told.leaves)
    if not (known and same):
        detail = "says otherwise"
        yield Finding(Wrong.SEAL_FILE, said.township, number=said.number, detail=detail, day=said.day)


def _labels(path: Path) -> dict[bytes, Label]:
    """Where the sealed entries belong, as far as the file tells."""
    try:
        kept = files.read(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return dict(zip(kept.leaves, kept.labels, strict=True))


def _entries(
    township: int,
    day: date,
    sealed: set[bytes],
    found: Mapping[bytes, Label],
    kept: Mapping[bytes, Label],
    *,
    is_old: bool,
) -> Iterator[Finding]:
    """Each sealed day holds the entries that were sealed and no others."""
    gone = sorted(sealed - found.keys())
    for leaf in gone[:NAMED]:
        yield named(Wrong.REMOVED, township, day, kept.get(leaf), "sealed, but gone or replaced")
    if gone[NAMED:]:
        detail = f"{len(gone[NAMED:])} more sealed entries are gone or replaced"
        yield Finding(Wrong.REMOVED, township, detail=detail, day=day)
    for stranger in sorted(found.keys() - sealed) if is_old or gone else ():
        yield named(Wrong.UNSEALED, township, day, found[stranger], "not among what was sealed")


def named(wrong: Wrong, township: int, day: date, label: Label | None, detail: str) -> Finding:
    """A finding about an entry; who it belongs to may not be known any more."""
    subject, number = label or ("", 0)
    return Finding(wrong, township, UUID(subject) if subject else None, number or None, detail, day)


def _unsealed(township: int, sealed: set[date]) -> Iterator[Finding]:
    old = (clock.now() - PATIENCE).astimezone(local()).date()
    for day, count in days_of(township, before=old):
        if day not in sealed:
            yield Finding(Wrong.UNSEALED, township, detail=f"no seal over {count} entries", day=day)


def days_of(township: int, *, before: date, since: date | None = None) -> QuerySet[Entry, tuple[date, int]]:
    """The days with entries, and how many each has."""
    entries = Entry.objects.filter(township=township, recorded_at__lt=span(before)[0])
    if since:
        entries = entries.filter(recorded_at__gte=span(since)[0])
    days = entries.annotate(day=TruncDate("recorded_at", tzinfo=local())).values("day")
    return days.annotate(count=Count("id")).order_by("day").values_list("day", "count")
