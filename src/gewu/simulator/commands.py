"""Running a town: stories are written first, then played by the public commands in simulated time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge

from django.db import transaction
from django.utils import timezone

from gewu.kernel import clock, jobs
from gewu.simulator import demands, hours, shape, todays, town
from gewu.simulator.cast import Cast
from gewu.simulator.demands import Span
from gewu.simulator.performing import in_order
from gewu.simulator.story import Story
from gewu.simulator.telling import Telling

SEED = 7
Deed = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was played."""

    register: int
    today: int
    steps: int
    jobs: int


def span_of(locality: str, *, since: date | None, last: date | None, until: datetime) -> Span:
    """The days of the register: as asked for, or the months of the place's register up to last midnight."""
    end = last or timezone.localdate(until) - timedelta(days=1)
    months = shape.read(locality).demands.months
    first = since or hours.months_before(end + timedelta(days=1), months)
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
) -> Outcome:
    """Play a locality's register: from `since` to `last` (days), or up to `until` with today's cases on top.

    One transaction, so that a half-told town never stands. Jobs that its commands cause and those of the
    clock are done on the way, at their simulated moments.
    """
    moment = hours.midnight(last + timedelta(days=1)) if last else until or clock.now()
    span = span_of(locality, since=since, last=last, until=moment)
    with transaction.atomic():
        with clock.hold(hours.midnight(span.first)):
            stage, stories, extra = _written(locality, seed=seed, span=span, until=moment)
        return _played(stage, [*stories, *extra], register=len(stories), span=span, until=moment)


def _written(
    locality: str, *, seed: int, span: Span, until: datetime
) -> tuple[Cast, list[Story], list[Story]]:
    form = shape.read(locality)
    place = town.read(locality, form, seed)
    telling = Telling(form, place, span)
    found = demands.demands(form, place, seed=seed, span=span)
    stories = [telling.story(demand) for demand in found]
    todays_ones = todays.stories(form, place, seed=seed, span=span, now=until) if until > span.until else []
    return Cast(place), stories, todays_ones


def _played(cast: Cast, stories: list[Story], *, register: int, span: Span, until: datetime) -> Outcome:
    steps = done = 0
    deeds = in_order(stories, cast, until=until)
    for moment, deed in merge(_by_the_clock(span, until), deeds, key=lambda entry: entry[0]):
        done += _jobs_before(moment)
        with clock.hold(moment):
            deed()
        steps += 1
    done += _jobs_before(until)
    jobs.hand_over()
    return Outcome(register, len(stories) - register, steps, done)


def _by_the_clock(span: Span, until: datetime) -> Iterator[tuple[datetime, Deed]]:
    """What the schedule brings: each job once a day. Its later turns only make up for missed ones."""
    seen: set[tuple[str, date]] = set()
    for tick, job in jobs.ticks(hours.midnight(span.first), until):
        day = timezone.localdate(tick)
        if (job.name, day) not in seen:
            seen.add((job.name, day))
            yield tick, job


def _jobs_before(moment: datetime) -> int:
    """Jobs that fall due before the next step, each at its own moment."""
    done = 0
    while (due := jobs.next_due()) is not None and due <= moment:
        with clock.hold(due):
            done += jobs.run_due()
    return done
