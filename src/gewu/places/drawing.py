"""What a map is drawn from: the polygons, streets and labels of one boundary version as GeoJSON."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry import mapping

from gewu.places.atlas import Atlas, Drawing, Version
from gewu.places.locality import MICRO
from gewu.places.models import Address, Boundary, BoundaryVersion
from gewu.places.picture import Shape, svg, svg_near

__all__ = ["Drawing", "draw", "polygon_of", "streets_along"]
Ground = Polygon | MultiPolygon
# Two corners of a street's border lie this near to its line (degrees): about ten metres.
NEAR = 0.0001


def draw(book: Atlas, version: Version) -> Drawing:
    """One document with everything, in the order in which it is painted."""
    locality = book.townships[version.township]
    polygons = _polygons(version.id)
    boundaries = locality.boundaries
    document = {
        "type": "FeatureCollection",
        "township": version.township,
        "version": str(version.id),
        "synthetic": version.synthetic,
        "label": boundaries.label.model_dump() if boundaries else None,
        "levels": {
            level.key: {"tier": level.tier, "zh": level.zh, "en": level.en} for level in locality.levels
        },
        "bbox": [round(edge, 6) for edge in version.box],
        "features": [*_areas(book, version, polygons), *_lines(version.id)],
    }
    return _to_send(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def paint(book: Atlas, version: Version) -> Drawing:
    """The same as a picture."""
    shapes = [
        Shape(book.places[area].tier, book.places[area].code, book.places[area].short, polygon)
        for area, polygon in _polygons(version.id).items()
    ]
    lines = [(line["kind"], _degrees(line["points"])) for line in _lines_of(version.id)]
    return _to_send(svg(version.box, shapes, lines).encode())


def paint_near(book: Atlas, version: Version) -> Drawing:
    """The same to be looked at closely: no names, every house."""
    shapes = [
        Shape(book.places[area].tier, book.places[area].code, book.places[area].short, polygon)
        for area, polygon in _polygons(version.id).items()
    ]
    lines = [(line["kind"], _degrees(line["points"])) for line in _lines_of(version.id)]
    rows = Address.objects.filter(township=version.township, retired_at=None, outline__isnull=False)
    outlines = rows.order_by("code").values_list("outline", flat=True)
    houses = [_ground(outline) for outline in outlines if outline]
    return _to_send(svg_near(version.box, shapes, lines, houses).encode())


def _to_send(body: bytes) -> Drawing:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Drawing(body=body, packed=gzip.compress(body, mtime=0), etag=etag)


def draw_houses(township: int) -> Drawing:
    """Houses with their numbers, and the names of estates where their houses stand: for who looks closely."""
    names = ("id", "kind", "use", "parent_id", "name", "name_en", "number", "lon", "lat", "outline")
    drawn = Address.objects.filter(
        township=township, retired_at=None, kind__in=[Address.ESTATE, Address.BUILDING]
    )
    found = drawn.order_by("code").values_list(*names)
    rows = [dict(zip(names, row, strict=True)) for row in found]
    features = [_house(row) for row in rows if row["outline"]] + list(_estates(rows))
    document = {"type": "FeatureCollection", "township": township, "features": features}
    return _to_send(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def polygon_of(area: UUID, version: UUID) -> Ground | None:
    """The ground of one area in one version."""
    row = Boundary.objects.filter(version_id=version, area_id=area).values_list("polygon").first()
    return _ground(row[0]) if row else None


def polygons_in(version: UUID) -> dict[UUID, Ground]:
    """The ground of every area in one version."""
    return _polygons(version)


def lines_in(version: UUID) -> list[tuple[dict[str, Any], shapely.LineString]]:
    """Every street, river and railway of a version with its course in degrees."""
    return [(line, shapely.LineString(_degrees(line["points"]))) for line in _lines_of(version)]


@lru_cache(maxsize=256)
def kinds_in(version: UUID) -> frozenset[str]:
    """Which kinds of lines a version has: what a legend has to explain."""
    return frozenset(line["kind"] for line in _lines_of(version))


@lru_cache(maxsize=2048)
def streets_along(area: UUID, version: UUID) -> tuple[str, ...]:
    """Names of streets and roads that run along the border of an area."""
    polygon = polygon_of(area, version)
    if polygon is None:
        return ()
    near = polygon.buffer(NEAR)
    shares = [
        (-near.intersection(shapely.LineString(_degrees(line["points"]))).length, line["zh"])
        for line in _lines_of(version)
        if line["zh"] and line["kind"] in {"main", "street"}
    ]
    return tuple(name for share, name in sorted(shares) if share < -4 * NEAR)


def _house(row: dict[str, Any]) -> dict[str, Any]:
    number = row["number"]
    return {
        "type": "Feature",
        "properties": {
            "kind": "house",
            "id": str(row["id"]),
            "use": row["use"],
            "zh": str(number) if number else row["name"],
            "en": str(number) if number else row["name_en"],
        },
        "geometry": _geometry(_ground(row["outline"])),
    }


def _estates(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A name where the houses of the estate stand on average."""
    inside: dict[UUID, list[tuple[float, float]]] = {}
    for row in rows:
        inside.setdefault(row["parent_id"], []).append((row["lon"], row["lat"]))
    for row in rows:
        if row["kind"] == Address.ESTATE and (points := inside.get(row["id"])):
            middle = [round(sum(part) / len(points), 6) for part in zip(*points, strict=True)]
            yield {
                "type": "Feature",
                "properties": {
                    "kind": "estate", "id": str(row["id"]), "zh": row["name"], "en": row["name_en"],
                },
                "geometry": {"type": "Point", "coordinates": middle},
            }  # fmt: skip


def _areas(book: Atlas, version: Version, polygons: dict[UUID, Ground]) -> Iterator[dict[str, Any]]:
    for identifier, polygon in sorted(polygons.items(), key=lambda item: book.places[item[0]].code):
        place = book.places[identifier]
        middle = shapely.get_point(shapely.maximum_inscribed_circle(polygon, tolerance=0.0001), 0)
        yield {
            "type": "Feature",
            "id": place.code,
            "properties": {
                "kind": "area",
                "id": str(place.id),
                "code": place.code,
                "tier": place.tier,
                "level": place.level,
                "parent": str(book.path_in(identifier, version)[-2]),
                "zh": place.name,
                "en": place.name_en,
                "short": place.short,
                "households": place.households,
                "at": [round(middle.x, 6), round(middle.y, 6)],
            },
            "geometry": _geometry(polygon),
        }


def _lines(version: UUID) -> Iterator[dict[str, Any]]:
    for line in _lines_of(version):
        yield {
            "type": "Feature",
            "properties": {"kind": line["kind"], "zh": line["zh"], "en": line["en"]},
            "geometry": {"type": "LineString", "coordinates": _degrees(line["points"])},
        }


def _lines_of(version: UUID) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = BoundaryVersion.objects.values_list("lines", flat=True).get(id=version)
    return lines


def _degrees(points: list[list[int]]) -> list[tuple[float, float]]:
    return [(lon / MICRO, lat / MICRO) for lon, lat in points]


def _polygons(version: UUID) -> dict[UUID, Ground]:
    rows = Boundary.objects.filter(version_id=version).values_list("area_id", "polygon")
    return {area: _ground(wkb) for area, wkb in rows}


def _ground(wkb: bytes | memoryview) -> Ground:
    return cast("Ground", shapely.from_wkb(bytes(wkb)))


def _geometry(ground: Ground) -> dict[str, Any]:
    """GeoJSON with six decimals, a decimetre: the plans are drawn no finer."""
    rounded: dict[str, Any] = json.loads(json.dumps(mapping(ground)), parse_float=_six)
    return rounded


def _six(text: str) -> float:
    return round(float(text), 6)
