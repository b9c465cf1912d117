"""How the deadlines of one case came about, for those who work on it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.cases.clocks import Clocks, clocks_of
from gewu.cases.models import Case
from gewu.cases.queries.facts import is_only_reporter, standing_of
from gewu.catalogue.queries import definition as definition_of
from gewu.deadlines.queries import calendar_of
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class CaseClock:
    """The two clocks of a case, and what happened to them; `stops`: when they stopped and went on."""

    id: UUID
    number: str
    township: int
    clocks: Clocks
    stops: tuple[datetime, ...]
    extended_at: tuple[datetime, ...]
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
    standing = standing_of(case)
    calendar = calendar_of(case.township)
    return CaseClock(
        id=case.id,
        number=case.number,
        township=case.township,
        clocks=clocks_of(standing, definition=definition_of(case.definition_id), calendar=calendar),
        stops=standing.stops,
        extended_at=standing.extended_at,
        is_open=case.closed_at is None,
        closed_at=case.closed_at,
        case_due_at=case.case_due_at,
        was_late=standing.was_late,
        appeal=standing.appeal,
    )
