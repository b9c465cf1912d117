"""The place as the simulator needs it: cells with points and streets, offices, the rules in force."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import CaseType
from gewu.deadlines.queries import calendar_of
from gewu.deadlines.rules import HOUR, Calendar, due
from gewu.deadlines.running import due_over, offer_due
from gewu.kernel.access import Tier
from gewu.kernel.points import Point
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.values import Place
from gewu.simulator.shape import Shape

POINTS = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit grid with what is around it. Codes are those of the areas."""

    code: str
    grid: str
    community: str
    households: int
    estate: str
    streets: tuple[str, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Office:
    key: str
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Town:
    """Values only: a story is written without asking the database."""

    township: int
    cells: tuple[Cell, ...]
    offices: dict[str, Office]
    communities: tuple[str, ...]
    outside: tuple[Point, ...]
    first_office: str
    # Where the demo handler stands among the hands of that office.
    first_hand: int
    definition: CaseType
    calendar: Calendar

    def office_for(self, category: str, community: str) -> Office:
        """Who usually puts it right there: the first duty the place has, or the community's station."""
        usual = catalogue.usual_offices(category, self.offices, here=(community,))
        return self.offices[usual[self.communities.index(community) % len(usual)]]

    def other_standard(self, category: str, but: Collection[str]) -> str:
        """A filing standard of the category that is none of these, or nothing."""
        keys = self.definition.terms[category].keys("filing")
        return next((key for key in keys if key not in but), "")

    def whole_due(
        self, category: str, standard: str, since: datetime, stops: Sequence[datetime] = ()
    ) -> datetime:
        """When what is reported now must be closed, if its clock stops and goes on at these moments."""
        for limit in self.definition.whole_limits(category=category, standard=standard):
            since = due_over(since, limit, self.calendar, stops).moment
        return since

    def stage_due(self, stage: str, category: str, standard: str, since: datetime) -> datetime:
        """When what enters a stage now must leave it."""
        known = {"category": category, "standard": standard}
        limit, handling = self.definition.stage_limit(stage, **known), self.definition.handling_limit(**known)
        offer = self.definition.stages[stage].offer
        if offer and handling:
            return offer_due(
                since, handling, self.calendar, short=offer.short_hours * HOUR, by=offer.by
            ).moment
        return due(since, limit, self.calendar).moment if limit else since


def read(locality: str, shape: Shape, seed: int) -> Town:
    """The town as it stands at the moment of the clock."""
    here = places.locality(locality)
    street = places.area_by_code(str(here.township))
    communities = places.under(street.id, Tier.COMMUNITY)
    order = [community.code for community in communities]
    chance = Random(f"{seed}/points")  # noqa: S311 - a story, not a secret
    named = _estates(street.id)
    cells = [
        _cell(place, named.get(place.id) or _invented(place, number, order, shape), chance=chance)
        for number, place in enumerate(_deepest(street.id))
    ]
    offices = [
        Office(row.key, row.id, row.name_zh)
        for row in people.organisations_of(here.township)
        # A station's work is done by the people of its community; what nobody works in takes nothing.
        if row.key.startswith("station-") or people.handlers_of(row.id)
    ]
    return Town(
        township=here.township,
        cells=tuple(cells),
        offices={office.key: office for office in sorted(offices, key=lambda office: office.key)},
        communities=tuple(order),
        outside=_outside(cells),
        first_office=(first := _first_office(offices, here.township)),
        first_hand=_first_hand(
            next((office for office in offices if office.key == first), None), here.township
        ),
        definition=catalogue.case_type("event", street.id).definition,
        calendar=calendar_of(here.township),
    )


def _deepest(street: UUID) -> tuple[Place, ...]:
    """The units, or the grids where these are not divided any further."""
    return places.under(street, Tier.CELL) or places.under(street, Tier.GRID)


def _estates(street: UUID) -> dict[UUID, str]:
    """Cell → the estate that stands in it."""
    addresses = places.addresses_in(street)
    names = {address.id: address.name for address in addresses}
    return {
        address.area: names[address.estate]
        for address in addresses
        if address.area is not None and address.estate in names
    }


def _invented(place: Place, number: int, order: list[str], shape: Shape) -> str:
    """For a place without addresses."""
    estates = shape.words.estates[order.index(place.code[:12]) % len(shape.words.estates)]
    return estates[number % len(estates)]


def _cell(place: Place, estate: str, *, chance: Random) -> Cell:
    path = {places.area(step).tier: places.area(step) for step in place.path}
    community = path[Tier.COMMUNITY]
    return Cell(
        code=place.code,
        grid=path[Tier.GRID].code,
        community=community.code,
        households=place.households or 1,
        estate=estate,
        streets=places.streets_at(place.id) or (community.short + "路",),
        points=tuple(places.points_in(place.id, chance, POINTS)),
    )


def _outside(cells: list[Cell]) -> tuple[Point, ...]:
    """Points a little beyond the last house: whoever stands there lies in no grid."""
    points = [point for cell in cells for point in cell.points]
    west, east = min(p.lon for p in points), max(p.lon for p in points)
    south, north = min(p.lat for p in points), max(p.lat for p in points)
    step = 0.006
    middle = Point(round((west + east) / 2, 6), round(north + step, 6))
    corner = Point(round(east + step, 6), round(north + step, 6))
    return (middle, corner, Point(round(west - step, 6), round((south + north) / 2, 6)))


def _first_office(offices: list[Office], township: int) -> str:
    """The office of the demo handler, if there is one."""
    name = _demo_handler(township)
    if not name:
        return ""
    login = people.actor_of(people.user_named(name), door="desk")
    return next((office.key for office in offices if office.id in login.organisations), "")


def _first_hand(office: Office | None, township: int) -> int:
    """The place of the demo handler among the people of the office."""
    names = [user.username for user in people.handlers_of(office.id)] if office else []
    handler = _demo_handler(township)
    return names.index(handler) if handler in names else 0


def _demo_handler(township: int) -> str:
    logins = (name for name, role, home in people.demo_logins() if (role, home) == ("handler", township))
    return next(logins, "")
