"""A move as it was made, and what each of its effects does to where a case stands. Pure.

Only what the effect itself says: stages, deadlines and levels follow in `standing`. What stops a clock, and
what is asked for and decided about it, is in `requests`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from gewu.cases import requests
from gewu.catalogue.definition import Move
from gewu.catalogue.effects import Effect

if TYPE_CHECKING:
    from gewu.cases.standing import Standing

# Of five marks, the highest that is a complaint; and what the reporter says of the matter itself.
UNHAPPY = 2
NOT_SOLVED = frozenset({"no", "partly"})


@dataclass(frozen=True, slots=True)
class Deed:
    """A move as it was made: by whom, for which offices, when (in local time), with which answers."""

    move: Move
    user: UUID | None
    offices: frozenset[UUID]
    moment: datetime
    data: Mapping[str, object]
    role: str = ""
    # Whose posts the actor holds only as a stand-in: what is done for them counts as theirs, too.
    for_users: frozenset[UUID] = frozenset()


def _offers(standing: "Standing", deed: Deed) -> "Standing":
    # Whoever held it stays responsible until the next office has accepted 首问责任.
    return replace(
        standing,
        offered_org=UUID(str(deed.data["organisation"])),
        suggested_org=None,
        return_asked=False,
        bound=False,
    )


def _takes(standing: "Standing", deed: Deed) -> "Standing":
    return replace(
        standing,
        holder_org=standing.offered_org,
        holder_user=deed.user,
        offered_org=None,
        return_asked=False,
    )


def _gives_back(standing: "Standing", deed: Deed) -> "Standing":
    # Closing gives back as well; only what an office hands back with a reason counts as returned.
    with_reason = "reason" in deed.move.needs or standing.return_asked
    office = standing.offered_org or standing.holder_org
    back = (office,) if with_reason and office is not None else ()
    new = replace(
        _suggests(standing, deed),
        offered_org=None,
        return_asked=False,
        bound=False,
        returns=standing.returns + len(back),
        returned_in_row=standing.returned_in_row + len(back),
        returned_by=tuple(dict.fromkeys((*standing.returned_by, *back))),
    )
    passed_on = standing.offered_org and standing.holder_org and standing.holder_org != standing.offered_org
    # Whoever held it before it was offered to the one that gives it back is still responsible.
    return new if passed_on else replace(new, holder_org=None, holder_user=None)


def _suggests(standing: "Standing", deed: Deed) -> "Standing":
    office = deed.data.get("suggested")
    return replace(standing, suggested_org=UUID(str(office))) if office else standing


def _asks_back(standing: "Standing", deed: Deed) -> "Standing":
    return replace(_suggests(standing, deed), return_asked=True)


def _keeps_on(standing: "Standing", deed: Deed) -> "Standing":
    return replace(standing, return_asked=False, suggested_org=None)


def _binds(standing: "Standing", deed: Deed) -> "Standing":
    return replace(standing, bound=True)


def _hands_in(standing: "Standing", deed: Deed) -> "Standing":
    return replace(standing, offered_org=standing.holder_org, holder_user=None, return_asked=False)


def _asks_help(standing: "Standing", deed: Deed) -> "Standing":
    asked = UUID(str(deed.data["helper"]))
    return replace(standing, helpers=tuple(dict.fromkeys((*standing.helpers, asked))))


def _signs_off(standing: "Standing", deed: Deed) -> "Standing":
    return _handles_too(_declines_help(standing, deed), deed)


def _declines_help(standing: "Standing", deed: Deed) -> "Standing":
    return replace(standing, helpers=tuple(one for one in standing.helpers if one not in deed.offices))


def _handles(standing: "Standing", deed: Deed) -> "Standing":
    late = standing.due_at is not None and deed.moment > standing.due_at
    return replace(
        _handles_too(standing, deed),
        returned_in_row=0,
        returned_by=(),
        return_asked=False,
        handled_late=standing.handled_late or late,
    )


def _handles_too(standing: "Standing", deed: Deed) -> "Standing":
    handlers: Iterable[UUID] = [
        *standing.handlers,
        *([deed.user] if deed.user else []),
        *sorted(deed.for_users),
    ]
    return replace(standing, handlers=tuple(dict.fromkeys(handlers)))


def _solves_on_spot(standing: "Standing", deed: Deed) -> "Standing":
    return replace(standing, solved_on_spot=True)


def _reopens_spot(standing: "Standing", deed: Deed) -> "Standing":
    return replace(standing, solved_on_spot=False)


def _unchanged(standing: "Standing", deed: Deed) -> "Standing":
    return standing


def _recategorises(standing: "Standing", deed: Deed) -> "Standing":
    return replace(standing, category=str(deed.data["category"]))


def _rates(standing: "Standing", deed: Deed) -> "Standing":
    rating = int(str(deed.data["rating"]))
    unhappy = rating <= UNHAPPY or deed.data.get("solved") in NOT_SOLVED
    return replace(standing, rating=rating, unhappy=unhappy)


def _reopens(standing: "Standing", deed: Deed) -> "Standing":
    # Whoever handled it stays a handler; who does it now is decided anew.
    return replace(
        standing,
        first_closed_at=standing.closed_at,
        reopened_at=deed.moment,
        rating=None,
        unhappy=False,
        solved_at="",
        offered_org=None,
        holder_org=None,
        holder_user=None,
    )


EFFECTS: dict[Effect, Callable[["Standing", Deed], "Standing"]] = {
    Effect.OFFERS: _offers,
    Effect.TAKES: _takes,
    Effect.GIVES_BACK: _gives_back,
    Effect.HANDLES: _handles,
    Effect.SOLVES_ON_SPOT: _solves_on_spot,
    Effect.REOPENS_SPOT: _reopens_spot,
    Effect.CHECKS: _unchanged,
    Effect.WAITS: requests.waits,
    Effect.PAUSES: requests.pauses,
    Effect.RESUMES: requests.resumes,
    Effect.ASKS_EXTENSION: requests.asks_extension,
    Effect.APPEALS: requests.appeals,
    Effect.REVIEWS: requests.reviews,
    Effect.DECIDES: requests.decides,
    Effect.ASKS_BACK: _asks_back,
    Effect.KEEPS_ON: _keeps_on,
    Effect.BINDS: _binds,
    Effect.HANDS_IN: _hands_in,
    Effect.ASKS_HELP: _asks_help,
    Effect.SIGNS_OFF: _signs_off,
    Effect.ACKNOWLEDGES: _unchanged,
    Effect.DECLINES_HELP: _declines_help,
    Effect.RATES: _rates,
    Effect.RECATEGORISES: _recategorises,
    Effect.REOPENS: _reopens,
}
