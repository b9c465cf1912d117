"""Where a new case is at home: the place it happened in, or the queue of what lies in no grid."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.cases import refusals
from gewu.kernel.access import Actor, Tier
from gewu.kernel.errors import NotFound, RuleBroken
from gewu.kernel.ids import given_id, township_of
from gewu.kernel.points import Point, metres_between
from gewu.kernel.sandbox import LETTERS as SANDBOX_LETTERS
from gewu.kernel.sandbox import is_sandbox
from gewu.places import queries as places
from gewu.places.locality import Locality
from gewu.places.values import Location


@dataclass(frozen=True, slots=True)
class Home:
    """The township whose case it is, its number's letters, and the location if some grid or area holds it.

    `location` is responsible from now on; `then` is where it happened, by the borders of that moment: told
    late, on the other side of a redraw, it may be another.
    """

    township: int
    letters: str
    location: Location | None
    then: Location | None

    @property
    def area(self) -> UUID | int:
        """The deepest area known; for what lies in no grid, the code of the township."""
        return self.location.at if self.location else self.township


def home_of(
    actor: Actor, *, point: Point | None, area: UUID | None, case_id: UUID | None, moment: datetime
) -> Home:
    """The home of a new case. Nothing is lost: what lies in no grid goes to the township nearest at hand."""
    location, then = _locations(point=point, area=area, moment=moment)
    claimed = _claimed_home(actor, case_id)
    locality = (
        _run_here(claimed)
        or (places.locality_of(location.township) if location else None)
        or _own_locality(actor)
        or _nearest_locality(point)
    )
    if location is not None and location.township != locality.township:
        # Reported by a phone that was at home elsewhere: its township takes it in and hands it over.
        location = None
    return Home(locality.township, locality.letters, location, _of(then, locality.township))


def tiers_of(home: Home) -> frozenset[str]:
    """The levels that somebody looks after there; what lies in no grid has the township alone."""
    where = home.location
    below = {
        Tier.COMMUNITY: where and where.community,
        Tier.GRID: where and where.grid,
        Tier.CELL: where and where.cell,
    }
    return frozenset({Tier.TOWNSHIP, *(tier for tier, area in below.items() if area)})


def home_in(township: int, *, point: Point | None, area: UUID | None, moment: datetime) -> Home:
    """The home of a case that a township takes in whatever its place; a sandbox has no places at all."""
    if is_sandbox(township):
        return Home(township, SANDBOX_LETTERS, None, None)
    locality = _run_here(township)
    if locality is None:
        raise RuleBroken(_("No place is run here yet."))
    location, then = _locations(point=point, area=area, moment=moment)
    return Home(township, locality.letters, _of(location, township), _of(then, township))


def _of(location: Location | None, township: int) -> Location | None:
    return location if location and location.township == township else None


def _locations(
    *, point: Point | None, area: UUID | None, moment: datetime
) -> tuple[Location | None, Location | None]:
    """Who is responsible from now on, and where it was by the borders of the moment."""
    if point is not None:
        return places.locate(point), places.locate(point, moment)
    if area is None:
        return None, None
    try:
        # A list that was read before a redraw still offers what has ended since.
        now, ended = places.in_use(area), places.area(area).retired_at
        then = area if ended is None or moment < ended else now
        return places.location_of(now), places.location_of(then, moment)
    except NotFound as unknown:
        raise refusals.invalid({"area": str(unknown)}) from unknown


def _claimed_home(actor: Actor, case_id: UUID | None) -> int | None:
    """The home in an id that a device made; only the actor's own homes are believed."""
    if case_id is None:
        return None
    return township_of(given_id(case_id, actor=actor))


def _run_here(township: int | None) -> Locality | None:
    return places.locality_of(township) if township is not None else None


def _own_locality(actor: Actor) -> Locality | None:
    own = (places.locality_of(post.scope.low) for post in actor.posts)
    return next((locality for locality in own if locality), None)


def _nearest_locality(point: Point | None) -> Locality:
    localities = places.localities()
    if not localities:
        raise RuleBroken(_("No place is run here yet."))
    if point is None:
        return localities[0]
    return min(localities, key=lambda locality: metres_between(point, Point(*locality.centre)))
