"""How the deadlines of one case came about, for those who work on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.cases.clocks import Clocks, clocks_of
from gewu.cases.models import Case
from gewu.cases.queries.facts import is_only_reporter, standing_of
from gewu.cases.queries.story import gather, story_of
from gewu.cases.queries.values import StoryLine
from gewu.cases.standing import Standing
from gewu.catalogue.definition import CaseType
from gewu.catalogue.effects import Effect
from gewu.catalogue.queries import definition as definition_of
from gewu.deadlines.queries import calendar_of
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed

STANDS_STILL = frozenset({Effect.WAITS, Effect.PAUSES})
# What the moves that stop a clock ask for: until which day, and on which ground.
UNTIL = ("resume_on", "review_on")
GROUNDS = ("pause_reason", "basis", "reason")


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that was said when a clock was stopped, with what it is called."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch in which the clock stood still. `went_on` is empty while it does; `until`: as was planned."""

    move: str
    title: str
    stopped: datetime
    went_on: datetime | None
    until: date | None
    by: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class CaseClock:
    """The two clocks of a case, and what happened to them."""

    id: UUID
    number: str
    township: int
    clocks: Clocks
    stops: tuple[Stop, ...]
    extended_at: tuple[datetime, ...]
    resumes_at: datetime | None
    is_open: bool
    closed_at: datetime | None
    case_due_at: datetime
    was_late: bool
    appeal: str


def clock_of(actor: Actor, case_id: UUID) -> CaseClock:
    """The clocks of a case, or NotFound; whoever only reported it is told no deadlines."""
    case = Case.objects.visible_to(actor).one(case_id)
    if is_only_reporter(actor, case):
        raise NotAllowed(_("The deadlines are for those who work on the case."))
    standing, definition = standing_of(case), definition_of(case.definition_id)
    calendar = calendar_of(case.township)
    return CaseClock(
        id=case.id,
        number=case.number,
        township=case.township,
        clocks=clocks_of(standing, definition=definition, calendar=calendar),
        stops=_stops(case, standing, definition) if standing.stops else (),
        extended_at=standing.extended_at,
        resumes_at=standing.resumes_at,
        is_open=case.closed_at is None,
        closed_at=case.closed_at,
        case_due_at=case.case_due_at,
        was_late=standing.was_late,
        appeal=standing.appeal,
    )


def _stops(case: Case, standing: Standing, definition: CaseType) -> tuple[Stop, ...]:
    """The moments the row keeps, each stretch with the lines of the journal that stopped the clock for it."""
    lines = list(_stopping(story_of(gather(case, definition), {}), definition))
    began, ended = standing.stops[::2], standing.stops[1::2]
    return tuple(
        _stop(
            began[place],
            ended[place] if place < len(ended) else None,
            # Put off once more while it stood still: the last word holds.
            [line for line in lines if _within(line, began, place)],
        )
        for place in range(len(began))
    )


def _stopping(story: Iterable[StoryLine], definition: CaseType) -> Iterator[StoryLine]:
    stop = {move.name for move in definition.moves if move.effects & STANDS_STILL}
    yield from (line for line in story if line.move in stop)


def _within(line: StoryLine, began: tuple[datetime, ...], place: int) -> bool:
    return line.at >= began[place] and (place + 1 == len(began) or line.at < began[place + 1])


def _stop(stopped: datetime, went_on: datetime | None, lines: list[StoryLine]) -> Stop:
    last = lines[-1] if lines else None
    return Stop(
        move=last.move if last else "",
        title=last.title if last else "",
        stopped=stopped,
        went_on=went_on,
        until=_until(last) if last else None,
        by=last.who if last else "",
        grounds=tuple(_grounds(last)) if last else (),
    )


def _until(line: StoryLine) -> date | None:
    return next((date.fromisoformat(one.value) for one in line.answers if one.key in UNTIL), None)


def _grounds(line: StoryLine) -> Iterator[Ground]:
    yield from (Ground(one.key, one.label, one.value) for one in line.answers if one.key in GROUNDS)
    yield from (Ground(one.kind, one.label, one.text) for one in line.words if one.kind in GROUNDS)
