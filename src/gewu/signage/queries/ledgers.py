"""The two ledgers: cards at the doors, plates at the houses; counted for every part of a place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from gewu.cases import queries as cases
from gewu.kernel.access import Actor, Tier
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.queries import Address, Place
from gewu.signage.models import Handout, Plate
from gewu.signage.queries.cards import contacts_of
from gewu.signage.rules import WRONG, Coverage, PlateCount

BUILDING = "building"
# A plate that nobody looked at for so long is to be looked at.
CHECK_EVERY = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class House:
    """One house with what both ledgers know. `outdated`: its cards name somebody who is not there now."""

    address: Address
    area: Place
    handout: Handout | None
    outdated: bool
    plates: tuple[Plate, ...]

    @property
    def done(self) -> bool:
        """Every door was gone to, for the person who is there now."""
        row = self.handout
        return bool(row and not self.outdated and row.delivered + row.refused >= self.address.households)

    @property
    def waiting(self) -> int:
        row = None if self.outdated else self.handout
        return max(0, self.address.households - (row.delivered + row.refused if row else 0))


@dataclass(frozen=True, slots=True)
class Part:
    """An area with its figures."""

    area: Place
    cards: Coverage
    plates: PlateCount


def houses_of(*areas: UUID, plates: Iterable[Plate] | None = None) -> list[House]:
    """Every house on some areas of one township with its ledgers, by code: four statements."""
    found = [one for one in places.addresses_in(*areas) if one.kind == BUILDING and one.area]
    known = {one: places.area(one) for one in {house.area for house in found} if one is not None}
    contacts = contacts_of(list(known.values()))
    here = Q(township__in={house.township for house in found}, address__in=[house.id for house in found])
    handed = {row.address: row for row in Handout.objects.filter(here)}
    hung: dict[UUID, list[Plate]] = {}
    for plate in Plate.objects.filter(here).order_by("unit") if plates is None else plates:
        if plate.address is not None:
            hung.setdefault(plate.address, []).append(plate)
    return [
        House(
            address=house,
            area=known[house.area],
            handout=handed.get(house.id),
            outdated=_outdated(handed.get(house.id), {post.user_id for post in contacts[house.area].posts}),
            plates=tuple(hung.get(house.id, ())),
        )
        for house in found
        if house.area is not None
    ]


def big_plates(areas: Sequence[Place]) -> dict[UUID, Plate]:
    """The big plates of exactly these areas, by what they stand for; one statement."""
    rows = Plate.objects.filter(
        township__in={one.home for one in areas}, size="big", area__in=[one.id for one in areas]
    )
    return {row.area: row for row in rows if row.area is not None}


def parts_of(area: Place, today: date) -> tuple[Part, list[Part]]:
    """The figures of an area and of each area directly below it."""
    rows = list(Plate.objects.on(area.id).order_by("unit"))
    houses = houses_of(area.id, plates=rows)
    below = [_part(child, houses, rows, today) for child in places.children(area.id)]
    return _part(area, houses, rows, today), below


def coverage_of(houses: Sequence[House]) -> Coverage:
    """How far the cards have come over some houses."""
    current = [house.handout for house in houses if house.handout and not house.outdated]
    lived_in = [house for house in houses if house.address.households]
    return Coverage(
        households=sum(house.address.households for house in houses),
        delivered=sum(row.delivered for row in current),
        refused=sum(row.refused for row in current),
        nobody=sum(row.nobody for row in current),
        outdated=sum(house.handout.delivered for house in houses if house.handout and house.outdated),
        houses=len(lived_in),
        houses_done=sum(house.done for house in lived_in),
    )


def plate_count(rows: Sequence[Plate], today: date) -> PlateCount:
    states = [row.state for row in rows]
    return PlateCount(
        planned=states.count("planned"),
        up=states.count("up"),
        damaged=states.count("damaged"),
        missing=states.count("missing"),
        unchecked=sum(is_unchecked(row, today) for row in rows),
    )


def is_unchecked(plate: Plate, today: date) -> bool:
    """Up, and nobody has looked at it for half a year."""
    return plate.state == "up" and (plate.checked_on or date.min) < today - CHECK_EVERY


def is_mended(plate: Plate) -> bool:
    """Damaged or missing as far as anybody noted, and the case about it is closed: somebody should look."""
    return plate.state in WRONG and plate.case_id is not None and not cases.still_open(plate.case_id)


def wrong_plates(actor: Actor) -> list[Plate]:
    """Damaged and missing plates on the actor's ground, those longest so first."""
    return list(
        Plate.objects.visible_to(actor).filter(state__in=["damaged", "missing"]).order_by("checked_on", "id")
    )


def plates_on(area: UUID, *, state: str | None = None, after: UUID | None = None) -> QuerySet[Plate]:
    """The plates of an area by id, those of one state, those after an id."""
    rows = Plate.objects.on(area).order_by("id")
    rows = rows.filter(state=state) if state else rows
    return rows.filter(id__gt=after) if after else rows


def plate_seen(actor: Actor, identifier: UUID) -> Plate:
    """A plate on the actor's ground, or NotFound."""
    return Plate.objects.visible_to(actor).one(identifier)


def where_is(plate: Plate, language: str) -> str:
    """Where a plate hangs, in words."""
    if plate.area is not None:
        return " ".join(step.in_language(language) for step in places.path_here(plate.area))
    return places.address(plate.address).in_language(language) if plate.address else ""


def carded_under(area: Place) -> list[Place]:
    """The areas that have a card of their own: an area itself and all below it, from communities down."""
    own = [area] if area.tier in {Tier.COMMUNITY, Tier.GRID, Tier.CELL} else []
    return [*own, *(deeper for child in places.children(area.id) for deeper in carded_under(child))]


def names_of(plates: Iterable[Plate]) -> Mapping[UUID, str]:
    """Who looked at these plates last, by id."""
    return people.name_of({plate.checked_by for plate in plates})


def _outdated(row: Handout | None, present: set[UUID]) -> bool:
    return row is not None and row.contact not in present


def _part(area: Place, houses: Sequence[House], rows: Sequence[Plate], today: date) -> Part:
    inside = [house for house in houses if area.id in house.area.path]
    small = [plate for house in inside for plate in house.plates]
    big = [row for row in rows if row.area is not None and area.id in places.area(row.area).path]
    return Part(area, coverage_of(inside), plate_count([*big, *small], today))
