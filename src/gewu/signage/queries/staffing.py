"""Who is on which grid and who is missing, with the open work that lies there: for the staff of a place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.cases import queries as cases
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, NotFound
from gewu.people import queries as people
from gewu.people.complement import Held, Load, Spot, loads_of
from gewu.people.queries import Complement
from gewu.places import queries as places
from gewu.places.queries import Place
from gewu.places.sizes import StaffRule
from gewu.signage.models import SizeNote

SOON = timedelta(days=30)
# Who reads the staffing of their ground, and the ledgers of cards and plates.
STAFF_READERS = frozenset({"chief", "admin", "supervisor", "overseer"})
LEDGER_READERS = STAFF_READERS | {"gridlead"}
# A county looks at one township at a time.
MOST_TOWNSHIPS = 40


@dataclass(frozen=True, slots=True)
class Size:
    """An area with more or fewer households than its level is for: said, never refused."""

    area: Place
    households: int
    low: int
    high: int


@dataclass(frozen=True)
class Staffed:
    """One township's staffing cut to the part that somebody looks after."""

    top: Place
    complement: Complement
    cases: dict[UUID, int]
    away: set[UUID]
    today: date

    def within(self, area: UUID) -> bool:
        return self.top.id in places.area(area).path

    @property
    def rules(self) -> tuple[StaffRule, ...]:
        return self.complement.rules

    @property
    def spots(self) -> list[Spot]:
        return [spot for spot in self.complement.spots if self.within(spot.area)]

    @property
    def gaps(self) -> list[Spot]:
        return [spot for spot in self.spots if spot.problems]

    @property
    def held(self) -> list[Held]:
        return [post for post in self.complement.held if self.top.id in post.path]

    @property
    def loads(self) -> list[Load]:
        """What everybody here carries; what they carry elsewhere counts, too."""
        found = loads_of(
            self.rules,
            self.complement.held,
            self.complement.levels,
            households=self.complement.households,
            cases=self.cases,
        )
        return [load for load in found if any(self.within(area) for area in load.areas)]

    @property
    def ending(self) -> list[Held]:
        """Posts that end within thirty days, the next first."""
        soon = [post for post in self.held if post.last_day and post.last_day <= self.today + SOON]
        return sorted(soon, key=lambda post: (post.last_day or self.today, post.name))

    @property
    def sizes(self) -> list[Size]:
        """Areas outside the range of their level, where the place only says so (`outside = "say"`)."""
        return list(self._sizes())

    def _sizes(self) -> Iterator[Size]:
        for ground in self.complement.grounds:
            place = places.area(ground.id)
            level = places.level_of(place)
            if level is None or level.households is None or not self.within(ground.id):
                continue
            low, high = level.households
            many = self.complement.households.get(ground.id, 0)
            if not low <= many <= high:
                yield Size(place, many, low, high)


def staffed(area: Place) -> Staffed:
    """The staffing of an area of a township: four statements, whatever its size."""
    found = people.complement(area.home)
    away = people.away_today(post.user for post in found.held)
    return Staffed(area, found, cases.open_by_area(area.home), away, people.today())


def size_notes(areas: Sequence[Place]) -> dict[UUID, SizeNote]:
    """The reasons that were noted for the sizes of these areas, by area."""
    homes, wanted = {one.home for one in areas}, [one.id for one in areas]
    return {row.area: row for row in SizeNote.objects.filter(township__in=homes, area__in=wanted)}


def ground_of(actor: Actor, wanted: UUID | None) -> Place:
    """The area asked for, if the actor looks after it; without one the first they look after."""
    tops = grounds_of(actor)
    if not tops:
        raise NotAllowed(_("This page is not part of your post."))
    top = places.area(wanted) if wanted else tops[0]
    if not any(one.id in top.path for one in tops):
        raise NotFound(str(places.NO_PLACE))
    return top


def grounds_of(actor: Actor) -> list[Place]:
    """The parts of townships run here that somebody looks after, each once, the widest alone."""
    tops: dict[UUID, Place] = {}
    for post in actor.posts:
        for place in _townships(places.area(post.scope.area)):
            tops[place.id] = place
    return [one for one in tops.values() if not any(step in tops for step in one.path[:-1])]


def _townships(place: Place) -> list[Place]:
    if place.township is not None:
        return [place] if places.locality_of(place.home) else []
    run_here = [places.area_by_code(str(one.township)) for one in places.localities()]
    return [one for one in run_here if place.id in one.path][:MOST_TOWNSHIPS]
