"""Copying: which case into which week, and the rows of each copy out to the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from gewu.cases.queries import elsewhen
from gewu.kernel import numbers, secrets
from gewu.kernel.ids import new_id
from gewu.kernel.links import hash_of
from gewu.kernel.models import Entry, Operational
from gewu.places import queries as places
from gewu.simulator.copying import sources
from gewu.simulator.copying.moulds import Gap, JsonTime, escaped
from gewu.simulator.copying.sources import Derived, HeadOf, SealedIn, Source

WEEK = timedelta(weeks=1)
# So many copies share a transaction and a COPY per table.
BATCH = 2_000
# Sources are read in one go and kept: more would only cost memory.
MOST_SOURCES = 3_000


@dataclass(frozen=True, slots=True)
class Copied:
    """What a run of copying left."""

    cases: int
    entries: int


@dataclass(frozen=True, slots=True)
class _Errand:
    source: Source
    weeks: int

    @property
    def first(self) -> datetime:
        return self.source.first + self.weeks * WEEK


def copy_cases(
    count: int,
    *,
    locality: str,
    since: date,
    found: Iterable[UUID] | None = None,
    seed: int = 7,
    progress: Callable[[int], None] = lambda _done: None,
) -> Copied:
    """Copy cases of a locality `count` times into the weeks from `since` on, oldest first.

    Without `found` they are copies of what is finished. Each lands whole weeks before itself, in a week
    chosen at random; batches stand for themselves, so a run that is cut off leaves whole cases only, and
    `progress` is told after each how many there are. ValueError when no case lies late enough to be moved.
    """
    here = places.locality(locality)
    chosen = list(found) if found is not None else elsewhen.finished(here.township, most=MOST_SOURCES)
    read = sources.read(here.township, chosen)
    errands = _errands(read, count, since=since, chance=Random(seed))  # noqa: S311 - a story, not a secret
    entries = 0
    for first in range(0, len(errands), BATCH):
        entries += _carry_out(errands[first : first + BATCH], township=here.township, letters=here.letters)
        progress(min(first + BATCH, len(errands)))
    return Copied(len(errands), entries)


def _errands(read: list[Source], count: int, *, since: date, chance: Random) -> list[_Errand]:
    """Copies in the order of time, as a table that grew day by day would have them."""
    room = [(source, (timezone.localdate(source.first) - since).days // 7) for source in read]
    movable = [(source, weeks) for source, weeks in room if weeks > 0]
    if not movable:
        raise ValueError("no case lies a week or more after the first day")
    chosen = (chance.choice(movable) for _ in range(count))
    errands = [_Errand(source, -chance.randint(1, weeks)) for source, weeks in chosen]
    return sorted(errands, key=lambda errand: errand.first)


@transaction.atomic
def _carry_out(errands: list[_Errand], *, township: int, letters: str) -> int:
    drawn = _numbers(errands, township=township, letters=letters)
    out: dict[str, list[str]] = defaultdict(list)
    entries = 0
    for errand in errands:
        copy = _Copy(errand, township, next(drawn[timezone.localdate(errand.first)]))
        for line in copy.entries():
            out[Entry._meta.db_table].append(line)
            entries += 1
        for table, line in copy.rows():
            out[table].append(line)
    for table, lines in out.items():
        _copy_in(table, lines)
    return entries


def _numbers(errands: list[_Errand], *, township: int, letters: str) -> dict[date, Iterator[str]]:
    wanted: dict[date, int] = defaultdict(int)
    for errand in errands:
        wanted[timezone.localdate(errand.first)] += 1
    return {
        day: iter(numbers.draw_many(township, letters=letters, day=day, count=count))
        for day, count in wanted.items()
    }


class _Copy:
    """One copy being made: the values of its gaps."""

    def __init__(self, errand: _Errand, township: int, number: str) -> None:
        self._source, self._shift = errand.source, errand.weeks * WEEK
        self._township, self._number = township, number
        self._ids = {known: str(new_id(township)) for known in sorted(errand.source.ids)}
        self._heads: dict[str, bytes] = {}
        self._counted = elsewhen.counted_elsewhen(
            errand.source.standing, definition=errand.source.definition, township=township, shift=self._shift
        )
        self._values = _Values(self)

    def entries(self) -> Iterator[str]:
        """The journal of the copy, chained anew, as lines."""
        for told in self._source.told:
            before = told.entry
            subject = str(before.subject_id)
            facts = told.facts.fill(self._values)
            link = _Link(
                id=UUID(self._ids[str(before.id)]),
                subject_id=UUID(self._ids[subject]),
                recorded_at=before.recorded_at + self._shift,
                happened_at=before.happened_at + self._shift,
                previous=self._heads.get(subject, b""),
                of=before,
            )
            self._heads[subject] = hash_of(link, facts)
            yield link.line(facts, self._heads[subject])

    def rows(self) -> Iterator[tuple[str, str]]:
        """Its rows, once the entries are made: the heads of their chains stand in them."""
        for line in self._source.lines:
            yield line.table, line.mould.fill(self._values)

    def value(self, said: object) -> str:  # noqa: PLR0911 - one answer per kind of gap
        match said:
            case str():
                return self._number if said == self._source.number else self._ids[said]
            case datetime():
                return (said + self._shift).isoformat(sep=" ")
            case date():
                return (said + self._shift).isoformat()
            case JsonTime():
                return self._json_time(said)
            case Derived():
                return _field(self._counted[said.column])
            case HeadOf():
                return "\\\\x" + self._heads.get(said.row, b"").hex()
            case SealedIn():
                home = secrets.Home(said.table, said.column, UUID(self._ids[said.row]))
                return "\\\\x" + secrets.seal(said.text, home).hex()
        raise TypeError(f"nobody knows what belongs into {said!r}")

    def _json_time(self, said: JsonTime) -> str:
        if said.is_day:
            return (date.fromisoformat(said.text) + self._shift).isoformat()
        moved = datetime.fromisoformat(said.text) + self._shift
        timespec = "microseconds" if "." in said.text else "seconds"
        text = moved.isoformat(timespec=timespec)
        return text.removesuffix("+00:00") + "Z" if said.text.endswith("Z") else text


class _Values(dict[Gap, str]):
    """Values of gaps, each found out once."""

    def __init__(self, copy: _Copy) -> None:
        super().__init__()
        self._copy = copy

    def __missing__(self, gap: Gap) -> str:
        value = self[gap] = self._copy.value(gap.value)
        return value


@dataclass(frozen=True, slots=True)
class _Link:
    """An entry of a copy: what differs, and the entry it is a copy of."""

    id: UUID
    subject_id: UUID
    recorded_at: datetime
    happened_at: datetime
    previous: bytes
    of: Entry

    def __getattr__(self, name: str) -> Any:
        return getattr(self.of, name)

    def line(self, facts: str, hashed: bytes) -> str:
        own = {
            "id": self.id,
            "subject_id": self.subject_id,
            "recorded_at": self.recorded_at,
            "happened_at": self.happened_at,
            "previous": self.previous,
            "hash": hashed,
            "facts": facts,
        }
        fields = (own.get(name, getattr(self.of, name)) for name in _ENTRY)
        return "\t".join(map(_field, fields)) + "\n"


_ENTRY = tuple(field.attname for field in Entry._meta.concrete_fields)


def _field(value: object) -> str:
    match value:
        case None:
            return "\\N"
        case bool():
            return "t" if value else "f"
        case bytes() | memoryview():
            return "\\\\x" + bytes(value).hex()
        case datetime():
            return value.isoformat(sep=" ")
        case str():
            return escaped(value)
    return str(value)


def _copy_in(table: str, lines: list[str]) -> None:
    names = ", ".join(f'"{name}"' for name in _columns()[table])
    with connection.cursor() as cursor:
        raw = cast("Any", cursor).cursor
        with raw.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            copy.write("".join(lines))


def _columns() -> Mapping[str, tuple[str, ...]]:
    return {model._meta.db_table: sources.columns_of(model) for model in _models()}


def _models() -> tuple[type[Operational], ...]:
    return (*sources.tables(), Entry)
