"""A township as the editor gets it: its pieces and groups from the tree, houses and streets."""

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from gewu.kernel.access import Tier
from gewu.places import queries as places
from gewu.redraw.cut import Cut, Group, Names, Piece
from gewu.redraw.taking import House

KEPT = 8


def cut_of(township: int, version: UUID | None = None) -> tuple[UUID, Cut]:
    """The borders of a version (none named: those in force), with the version; NotFound without any."""
    ground = places.ground_of(township, version=version)
    return ground.version, _cut(township, ground.version)


def courses_of(township: int, version: UUID) -> list[BaseGeometry]:
    """Streets, rivers and railways as lines."""
    return [course.line for course in places.ground_of(township, version=version).courses]


def houses_in(cut: Cut, key: str, where: Mapping[UUID, str]) -> list[House]:
    """The houses of a piece with their outlines; `where`: house → key."""
    inside = [house for house, piece in where.items() if piece == key]
    outlines = places.outlines_of(inside)
    return [House(str(house), shapely.from_wkb(wkb)) for house, wkb in outlines.items()]


@lru_cache(maxsize=KEPT)
def _cut(township: int, version: UUID) -> Cut:
    """A published version never changes its ground, nor the tree above it."""
    pieces: dict[str, Piece] = {}
    groups: dict[str, Group] = {}
    for area, ground in places.ground_of(township, version=version).leaves.items():
        place = places.area(area)
        steps = [places.area(step) for step in places.path_in(area, version)]
        community = next(step.code for step in steps if step.tier == Tier.COMMUNITY)
        above = next((step for step in steps[:-1] if step.tier == Tier.GRID), None)
        if above is not None:
            groups[above.code] = Group(above.code, community, above.level, _names(above))
        pieces[place.code] = Piece(
            place.code, ground, above.code if above else community, place.level, _names(place)
        )
    return Cut(pieces, groups)


def _names(place: places.Place) -> Names:
    return Names(place.name, place.short, place.name_en)
