"""The checks that rules of e-supervision name: each reads entries or words and tells what is odd.

They look at cases, never at persons: nothing here says who did it, and nothing is counted by person.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from gewu.cases import queries as cases
from gewu.cases.queries import oddities
from gewu.cases.queries.oddities import Named
from gewu.kernel.models import Entry
from gewu.supervision.definition import Rule

CASE = "cases.case"
YEAR = timedelta(days=365)
# Itself: nobody else chose that standard.
ALONE = 1


@dataclass(frozen=True, slots=True)
class Odd:
    """Something odd in a case: by which rule, in which entries of its journal, with which figures."""

    rule: Rule
    case: Named
    mark: str
    happened_at: datetime
    entries: tuple[int, ...] = ()
    figures: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """A move as its entry tells it."""

    case: UUID
    number: int
    move: str
    recorded_at: datetime
    happened_at: datetime


@dataclass(frozen=True)
class Window:
    """What happened in a township between two moments, read once for all checks."""

    township: int
    since: datetime
    until: datetime

    @cached_property
    def moves(self) -> Mapping[UUID, list[Done]]:
        """Moves by case, in their order."""
        return _told(self._entries(self.since))

    def moves_of(self, chosen: Iterable[UUID], *, days: int) -> Mapping[UUID, list[Done]]:
        """Moves of some cases, so many days back: what comes again comes over weeks."""
        return _told(self._entries(self.back(days)).filter(subject_id__in=list(chosen)))

    def back(self, days: int) -> datetime:
        """So many days before the end, or since the window opens, whichever is earlier."""
        return min(self.since, self.until - timedelta(days=days))

    def _entries(self, since: datetime) -> QuerySet[Entry]:
        return Entry.objects.filter(
            township=self.township,
            recorded_at__gte=since,
            recorded_at__lt=self.until,
            subject_kind=CASE,
            kind__in=("case.moved", "case.reported"),
        ).order_by("subject_id", "number")


def look(window: Window, rule: Rule) -> Iterator[Odd]:
    """What a rule finds in the window."""
    yield from CHECKS[rule.check](window, rule)


def one_after_the_other(window: Window, rule: Rule) -> Iterator[Odd]:
    """A step that follows another within so many seconds: read and decided in no time."""
    pairs = [
        (first, then)
        for moves in window.moves.values()
        for first, then in pairwise(moves)
        if first.move in rule.first
        and then.move in rule.then
        and (then.recorded_at - first.recorded_at).total_seconds() <= rule.seconds
    ]
    named = oddities.named(window.township, {then.case for _first, then in pairs})
    for first, then in pairs:
        seconds = round((then.recorded_at - first.recorded_at).total_seconds())
        yield _odd(rule, named[then.case], (first, then), {"seconds": seconds})


def again_and_again(window: Window, rule: Rule) -> Iterator[Odd]:
    """The same case goes back so many times: once more now, and before that over so many days."""
    back = {case for case, moves in window.moves.items() if any(done.move in rule.moves for done in moves)}
    whole = window.moves_of(back, days=rule.days)
    often = {case: [done for done in moves if done.move in rule.moves] for case, moves in whole.items()}
    often = {case: dones for case, dones in often.items() if len(dones) >= rule.least}
    named = oddities.named(window.township, often)
    for case, dones in often.items():
        yield _odd(rule, named[case], tuple(dones), {"times": len(dones)}, mark=str(case))


def backdated(window: Window, rule: Rule) -> Iterator[Odd]:
    """Written down long after it is said to have happened."""
    limit = timedelta(hours=rule.hours)
    late = [done for done in _all(window) if done.recorded_at - done.happened_at > limit]
    named = oddities.named(window.township, {done.case for done in late})
    for done in late:
        hours = round((done.recorded_at - done.happened_at).total_seconds() / 3600)
        yield _odd(rule, named[done.case], (done,), {"hours": hours, "move": done.move})


def at_odd_hours(window: Window, rule: Rule) -> Iterator[Odd]:
    """Office work in the middle of the night."""

    def odd(done: Done) -> bool:
        hour = timezone.localtime(done.recorded_at).hour
        return done.move in rule.moves and rule.from_hour <= hour < rule.to_hour

    by_night = [done for done in _all(window) if odd(done)]
    named = oddities.named(window.township, {done.case for done in by_night})
    for done in by_night:
        at = timezone.localtime(done.recorded_at).strftime("%H:%M")
        yield _odd(rule, named[done.case], (done,), {"at": at, "move": done.move})


def same_words(window: Window, rule: Rule) -> Iterator[Odd]:
    """Letter by letter the same in many cases: one finding for all of them, once a month."""
    alike = oddities.same_words(
        window.township,
        rule.words,
        since=window.back(rule.days),
        least=rule.least,
        longer_than=rule.longer_than,
    )
    named = oddities.named(window.township, {case for one in alike for case in one.cases})
    for one in alike:
        first = next((named[case] for case in one.cases if case in named), None)
        if first is None:
            continue
        month = timezone.localtime(window.until).strftime("%Y-%m")
        mark = sha256(f"{month}/{one.kind}/{one.text}".encode()).hexdigest()
        numbers = " ".join(named[case].number for case in one.cases[:8] if case in named)
        yield Odd(rule, first, mark, window.until, (), {"cases": one.count, "numbers": numbers})


def short_words(window: Window, rule: Rule) -> Iterator[Odd]:
    """A report that hardly says what was done."""
    short = oddities.short_words(
        window.township, rule.words, since=window.since, shorter_than=rule.shorter_than
    )
    named = oddities.named(window.township, {case for case, _entry in short})
    for case, entry in short:
        if case in named:
            yield Odd(rule, named[case], f"{case}/{entry}", window.until, (entry,), {})


def unusual_standard(window: Window, rule: Rule) -> Iterator[Odd]:
    """Filed under a standard that hardly anybody chooses for this category."""
    counted = oddities.standards_by_category(window.township, window.until - YEAR)
    filed = [done for done in _all(window) if done.move == "file"]
    named = oddities.named(window.township, {done.case for done in filed})
    for done in filed:
        case = named[done.case]
        here = counted.get(case.category)
        total, same = (here.total(), here[case.standard]) if here else (0, 0)
        if total >= rule.least and same < max(ALONE + 1, total * rule.share):
            yield _odd(rule, case, (done,), {"same": same, "of": total})


def _told(rows: QuerySet[Entry]) -> Mapping[UUID, list[Done]]:
    found: dict[UUID, list[Done]] = defaultdict(list)
    for entry in rows.iterator(chunk_size=2000):
        move = str(cases.facts_of(entry).get("move") or "report")
        done = Done(entry.subject_id, entry.number, move, entry.recorded_at, entry.happened_at)
        found[entry.subject_id].append(done)
    return found


def _all(window: Window) -> Iterator[Done]:
    for moves in window.moves.values():
        yield from moves


def _odd(
    rule: Rule, case: Named, dones: tuple[Done, ...], figures: Mapping[str, int | str], mark: str = ""
) -> Odd:
    numbers = tuple(done.number for done in dones)
    return Odd(
        rule=rule,
        case=case,
        mark=mark or f"{case.id}/{'-'.join(map(str, numbers))}",
        happened_at=dones[-1].recorded_at,
        entries=numbers,
        figures=figures,
    )


CHECKS: Mapping[str, Callable[[Window, Rule], Iterator[Odd]]] = {
    "one_after_the_other": one_after_the_other,
    "again_and_again": again_and_again,
    "backdated": backdated,
    "at_odd_hours": at_odd_hours,
    "same_words": same_words,
    "short_words": short_words,
    "unusual_standard": unusual_standard,
}
