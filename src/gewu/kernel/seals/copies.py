"""Comparing the database with seals that were kept elsewhere: nobody who rules this machine can change those.

What the copy knows must stand in the database: every seal as it was, and every entry under it. The copy may
be older than the database, never newer. It is only read.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from gewu.kernel.findings import Finding, Wrong
from gewu.kernel.models import Entry, Seal
from gewu.kernel.seals import files, sequence
from gewu.kernel.seals.chain import Told
from gewu.kernel.seals.check import named
from gewu.kernel.seals.sequence import Trusted

AT_ONCE = 500


class NoCopy(Exception):
    """There is nothing to compare with; the message says what was looked for."""


def compare(folder: Path, trusted: Trusted = ()) -> list[Finding]:
    """Everything in which the database differs from the seals kept in a folder, or NoCopy."""
    townships = _townships(folder)
    return [
        finding for township, place in townships.items() for finding in _compare(township, place, trusted)
    ]


def _townships(folder: Path) -> dict[int, Path]:
    """The folder of each township: in the copy of a whole `seals` folder, or the copy of a single one."""
    found = {int(place.name): place for place in sorted(folder.iterdir()) if place.name.isdecimal()}
    found = {township: place for township, place in found.items() if any(place.glob(f"*{files.SUFFIX}"))}
    if not found and any(folder.glob(f"*{files.SUFFIX}")):
        found = {_township_in(folder): folder}
    if not found:
        raise NoCopy(
            f"{folder} holds no seals: expected folders such as 370402001/ with files *{files.SUFFIX}"
        )
    return found


def _township_in(folder: Path) -> int:
    for path in sorted(folder.glob(f"*{files.SUFFIX}")):
        try:
            return files.read(path.read_text(encoding="utf-8")).statement.township
        except ValueError:
            continue
    raise NoCopy(f"{folder} holds no seal that can be read")


def _compare(township: int, place: Path, trusted: Trusted) -> Iterator[Finding]:
    kept, unreadable = _kept(township, place)
    yield from unreadable
    broken = [*sequence.faults(township, kept), *sequence.untrusted(township, kept, trusted)]
    yield from (_of_copy(finding) for finding in broken)
    for start in range(0, len(kept), AT_ONCE):
        part = kept[start : start + AT_ONCE]
        yield from _seals(township, part)
        for told in part:
            yield from _entries(told)


def _kept(township: int, place: Path) -> tuple[list[Told], list[Finding]]:
    seals, found = [], []
    for path in sorted(place.glob(f"*{files.SUFFIX}")):
        try:
            told = files.read(path.read_text(encoding="utf-8"))
        except ValueError:
            found.append(Finding(Wrong.KEPT_COPY, township, detail=f"{path.name} was changed or is damaged"))
            continue
        if told.statement.township == township:
            seals.append(told)
        else:
            found.append(Finding(Wrong.KEPT_COPY, township, detail=f"{path.name} is another township's"))
    return sorted(seals, key=lambda told: told.statement.number), found


def _of_copy(finding: Finding) -> Finding:
    """What does not fit within the copy itself: keys keep their word, the rest is damage to the copy."""
    wrong = finding.wrong if finding.wrong == Wrong.KEY_REPLACED else Wrong.KEPT_COPY
    detail = (
        f"{finding.wrong}: {finding.detail}" if wrong != finding.wrong else f"in the copy: {finding.detail}"
    )
    return Finding(wrong, finding.township, number=finding.number, detail=detail, day=finding.day)


def _seals(township: int, kept: Sequence[Told]) -> Iterator[Finding]:
    numbers = [told.statement.number for told in kept]
    rows = Seal.objects.filter(township=township, number__in=numbers).values_list(
        "number", "hash", "statement"
    )
    present = {number: (bytes(digest), statement) for number, digest, statement in rows}
    for told in kept:
        said = told.statement
        digest, statement = present.get(said.number, (b"", ""))
        if not digest:
            detail = "kept in the copy, but not in the database"
            yield Finding(Wrong.SEAL_REMOVED, township, number=said.number, detail=detail, day=said.day)
        elif (digest, statement) != (told.hash, told.text):
            key = f'"key":"{said.key.key}"' not in statement
            detail = "the copy has another seal" + (", signed with another key" if key else "")
            yield Finding(Wrong.SEALED_ANEW, township, number=said.number, detail=detail, day=said.day)


def _entries(told: Told) -> Iterator[Finding]:
    """Each entry under a kept seal stands where it stood, with the same hash; story by story."""
    said = told.statement
    labels = [(subject, number) for subject, number in told.labels if subject]
    stands = _standing(said.township, labels)
    for label, leaf in sorted(zip(told.labels, told.leaves, strict=True)):
        found = stands.get(label)
        if found is None:
            detail = f"under the kept seal #{said.number}, but not in the database"
            yield named(Wrong.REMOVED, said.township, said.day, label, detail)
        elif found != leaf:
            detail = f"another entry than under the kept seal #{said.number}"
            yield named(Wrong.CHANGED, said.township, said.day, label, detail)


def _standing(township: int, labels: Sequence[tuple[str, int]]) -> Mapping[tuple[str, int], bytes]:
    """The hash of each entry that stands at one of these places now."""
    found: dict[tuple[str, int], bytes] = {}
    for start in range(0, len(labels), AT_ONCE):
        subjects = {UUID(subject) for subject, _ in labels[start : start + AT_ONCE]}
        rows = Entry.objects.filter(township=township, subject_id__in=subjects)
        for subject, number, digest in rows.values_list("subject_id", "number", "hash"):
            found[str(subject), number] = bytes(digest)
    return found
