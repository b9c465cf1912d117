"""What a look found, kept: new findings, what is wrong again, and what is gone by itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from gewu.checkups.models import Finding
from gewu.checkups.rules import Held, Seen, State, gone, seen
from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM, AccessClass
from gewu.kernel.canonical import canonical
from gewu.kernel.ids import new_id
from gewu.kernel.journal import Note
from gewu.kernel.models import statements

One = TypeVar("One")
SIZE = 500


@dataclass(frozen=True, slots=True)
class At:
    """Where the row stands that is wrong, and how closely it is held: who may mend it follows from this."""

    register: str
    subject: UUID | None = None
    community: UUID | None = None
    grid: UUID | None = None
    cell: UUID | None = None
    access_class: int = AccessClass.OPEN


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong, as a check tells it to be kept."""

    name: str
    at: At
    said: Mapping[str, str] = field(default_factory=dict)
    refs: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        return sha256(self.name.encode()).hexdigest()

    @property
    def digest(self) -> str:
        return sha256(canonical(dict(self.said), field="said").encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a look: how many are new or wrong again, and how many are mended."""

    found: int = 0
    mended: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.found + other.found, self.mended + other.mended)


@transaction.atomic
def keep(township: int, check_key: str, wrongs: Iterable[Wrong]) -> Kept:
    """Keep what a check found in a township; what it does not find any more is mended."""
    held = _held(township, check_key)
    now = {wrong.mark: wrong for wrong in wrongs}
    found = 0
    for part in _parts(now.values()):
        found += _keep_part(township, check_key, part, held)
    left = [mark for mark, one in held.items() if mark not in now and gone(one)]
    for marks in _parts(left):
        _mend(township, check_key, marks)
    return Kept(found, len(left))


def _held(township: int, check_key: str) -> dict[str, Held]:
    rows = Finding.objects.filter(township=township, check_key=check_key)
    return {
        mark: Held(State(state), digest)
        for mark, state, digest in rows.values_list("mark", "state", "digest")
    }


def _keep_part(township: int, check_key: str, wrongs: Sequence[Wrong], held: Mapping[str, Held]) -> int:
    means = {wrong.mark: seen(held.get(wrong.mark), wrong.digest) for wrong in wrongs}
    new = [_row(township, check_key, one) for one in wrongs if means[one.mark] == Seen.NEW]
    statements.insert_all(new)
    _tell("checkup.found", new)
    other = {one.mark: one for one in wrongs if means[one.mark] in {Seen.AGAIN, Seen.CHANGED}}
    rows = list(
        Finding.objects.filter(
            township=township, check_key=check_key, mark__in=list(other)
        ).select_for_update()
    )
    for row in rows:
        wrong = other[row.mark]
        row.said, row.refs, row.digest = dict(wrong.said), list(wrong.refs), wrong.digest
        row.state, row.closed_at, row.closed_by = State.OPEN, None, None
        row.again += means[row.mark] == Seen.AGAIN
    _tell("checkup.found_again", rows, ("said", "refs", "digest", "state", "closed_at", "closed_by", "again"))
    return len(new) + sum(means[row.mark] == Seen.AGAIN for row in rows)


def _mend(township: int, check_key: str, marks: Sequence[str]) -> None:
    rows = list(
        Finding.objects.filter(township=township, check_key=check_key, mark__in=marks).select_for_update()
    )
    for row in rows:
        row.state, row.closed_at, row.closed_by = State.MENDED, clock.now(), None
    _tell("checkup.mended", rows, ("state", "closed_at", "closed_by"))


def _row(township: int, check_key: str, wrong: Wrong) -> Finding:
    return Finding(
        id=new_id(township),
        township=township,
        check_key=check_key,
        mark=wrong.mark,
        digest=wrong.digest,
        register=wrong.at.register,
        subject_id=wrong.at.subject,
        access_class=wrong.at.access_class,
        in_community=wrong.at.community,
        in_grid=wrong.at.grid,
        in_cell=wrong.at.cell,
        said=dict(wrong.said),
        refs=list(wrong.refs),
        found_at=clock.now(),
    )


def _tell(kind: str, rows: Sequence[Finding], write: Sequence[str] = ()) -> None:
    notes = [
        Note(row, {"check": row.check_key, "in": row.register, "subject": str(row.subject_id or "")})
        for row in rows
    ]
    journal.record_all(kind, notes, actor=SYSTEM, write=write)


def _parts(values: Iterable[One]) -> Iterator[list[One]]:
    rest = iter(values)
    while part := list(islice(rest, SIZE)):
        yield part
