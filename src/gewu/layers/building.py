"""From what somebody says of an area to its rows: ground, members, households, community."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from gewu.kernel.access import Tier
from gewu.kernel.ids import new_id
from gewu.layers.models import LayerArea, Member
from gewu.layers.rules import Form, shares
from gewu.places import queries as places
from gewu.places.spelling import keys
from gewu.places.values import Address, Place

# Houses of one area are joined across a yard of twice this width, in degrees: about eight metres each.
YARD = 8 / 111_320


@dataclass(frozen=True, slots=True)
class Made:
    """What an area is to be: tree areas, or houses, or a ground of its own."""

    code: str
    name_zh: str
    name_en: str
    form: Form | None = None
    areas: tuple[UUID, ...] = ()
    houses: tuple[Address, ...] = ()
    ground: BaseGeometry | None = None


class Town:
    """The ground of a township as areas of layers are laid over it."""

    def __init__(self, township: int) -> None:
        self.township = township
        self.grounds = places.grounds(township)

    @cached_property
    def street(self) -> Place:
        return places.area_by_code(str(self.township))

    @cached_property
    def deepest(self) -> dict[UUID, BaseGeometry]:
        cells = places.under(self.street.id, Tier.CELL) or places.under(self.street.id, Tier.GRID)
        return {place.id: self.grounds[place.id] for place in cells if place.id in self.grounds}

    @cached_property
    def communities(self) -> dict[Place, BaseGeometry]:
        found = places.under(self.street.id, Tier.COMMUNITY)
        return {place: self.grounds[place.id] for place in found if place.id in self.grounds}

    def ground(self, made: Made) -> BaseGeometry | None:
        """Its own ground, or that of its houses; None where it is made of areas."""
        if made.ground is not None or not made.houses:
            return made.ground
        outlines = places.outlines_of([house.id for house in made.houses])
        yards = [shapely.from_wkb(outlines[key]).buffer(YARD) for key in outlines]
        return shapely.union_all(yards) if yards else None

    def members(self, made: Made, ground: BaseGeometry | None) -> dict[UUID, float]:
        """The areas of the tree it lies in, with the part of its ground in each."""
        if made.areas:
            return dict.fromkeys(made.areas, 1.0)
        return shares(ground, self.deepest) if ground is not None else {}


def put(row: LayerArea, made: Made, town: Town) -> tuple[LayerArea, dict[UUID, float]]:
    """Write into the row what an area is; answers with the areas of the tree it lies in."""
    ground = town.ground(made)
    inside = town.members(made, ground)
    row.code, row.name_zh, row.name_en = made.code, made.name_zh, made.name_en
    row.form = made.form or ""
    row.search_text = f"{keys(made.name_zh, made.name_zh)} {made.name_en.lower()} {made.code.lower()}"[:400]
    row.outline = shapely.to_wkb(ground, byte_order=1) if ground is not None else None
    row.households = _households(made)
    row.in_community = _community(inside)
    return row, inside


def member_rows(
    row: LayerArea, inside: Mapping[UUID, float], houses: Sequence[Address], since: datetime
) -> list[Member]:
    """What the area is made of, as rows that hold from that moment."""

    def member(area: UUID | None, address: UUID | None, share: float) -> Member:
        return Member(
            id=new_id(row.township), township=row.township, layer_area_id=row.id, since=since,
            area_id=area, address_id=address, share=share,
        )  # fmt: skip

    return [
        *(member(area, None, share) for area, share in inside.items()),
        *(member(None, house.id, 1.0) for house in houses),
    ]


def _households(made: Made) -> int | None:
    """Counted where it is plain: of houses and of whole areas. A ground of its own cuts through houses."""
    if made.houses:
        return sum(house.households for house in made.houses)
    if made.areas:
        return sum(places.area(area).households or 0 for area in made.areas)
    return None


def _community(inside: Mapping[UUID, float]) -> UUID | None:
    """The community with the most of it; None where it lies in several alike as a slice does."""
    weights: Counter[UUID] = Counter()
    for area, share in inside.items():
        for step in _communities(area):
            weights[step] += share  # type: ignore[assignment]  # counted in parts
    if not weights:
        return None
    (best, most), *others = weights.most_common(2)
    return None if others and others[0][1] == most else best


def _communities(area: UUID) -> Iterable[UUID]:
    place = places.area(area)
    return (step for step in place.path if places.area(step).tier == Tier.COMMUNITY)
