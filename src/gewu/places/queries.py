"""Every shared read of places. Answers come from the process (`atlas`), not from a statement per call."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.access import Scope, Tier
from gewu.kernel.errors import NotFound
from gewu.places import atlas
from gewu.places.locality import Locality
from gewu.places.values import AreaName, Location, Place, Position


def locate(point: Position, at: datetime | None = None) -> Location | None:
    """The deepest area that holds the point, by the boundaries of that moment; None outside all of them."""
    book = atlas.current()
    for version in book.versions_near(point, at or clock.now()):
        found = book.sheet(version).find(point.lon, point.lat)
        if found is not None:
            return book.location(found, version.id)
    return None


def locate_many(points: Sequence[Position], at: datetime | None = None) -> list[Location | None]:
    """The same for many points: one sweep per boundary version."""
    book, moment = atlas.current(), at or clock.now()
    lon, lat = np.array([p.lon for p in points]), np.array([p.lat for p in points])
    answers: list[Location | None] = [None] * len(points)
    for version in book.versions:
        if version.holds_at(moment):
            for i, found in enumerate(book.sheet(version).find_many(lon, lat)):
                if found is not None and answers[i] is None:
                    answers[i] = book.location(found, version.id)
    return answers


def area(identifier: UUID) -> Place:
    """The area, or NotFound."""
    found = atlas.current().places.get(identifier)
    if found is None:
        raise NotFound(_("There is no such place."))
    return found


def area_by_code(code: str) -> Place:
    """The area with this official code, or NotFound."""
    found = atlas.current().by_code.get(code)
    if found is None:
        raise NotFound(_("There is no such place."))
    return found


def children(identifier: UUID | None) -> tuple[Place, ...]:
    """The areas directly below (of None: the provinces), by code."""
    return atlas.current().children.get(identifier, ())


def under(identifier: UUID, tier: Tier) -> tuple[Place, ...]:
    """All areas of one tier below an area, by code."""
    steps = children(identifier)
    found = tuple(place for place in steps if place.tier == tier)
    return found or tuple(deeper for step in steps for deeper in under(step.id, tier))


def path(identifier: UUID) -> tuple[AreaName, ...]:
    """The names from the province down to the area itself."""
    book = atlas.current()
    return book.location(area(identifier).id, None).path


def location_of(identifier: UUID, at: datetime | None = None) -> Location:
    """The location of something reported by area instead of by point."""
    place, book = area(identifier), atlas.current()
    version = book.version_at(place.home, at or clock.now())
    return book.location(place.id, version.id if version else None)


def scope_of(identifier: UUID) -> Scope:
    """The scope of a post at this area: the range of townships below it, narrowed by the area itself."""
    place = area(identifier)
    width = 10 ** max(0, 9 - len(place.code))
    return Scope(low=place.home, high=place.home + width - 1, tier=place.tier, area=place.id)


def locality(key: str) -> Locality:
    """A locality that is run here, or NotFound."""
    found = next((one for one in localities() if one.key == key), None)
    if found is None:
        raise NotFound(_("There is no such place."))
    return found


def locality_of(township: int) -> Locality | None:
    """The locality of a township, if it is run here."""
    return atlas.current().townships.get(township)


def localities() -> tuple[Locality, ...]:
    """All localities that are run here, by township code."""
    return tuple(atlas.current().townships.values())
