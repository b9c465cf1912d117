"""What goes over the API of a case's clocks: the same working that its page shows."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.utils import timezone
from ninja import Field, Schema

from gewu.cases.clocks import Leg
from gewu.cases.queries.clocks import CaseClock, Stop
from gewu.deadlines.rules import Unit
from gewu.deadlines.schemas import IntervalOut


class LegOut(Schema):
    """One limit as it ran, extensions included, with every stretch that was counted for it."""

    of: Literal["stage", "work", "rest"] = Field(
        description="The stage it is in; the work itself; what is left to do after that."
    )
    since: datetime
    amount: int
    unit: Unit
    due: datetime = Field(description="The last moment that is not late.")
    provisional: bool = Field(description="A year on the way is not published yet.")
    counted: list[IntervalOut]


class GroundOut(Schema):
    """What was said when the clock was stopped: a code as it is called, or words."""

    key: str
    label: str
    value: str


class StopOut(Schema):
    """A stretch in which the clock stood still: since when, who stopped it and why."""

    move: str
    title: str
    stopped: datetime
    went_on: datetime | None = Field(description="Null while it stands still.")
    until: date | None = Field(description="The day that was planned; on it the clock goes on by itself.")
    by: str
    grounds: list[GroundOut]


class ClockOut(Schema):
    """The clocks of a case with their working. Moments carry the offset of the place."""

    id: UUID
    number: str
    state: Literal["running", "standing_still", "over"]
    resumes_at: datetime | None = Field(description="When it goes on by itself, while it stands still.")
    case_due_at: datetime
    closed_at: datetime | None
    provisional: bool = Field(description="A calendar that is not published yet may still move a deadline.")
    was_late: bool = Field(description="Done or closed after it was due, whatever an appeal came to.")
    appeal: str = Field(description="`granted` (statistics leave the lateness out), `declined` or empty.")
    legs: list[LegOut]
    stops: list[StopOut]
    extended_at: list[datetime] = Field(description="Each: one limit's length more, granted then.")


def clock_out(found: CaseClock) -> ClockOut:
    """As the API tells it."""
    return ClockOut(
        id=found.id,
        number=found.number,
        state=_state(found),
        resumes_at=_local(found.resumes_at),
        case_due_at=timezone.localtime(found.case_due_at),
        closed_at=_local(found.closed_at),
        provisional=found.is_open and found.clocks.provisional,
        was_late=found.was_late,
        appeal=found.appeal,
        legs=list(_legs(found)),
        stops=[_stop(stop) for stop in found.stops],
        extended_at=[timezone.localtime(moment) for moment in found.extended_at],
    )


def _state(found: CaseClock) -> Literal["running", "standing_still", "over"]:
    if not found.is_open:
        return "over"
    return "running" if found.resumes_at is None else "standing_still"


def _legs(found: CaseClock) -> Iterator[LegOut]:
    if found.is_open and found.clocks.stage is not None:
        yield _leg("stage", found.clocks.stage)
    names: tuple[Literal["work", "rest"], ...] = ("work", "rest")
    for leg, name in zip(found.clocks.whole, names, strict=False):
        yield _leg(name, leg)


def _leg(of: Literal["stage", "work", "rest"], leg: Leg) -> LegOut:
    return LegOut(
        of=of,
        since=timezone.localtime(leg.since),
        amount=leg.limit.amount,
        unit=leg.limit.unit,
        due=timezone.localtime(leg.due.moment),
        provisional=leg.due.provisional,
        counted=[
            IntervalOut(begins=timezone.localtime(one.begins), ends=timezone.localtime(one.ends))
            for one in leg.due.counted
        ],
    )


def _stop(stop: Stop) -> StopOut:
    return StopOut(
        move=stop.move,
        title=stop.title,
        stopped=timezone.localtime(stop.stopped),
        went_on=_local(stop.went_on),
        until=stop.until,
        by=stop.by,
        grounds=[GroundOut(key=one.key, label=one.label, value=one.value) for one in stop.grounds],
    )


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
