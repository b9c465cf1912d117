"""Copying: which case into which week, and the rows of each copy out to the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from gewu.cases.queries import elsewhen
from gewu.kernel import numbers, secrets
from gewu.kernel.ids import new_id_texts
from gewu.kernel.links import chained
from gewu.kernel.models import Entry
from gewu.places import queries as places
from gewu.simulator.copying import sources
from gewu.simulator.copying.moulds import field_of
from gewu.simulator.copying.sources import Source

WEEK = timedelta(weeks=1)
# So many copies share a transaction and a COPY per table.
BATCH = 2_000
# Sources are read in one go and kept: more would only cost memory.
MOST_SOURCES = 1_000
ENTRIES = Entry._meta.db_table
Lines = dict[str, list[str]]


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

    @property
    def order(self) -> tuple[datetime, UUID]:
        return self.first, self.source.case


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
    chosen at random among those whose working days fall as they did; batches stand for themselves, so a run
    that is cut off leaves whole cases only, and `progress` is told after each how many there are. ValueError
    when no case can be moved.
    """
    here = places.locality(locality)
    chosen = list(found) if found is not None else elsewhen.finished(here.township, most=MOST_SOURCES)
    read = sources.read(here.township, chosen) if chosen else []
    weeks = _Weeks(read, here.township, since=since)
    errands = _errands(read, count, weeks=weeks, chance=Random(seed))  # noqa: S311 - a story, not a secret
    entries = 0
    for first in range(0, len(errands), BATCH):
        entries += _carry_out(errands[first : first + BATCH], township=here.township, letters=here.letters)
        progress(min(first + BATCH, len(errands)))
    return Copied(len(errands), entries)


class _Weeks:
    """Into which weeks a case can be moved such that every day of it is worked or not as it was.

    So its deadlines, and every entry that follows from one, are those that the commands would have left.
    """

    def __init__(self, read: list[Source], township: int, *, since: date) -> None:
        self._since = since
        ends = [day for source in read for day in source.days]
        self._begins = min([since, *ends]) - WEEK
        self._works = elsewhen.working_days(township, self._begins, max([since, *ends]))

    def open_to(self, source: Source) -> tuple[int, ...]:
        first, last = ((day - self._begins).days for day in source.days)
        was, long = self._works[first : last + 1], last - first + 1
        most = (timezone.localdate(source.first) - self._since).days // 7
        into = (first - 7 * weeks for weeks in range(1, most + 1))
        return tuple(
            -((first - day) // 7) for day in into if day >= 0 and self._works[day : day + long] == was
        )


def _errands(read: list[Source], count: int, *, weeks: _Weeks, chance: Random) -> list[_Errand]:
    """Copies in the order of time, as a table that grew day by day would have them."""
    movable = [(source, into) for source in read if (into := weeks.open_to(source))]
    if not movable:
        raise ValueError("no case can be moved into an earlier week")
    chosen = (chance.choice(movable) for _ in range(count))
    errands = [_Errand(source, chance.choice(into)) for source, into in chosen]
    return sorted(errands, key=lambda errand: errand.order)


@transaction.atomic
def _carry_out(errands: list[_Errand], *, township: int, letters: str) -> int:
    drawn = _numbers(errands, township=township, letters=letters)
    out: Lines = defaultdict(list)
    # What lies in the same week has the same moments: they are spelled once.
    for _order, same in groupby(errands, key=lambda errand: errand.order):
        alike = list(same)
        form = _Form(alike[0], township)
        for errand in alike:
            form.copy(next(drawn[timezone.localdate(errand.first)]), out)
    for table, lines in out.items():
        _copy_in(table, lines)
    return len(out[ENTRIES])


def _numbers(errands: list[_Errand], *, township: int, letters: str) -> dict[date, Iterator[str]]:
    wanted: dict[date, int] = defaultdict(int)
    for errand in errands:
        wanted[timezone.localdate(errand.first)] += 1
    return {
        day: iter(numbers.draw_many(township, letters=letters, day=day, count=count))
        for day, count in wanted.items()
    }


class _Form:
    """A source in one week: the values of its gaps that all copies there share, and where the others go."""

    def __init__(self, errand: _Errand, township: int) -> None:
        self._source, self._shift, self._township = errand.source, errand.weeks * WEEK, township
        self._counted = elsewhen.counted_elsewhen(
            errand.source.standing, definition=errand.source.definition, township=township, shift=self._shift
        )
        self._values = self._shared()

    def copy(self, number: str, out: Lines) -> None:
        """One copy: its rows and its journal, chained anew, as lines."""
        source, values = self._source, self._values.copy()
        values[: source.ids] = new_id_texts(self._township, source.ids)
        if source.number is not None:
            values[source.number] = number
        for place, said in source.sealed:
            home = secrets.Home(said.table, said.column, UUID(values[said.row]))
            values[place] = secrets.seal(said.text, home).hex()
        entries = out[ENTRIES]
        for told in source.told:
            previous = b"" if told.previous is None else bytes.fromhex(values[told.previous])
            hashed = chained(previous, told.head.fill(values), told.facts.fill(values))
            values[told.hash] = hashed.hex()
            entries.append(told.line.fill(values))
        for table, mould in source.rows:
            out[table].append(mould.fill(values))

    def _shared(self) -> list[str]:
        source, shift = self._source, self._shift
        values = [""] * source.places
        for place, moment in source.moments:
            values[place] = (moment + shift).isoformat(sep=" ")
        for place, day in source.dates:
            values[place] = (day + shift).isoformat()
        for place, spelled in source.spelled:
            values[place] = spelled.moved(shift)
        for place, derived in source.derived:
            values[place] = field_of(self._counted[derived.column])
        return values


def _copy_in(table: str, lines: list[str]) -> None:
    names = ", ".join(f'"{name}"' for name in sources.columns_by_table()[table])
    with connection.cursor() as cursor:
        raw = cast("Any", cursor).cursor
        with raw.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            copy.write("".join(lines))
