"""Where things lie, as geometry, for rooms that lay something of their own over the map."""

from datetime import datetime
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from gewu.kernel import clock
from gewu.places import atlas
from gewu.places.picture import Frame


def grounds(township: int, at: datetime | None = None) -> dict[UUID, BaseGeometry]:
    """The ground of every area of a township by the boundaries of that moment, WGS 84; empty without any."""
    book = atlas.current()
    version = book.version_at(township, at or clock.now())
    return book.sheet(version).grounds if version else {}


def frame(township: int) -> Frame | None:
    """How the picture of a township turns degrees into its own points; None without boundaries."""
    version = atlas.current().version_at(township, clock.now())
    return Frame(version.box) if version else None


def box_of(township: int) -> tuple[float, float, float, float] | None:
    """West, south, east and north of a township as it is drawn; None without boundaries."""
    version = atlas.current().version_at(township, clock.now())
    return version.box if version else None
