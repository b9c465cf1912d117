"""The tree and the boundaries as this process knows them: read once, asked often.

Areas change when somebody redraws a grid, not when somebody reports a case, so a request should not pay
for them. What is here is immutable once built; a change in the database makes a new atlas within seconds.
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import shapely
from django.conf import settings
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from shapely import LineString, STRtree
from shapely.geometry.base import BaseGeometry

from gewu.kernel.access import Tier
from gewu.places.adjacency import Course, neighbours_of
from gewu.places.locality import MICRO, Locality, parse
from gewu.places.models import Area, AreaCode, AreaLineage, Boundary, BoundaryVersion, Township
from gewu.places.sheet import Patch, Sheet
from gewu.places.values import AreaName, Code, Location, Neighbour, Place, Position, home_of

# How long another process's change may go unnoticed.
FRESH_SECONDS = 3.0

_COLUMNS = (
    "id", "code", "name", "short", "name_en", "tier", "level", "name_key", "parent_id", "township", "path",
    "households", "retired_at",
)  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """The boundaries of a township as they are sent: GeoJSON or a picture, plain and packed, and its ETag."""

    body: bytes
    packed: bytes
    etag: str


@dataclass(frozen=True)
class Version:
    """A published boundary version, without its polygons."""

    id: UUID
    township: int
    synthetic: bool
    digest: str
    valid_from: datetime
    valid_to: datetime | None
    box: tuple[float, float, float, float]

    def holds_at(self, moment: datetime) -> bool:
        return self.valid_from <= moment and (self.valid_to is None or moment < self.valid_to)


@dataclass
class Atlas:
    """One state of the tables. Trees and sheets are filled in when first asked for."""

    stamp: tuple[int, int]
    townships: dict[int, Locality]
    versions: tuple[Version, ...]
    places: dict[UUID, Place] = field(default_factory=dict)
    sheets: dict[UUID, Sheet] = field(default_factory=dict)
    drawings: dict[UUID, Drawing] = field(default_factory=dict)
    pictures: dict[UUID, Drawing] = field(default_factory=dict)
    pieces: dict[UUID, Drawing] = field(default_factory=dict)
    houses: dict[UUID, Drawing] = field(default_factory=dict)
    borders: dict[UUID, dict[UUID, tuple[Neighbour, ...]]] = field(default_factory=dict)
    codes: dict[UUID, tuple[Code, ...]] = field(default_factory=dict)
    # The names addresses are read by, as `gazetteer` keeps them.
    names: dict[int, Any] = field(default_factory=dict)
    on_borders: dict[int, dict[UUID, tuple[UUID, ...]]] = field(default_factory=dict)
    parents: dict[UUID, dict[UUID, UUID | None]] = field(default_factory=dict)
    _locations: dict[tuple[UUID, UUID | None], Location] = field(default_factory=dict)

    @cached_property
    def _boxes(self) -> STRtree:
        return STRtree([shapely.box(*version.box) for version in self.versions])

    @cached_property
    def children(self) -> dict[UUID | None, tuple[Place, ...]]:
        """What is in use below an area, by code: what was retired is found by its own number."""
        below: dict[UUID | None, list[Place]] = {}
        for place in sorted(self.places.values(), key=lambda place: place.code):
            if place.retired_at is None:
                below.setdefault(place.parent, []).append(place)
        return {parent: tuple(places) for parent, places in below.items()}

    @cached_property
    def lineage(self) -> tuple[tuple[UUID, UUID, str, datetime], ...]:
        """Whose ground went where by redraws: old, new, how, when; the newest first."""
        rows = AreaLineage.objects.order_by("-at", "old__code", "new__code")
        return tuple(rows.values_list("old_id", "new_id", "kind", "at"))

    @cached_property
    def by_code(self) -> dict[str, Place]:
        return {place.code: place for place in self.places.values()}

    @cached_property
    def owners(self) -> dict[str, Locality]:
        """Code → the locality whose file names it: by it a place above townships is called."""
        return {area.code: own for own in reversed(self.townships.values()) for area in own.areas}

    def versions_near(self, position: Position, moment: datetime) -> Iterator[Version]:
        """Published versions in force whose rectangle holds the point, lowest township first."""
        hits = self._boxes.query(shapely.Point(position.lon, position.lat)).tolist()
        for index in sorted(hits):
            if self.versions[index].holds_at(moment):
                yield self.versions[index]

    def nearest_version(self, position: Position) -> int | None:
        """The township whose rectangle is nearest to a point."""
        if not self.versions:
            return None
        return self.versions[int(self._boxes.nearest(shapely.Point(position.lon, position.lat)))].township

    def version_at(self, township: int, moment: datetime) -> Version | None:
        return next((v for v in self.versions if v.township == township and v.holds_at(moment)), None)

    def sheet(self, version: Version) -> Sheet:
        if version.id not in self.sheets:
            self.sheets[version.id] = _read_sheet(version)
        return self.sheets[version.id]

    def path_in(self, area: UUID, version: Version) -> tuple[UUID, ...]:
        """What an area lay in while a version held, from above down to itself."""
        if version.id not in self.parents:
            rows = Boundary.objects.filter(version_id=version.id).values_list(
                "area_id", Coalesce("parent", "area__parent_id")
            )
            self.parents[version.id] = dict(rows)
        step: UUID | None = area
        found: list[UUID] = []
        while step is not None:
            found.append(step)
            step = self.parents[version.id].get(step, self.places[step].parent)
        return tuple(reversed(found))

    def neighbours(self, version: Version) -> dict[UUID, tuple[Neighbour, ...]]:
        """Who borders on whom in a version, by area."""
        if version.id not in self.borders:
            self.borders[version.id] = _read_borders(version)
        return self.borders[version.id]

    def location(self, area: UUID, version: UUID | None) -> Location:
        key = (area, version)
        if key not in self._locations:
            self._locations[key] = self._locate_area(self.places[area], version)
        return self._locations[key]

    def _locate_area(self, place: Place, version: UUID | None) -> Location:
        ended = next((one for one in self.versions if one.id == version and one.valid_to), None)
        path = self.path_in(place.id, ended) if ended else place.path
        steps = [self.places[step] for step in path]
        at = {step.tier: step.id for step in steps}
        return Location(
            township=home_of(place.code),
            boundary_version=version,
            at=place.id,
            community=at.get(Tier.COMMUNITY),
            grid=at.get(Tier.GRID),
            cell=at.get(Tier.CELL),
            path=tuple(_name(step) for step in steps),
        )


class _Shelf:
    """Where the present atlas lies. Readers take it without a lock; whoever replaces it holds one."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.atlas: Atlas | None = None
        self.look_again_at = 0.0


_shelf = _Shelf()


def current() -> Atlas:
    """The atlas, at most a few seconds behind the database."""
    atlas = _shelf.atlas
    if atlas is not None and time.monotonic() < _shelf.look_again_at:
        return atlas
    with _shelf.lock:
        if _shelf.atlas is None or time.monotonic() >= _shelf.look_again_at:
            stamp = _stamp()
            if _shelf.atlas is None or _shelf.atlas.stamp != stamp:
                _shelf.atlas = _read_atlas(stamp, _shelf.atlas)
            _shelf.look_again_at = time.monotonic() + FRESH_SECONDS
        return _shelf.atlas


def forget() -> None:
    """Read everything anew at the next question: this process has just changed it."""
    with _shelf.lock:
        _shelf.atlas = None
        _shelf.look_again_at = 0.0


def rest(seconds: float) -> None:
    """Do not look for changes for a while: tests that count statements hold it still with this."""
    current()
    _shelf.look_again_at = time.monotonic() + seconds


def warm(township: int) -> None:
    """Read the sheets of a township before the first question needs them."""
    book = current()
    _ = book.lineage
    for version in book.versions:
        if version.township == township:
            book.sheet(version)
            book.neighbours(version)


def _stamp() -> tuple[int, int]:
    seen = Township.objects.aggregate(count=Count("code"), revisions=Sum("revision", default=0))
    return seen["count"], seen["revisions"]


def _read_atlas(stamp: tuple[int, int], before: Atlas | None) -> Atlas:
    atlas = Atlas(stamp=stamp, townships=_read_townships(), versions=_read_versions())
    for row in Area.objects.order_by("code").values_list(*_COLUMNS):
        (
            identifier,
            code,
            name,
            short,
            name_en,
            tier,
            level,
            key,
            parent,
            township,
            path,
            households,
            retired,
        ) = row
        atlas.places[identifier] = Place(
            identifier, code, name, short, name_en, Tier(tier), level,
            key, parent, township, tuple(path), households, retired,
        )  # fmt: skip
    atlas.codes.update(_read_codes())
    if before is not None:  # a published version never changes its shape
        known = {version.id for version in atlas.versions}
        atlas.sheets.update({key: sheet for key, sheet in before.sheets.items() if key in known})
        atlas.borders.update({key: found for key, found in before.borders.items() if key in known})
    return atlas


def _read_townships() -> dict[int, Locality]:
    """By code, but those of a demo as it names them: the usual one is what a visitor sees first."""
    demo: dict[str, int] = {key: place for place, key in enumerate(settings.DEMO)}
    rows = sorted(Township.objects.order_by("code"), key=lambda row: demo.get(row.key, len(demo)))
    return {row.code: parse(row.definition, row.key) for row in rows}


def _read_versions() -> tuple[Version, ...]:
    rows = BoundaryVersion.objects.filter(published_at__isnull=False).order_by("township", "valid_from")
    return tuple(
        Version(
            row.id,
            row.township,
            row.synthetic,
            row.digest,
            row.valid_from,
            row.valid_to,
            (row.west, row.south, row.east, row.north),
        )
        for row in rows.defer("lines")
    )


def _read_sheet(version: Version) -> Sheet:
    rows = list(
        Boundary.objects.filter(version_id=version.id).values_list(
            "area__code", "area_id", "polygon", Coalesce("parent", "area__parent_id")
        )
    )
    parents = {parent for *_, parent in rows}
    return Sheet(
        [
            Patch(code, area, shapely.from_wkb(bytes(wkb)), leaf=area not in parents)
            for code, area, wkb, _ in rows
        ]
    )


def _read_codes() -> dict[UUID, tuple[Code, ...]]:
    codes: dict[UUID, tuple[Code, ...]] = {}
    rows = AreaCode.objects.order_by("use", "scheme").values_list("area_id", "scheme", "use", "code")
    for area, scheme, use, code in rows:
        codes[area] = (*codes.get(area, ()), Code(scheme, "old" if use == "old" else "external", code))
    return codes


def _read_borders(version: Version) -> dict[UUID, tuple[Neighbour, ...]]:
    """Tier by tier: a community borders on communities, a unit on units."""
    rows = Boundary.objects.filter(version_id=version.id).values_list("area_id", "area__tier", "polygon")
    tiers: dict[str, dict[UUID, BaseGeometry]] = {}
    for area, tier, wkb in rows:
        tiers.setdefault(tier, {})[area] = shapely.from_wkb(bytes(wkb))
    courses = courses_of(version.id)
    found: dict[UUID, tuple[Neighbour, ...]] = {}
    for grounds in tiers.values():
        found |= neighbours_of(grounds, courses)
    return found


def courses_of(version: UUID) -> tuple[Course, ...]:
    """The streets, rivers and railways of a version."""
    lines = BoundaryVersion.objects.values_list("lines", flat=True).get(id=version)
    return tuple(Course(line["kind"], line["zh"], line["en"], _degrees(line["points"])) for line in lines)


def _degrees(points: list[list[int]]) -> LineString:
    return LineString([(lon / MICRO, lat / MICRO) for lon, lat in points])


def _name(place: Place) -> AreaName:
    return AreaName(place.id, place.code, place.name, place.short, place.name_en, place.tier, place.level)
