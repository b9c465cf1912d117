"""The two clocks of a case, that of its stage and that of its whole way, with stops and extensions. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from gewu.catalogue.definition import CaseType
from gewu.deadlines.rules import HOUR, LONGEST, Calendar, Due, Limit, Unit, worked
from gewu.deadlines.running import due_over, offer_due, working_over

if TYPE_CHECKING:
    from gewu.cases.standing import Standing

# A case whose work is over still waits to be rated and archived; nobody is late with that.
AFTERWARDS = Limit(7, Unit.CALENDAR_DAY)


@dataclass(frozen=True, slots=True)
class Leg:
    """A limit as it ran: from where, how long (extensions included), until when."""

    since: datetime
    limit: Limit
    due: Due


@dataclass(frozen=True, slots=True)
class Clocks:
    """Of the stage (nothing once the case rests for good), and of the way from report to closing."""

    stage: Leg | None
    whole: tuple[Leg, ...]

    @property
    def provisional(self) -> bool:
        """A calendar that is not published yet may still move one of the two."""
        return any(leg.due.provisional for leg in (*self.whole, *([self.stage] if self.stage else [])))


def clocks_of(standing: "Standing", *, definition: CaseType, calendar: Calendar) -> Clocks:
    """How the deadlines of a case come about. Nothing but its columns and the calendar goes into it."""
    return Clocks(
        stage=_stage_leg(standing, definition, calendar), whole=_whole_legs(standing, definition, calendar)
    )


def counted(standing: "Standing", *, definition: CaseType, calendar: Calendar) -> "Standing":
    """With the ends of the stage and of the whole way; what is over keeps the latter as it was."""
    if not definition.stages[standing.stage].open:
        leg = _stage_leg(standing, definition, calendar)
        return replace(standing, due_at=leg.due.moment if leg else None, provisional=False)
    clocks = clocks_of(standing, definition=definition, calendar=calendar)
    return replace(
        standing,
        due_at=clocks.stage.due.moment if clocks.stage else None,
        case_due_at=clocks.whole[-1].due.moment,
        provisional=clocks.provisional,
    )


def stops_of(standing: "Standing") -> tuple[datetime, ...]:
    """When its clock stopped and went on; while it stands still, with the moment at which it will go on."""
    still = standing.resumes_at
    return (*standing.stops, max(still, standing.stops[-1])) if still is not None else standing.stops


def _stage_leg(standing: "Standing", definition: CaseType, calendar: Calendar) -> Leg | None:
    stage = definition.stages[standing.stage]
    if stage.final:
        return None
    since, stops = standing.clock_since.astimezone(calendar.zone), stops_of(standing)
    known = {"category": standing.category, "standard": standing.standard}
    handling = definition.handling_limit(**known)
    if stage.offer is not None and handling is not None:
        offer = offer_due(since, handling, calendar, short=stage.offer.short_hours * HOUR, by=stage.offer.by)
        return Leg(since, handling, _still(offer, since, calendar, stops))
    limit = definition.stage_limit(standing.stage, **known) or AFTERWARDS
    if stage.limit == "category":
        granted = sum(moment >= standing.clock_since for moment in standing.extended_at)
        limit = _extended(limit, granted, definition)
    return Leg(since, limit, due_over(since, limit, calendar, stops if stage.open else ()))


def _still(offer: Due, since: datetime, calendar: Calendar, stops: tuple[datetime, ...]) -> Due:
    """An answer that is due at a time of day moves on by the working time that a stop took."""
    if not any(stop > since for stop in stops):
        return offer
    return working_over(since, worked(since, offer.moment, calendar), calendar, stops)


def _whole_legs(standing: "Standing", definition: CaseType, calendar: Calendar) -> tuple[Leg, ...]:
    """Counted from the report on; the standard a case is filed under makes it shorter or longer."""
    since, stops = _begun(standing).astimezone(calendar.zone), stops_of(standing)
    legs = []
    for limit in _limits(standing, definition):
        leg = Leg(since, limit, due_over(since, limit, calendar, stops))
        legs.append(leg)
        since = leg.due.moment
    return tuple(legs)


def _begun(standing: "Standing") -> datetime:
    """Since when the whole way runs: what is worked on again begins anew."""
    return standing.reopened_at or standing.recorded_at


def _limits(standing: "Standing", definition: CaseType) -> Iterable[Limit]:
    handling = definition.handling_limit(category=standing.category, standard=standing.standard)
    rest = definition.rest.limit if definition.rest else None
    granted = sum(moment >= _begun(standing) for moment in standing.extended_at)
    extended = _extended(handling, granted, definition) if handling else None
    return [limit for limit in (extended, rest) if limit] or [AFTERWARDS]


def _extended(limit: Limit, times: int, definition: CaseType) -> Limit:
    """One limit's length more for each extension, or as much as the definition says."""
    allowed = definition.allowed.get("extension")
    more = (allowed and allowed.more) or limit.amount
    return Limit(min(limit.amount + more * times, LONGEST), limit.unit)
