"""Running a town: stories are written first, then played by the public commands in simulated time."""

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from gewu.burden.commands import flush as write_counts
from gewu.kernel import clock, jobs
from gewu.kernel.models import Seal
from gewu.kernel.seals import files as seals
from gewu.places import queries as places
from gewu.simulator import demands, hours, others, shape, todays, town
from gewu.simulator.cast import Cast
from gewu.simulator.demands import Span
from gewu.simulator.performing import in_order
from gewu.simulator.shape import Shape
from gewu.simulator.story import Story
from gewu.simulator.telling import Telling

SEED = 7
# After the last midnight, until the last day is sealed.
NIGHT = timedelta(minutes=15)
# Inboxes hold what happened since.
TOLD_SINCE = timedelta(days=10)
Deed = Callable[[], object]
Aside = tuple[timedelta, Deed]
Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was played."""

    register: int
    today: int
    steps: int
    jobs: int
    # Of other kinds than events.
    others: int = 0


def span_of(form: Shape, *, since: date | None, last: date | None, until: datetime) -> Span:
    """The days of the register: as asked for, or the months of the place's register up to last midnight."""
    end = last or timezone.localdate(until) - timedelta(days=1)
    first = since or hours.months_before(end + timedelta(days=1), form.demands.months)
    if first > end:
        raise ValueError("the first day lies after the last one")
    return Span(first, end)


def run(
    locality: str,
    *,
    seed: int = SEED,
    since: date | None = None,
    last: date | None = None,
    until: datetime | None = None,
    form: Shape | None = None,
    besides: Sequence[Aside] = (),
) -> Outcome:
    """Play a locality's register: from `since` to `last` (days), or up to `until` with today's cases on top.

    One transaction, so that a half-told town never stands. Jobs that its commands cause and those of the
    clock are done on the way, at their simulated moments. `besides`: what else is done, so long before the
    end.
    """
    moment = hours.midnight(last + timedelta(days=1)) if last else until or clock.now()
    form = form or shape.read(locality)
    span = span_of(form, since=since, last=last, until=moment)
    _set_aside_unfinished(locality)
    with _undisturbed(), transaction.atomic():
        with clock.hold(hours.midnight(span.first)):
            stage, stories = _written(locality, form, seed=seed, span=span, until=moment)
        asides = sorted(((moment - before, deed) for before, deed in besides), key=lambda one: one[0])
        return _played(stage, stories, span=span, until=moment, asides=asides)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is played: the register, and of a running town the cases of today and those of other kinds."""

    register: list[Story]
    today: list[Story]
    others: list[Story]

    @property
    def all(self) -> list[Story]:
        return [*self.register, *self.today, *self.others]


def _written(locality: str, form: Shape, *, seed: int, span: Span, until: datetime) -> tuple[Cast, _Told]:
    place = town.read(locality, form, seed)
    telling = Telling(form, place, span)
    found = demands.demands(form, place, seed=seed, span=span)
    stories = [telling.story(demand) for demand in found]
    if until <= span.until:
        return Cast(place), _Told(stories, [], [])
    today = todays.stories(form, place, seed=seed, span=span, now=until)
    begins = hours.midnight(span.first)
    return Cast(place), _Told(
        stories, today, others.stories(locality, place, seed=seed, since=begins, until=until)
    )


def _played(
    cast: Cast,
    told: _Told,
    *,
    span: Span,
    until: datetime,
    asides: Sequence[tuple[datetime, Deed]],
) -> Outcome:
    agenda, steps = Agenda(), 0
    deeds = in_order(told.all, cast, until=until)
    end = max(until, min(until + NIGHT, clock.now()))
    with connection.execute_wrapper(agenda.watch), jobs.fleeting_from(until - TOLD_SINCE):
        for moment, deed in merge(_by_the_clock(span, end), asides, deeds, key=lambda entry: entry[0]):
            agenda.do_until(moment)
            with clock.hold(moment):
                deed()
            steps += 1
        agenda.do_until(end)
    jobs.hand_over()
    write_counts()
    return Outcome(len(told.register), len(told.today), steps, agenda.done, len(told.others))


def _set_aside_unfinished(locality: str) -> None:
    """Seals of a first load that was killed belong to no journal; they are kept, but out of the way."""
    township = places.locality(locality).township
    folder = seals.folder(township)
    if folder.exists() and not Seal.objects.filter(township=township).exists():
        folder.rename(folder.with_name(f"{township}-unfinished-{clock.now():%Y%m%d%H%M%S%f}"))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without a line in the log for each sealed day, and seldom looking for rubbish.

    Ten thousand commands make rubbish in small pieces; looking for it as often as usual
    takes a tenth of the time.
    """
    sealing, thresholds = logging.getLogger("gewu.kernel.seals"), gc.get_threshold()
    level = sealing.level
    sealing.setLevel(logging.WARNING)
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        sealing.setLevel(level)


def _by_the_clock(span: Span, until: datetime) -> Iterator[tuple[datetime, Deed]]:
    """What the schedule brings: each job once a day. Its later turns only make up for missed ones."""
    seen: set[tuple[str, date]] = set()
    for tick, job in jobs.ticks(hours.midnight(span.first), until):
        day = timezone.localdate(tick)
        if (job.name, day) not in seen:
            seen.add((job.name, day))
            yield tick, job


class Agenda:
    """The jobs that commands caused, each done at its own moment. Looks only when something was queued."""

    def __init__(self) -> None:
        self.done = 0
        self._stirred = True
        self._next: datetime | None = None

    def watch(self, execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Notice statements on the queue; asking it before every step would cost a tenth of the whole."""
        self._stirred = self._stirred or "procrastinate" in sql
        return execute(sql, params, many, context)

    def do_until(self, moment: datetime) -> None:
        while (due := self._upcoming()) is not None and due <= moment:
            with clock.hold(due):
                self.done += jobs.run_due()

    def _upcoming(self) -> datetime | None:
        if self._stirred:
            self._next = jobs.next_due()
            self._stirred = False
        return self._next
