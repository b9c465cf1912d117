"""What agreements and batches of visits are, and how far a batch has come. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Bond(StrEnum):
    """六联: what two sides do together (条块联动、组织联建、党员联管、活动联办、资源联用、服务联做)."""

    LINES = "lines"
    ORGANISATIONS = "organisations"
    MEMBERS = "members"
    ACTIVITIES = "activities"
    RESOURCES = "resources"
    SERVICES = "services"


class Sort(StrEnum):
    """A batch is a community work day of offices, or a collective visit of officials to households."""

    WORKDAY = "workday"
    VISIT = "visit"


class Outcome(StrEnum):
    """What became of something that was found."""

    SETTLED = "settled"
    CASE = "case"
    NOTED = "noted"


class DeedSort(StrEnum):
    """What an agreement led to: something done together, or something lent."""

    ACTIVITY = "activity"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True)
class StopSeen:
    """One stop of a batch, as counting sees it."""

    visited: bool
    due_on: date
    households: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch has come: stops, visits, households, what was found and what became of it."""

    stops: int
    visited: int
    late: int
    households: int
    found: int
    settled: int
    cases: int
    closed: int

    @property
    def share(self) -> int:
        """Visited of all stops, in per cent; 100 only when none is left."""
        return 100 * self.visited // self.stops if self.stops else 0


def progress(
    stops: Iterable[StopSeen],
    outcomes: Iterable[tuple[Outcome, UUID | None]],
    over: frozenset[UUID],
    today: date,
) -> Progress:
    """Count a batch. `over`: those of its cases that are closed."""
    seen, found = list(stops), list(outcomes)
    cases = [case for outcome, case in found if outcome == Outcome.CASE]
    return Progress(
        stops=len(seen),
        visited=sum(stop.visited for stop in seen),
        late=sum(not stop.visited and stop.due_on < today for stop in seen),
        households=sum(stop.households for stop in seen),
        found=len(found),
        settled=sum(outcome == Outcome.SETTLED for outcome, _case in found),
        cases=len(cases),
        closed=sum(case in over for case in cases),
    )
