"""Shapes from a GeoJSON file.

In a declared coordinate system, whole or not at all, with what would fit better.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gewu.kernel.errors import Invalid
from gewu.kernel.points import from_crs, metres_between
from gewu.redraw.adopting import Proposed
from gewu.redraw.cut import Cut, Names
from gewu.redraw.ground import CannotDraw, crossing_at

MOST_BYTES = 5_000_000
MOST_SHAPES = 1_000
MOST_POINTS = 60_000
# Those that people mix up: CGCS2000 lies where WGS 84 does.
CONFUSED = ("WGS84", "GCJ02", "BD09")
SYSTEMS = ("WGS84", "CGCS2000", "GCJ02", "BD09")
# What a file may say of itself, as the newer standard forbids and the older one allows.
NAMED = {"crs84": "WGS84", "4326": "WGS84", "4490": "CGCS2000"}
# The share of points outside the town from which on the system is doubted.
DOUBTED = 0.05
NAMED_AT_MOST = 8
# Borders of grids that are there cover whole grids: this share beside them is doubted, and another system
# is named where it leaves a quarter of that at most.
BESIDE, BETTER = 0.05, 0.25


@dataclass(frozen=True, slots=True)
class Read:
    """The shapes in WGS 84, and the grids of today whose ground they take."""

    shapes: tuple[Proposed, ...]
    keys: tuple[str, ...]


def read(content: bytes, crs: str, cut: Cut) -> Read:
    """Polygons of a file for a town. Invalid says what cannot be read; nothing is guessed."""
    document = _document(content)
    declared = crs.strip() or _own_system(document)
    found = list(_features(document))
    if not found:
        raise _wrong("file", _("There are no polygons in this file."))
    if len(found) > MOST_SHAPES or sum(len(shapely.get_coordinates(one)) for one, _n in found) > MOST_POINTS:
        most = {"shapes": MOST_SHAPES, "points": MOST_POINTS}
        raise _wrong("file", _("At most %(shapes)d shapes and %(points)d points at once.") % most)
    _require_degrees([one for one, _names in found])
    town = shapely.union_all([piece.ground for piece in cut.pieces.values()])
    if not declared:
        raise _wrong("crs", _undeclared(found, town, cut))
    shapes = [Proposed(_moved(one, declared), names=names) for one, names in found]
    _require_inside(shapes, found, declared, cut, town)
    keys = tuple(_taken(shapes, cut))
    if said := _looks_like(found, cut, declared):
        raise _wrong("crs", said, crs=declared)
    return Read(tuple(shapes), keys)


def _document(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise _wrong("file", _("The file is too large: at most 5 MB."))
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise _wrong("file", _("This is no GeoJSON file.")) from None
    if not isinstance(document, dict):
        raise _wrong("file", _("This is no GeoJSON file."))
    return document


def _own_system(document: dict[str, Any]) -> str:
    named = document.get("crs")
    text = json.dumps(named).lower() if isinstance(named, dict) else ""
    return next((system for name, system in NAMED.items() if name in text), "")


def _features(document: dict[str, Any]) -> Iterator[tuple[BaseGeometry, Names]]:
    features = document.get("features") if document.get("type") == "FeatureCollection" else [document]
    if not isinstance(features, list):
        raise _wrong("file", _("This is no GeoJSON file."))
    for number, feature in enumerate(features, 1):
        geometry = feature.get("geometry", feature) if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
            said = _("Shape %(number)d is no polygon.") % {"number": number}
            raise _wrong("file", said)
        try:
            ground = shapely.force_2d(shape(geometry))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.GEOSException):
            said = _("Shape %(number)d cannot be read: a ring needs four corners and ends where it begins.")
            raise _wrong("file", said % {"number": number}) from None
        if not np.isfinite(shapely.get_coordinates(ground)).all() or ground.is_empty:
            raise _wrong("file", _("Shape %(number)d has a corner that is no number.") % {"number": number})
        yield ground, _names(feature.get("properties"))


def _names(properties: object) -> Names:
    if not isinstance(properties, dict):
        return Names()
    zh, en = (str(properties.get(key) or "")[:60] for key in ("name", "name_en"))
    return Names(zh, zh[:30], en or zh) if zh else Names()


def _require_degrees(grounds: Sequence[BaseGeometry]) -> None:
    """Coordinates of a projection, in metres, and latitudes before longitudes are told by their size."""
    for number, ground in enumerate(grounds, 1):
        for x, y in shapely.get_coordinates(ground).tolist():
            if abs(x) <= 180 and abs(y) <= 90:
                continue
            facts = {"number": number, "x": f"{x:.10g}", "y": f"{y:.10g}"}
            if abs(y) <= 180 and abs(x) <= 90:
                said = _("Shape %(number)d has the corner %(x)s, %(y)s: the longitude has to come first.")
            else:
                said = _(
                    "Shape %(number)d has the corner %(x)s, %(y)s: these are metres. Export it in degrees."
                )
            raise _wrong("crs", said % facts)


def _moved(ground: BaseGeometry, crs: str) -> BaseGeometry:
    """The same in WGS 84."""

    def put(xy: Any) -> Any:
        points = [from_crs(float(x), float(y), crs) for x, y in xy]
        return np.array([(point.lon, point.lat) for point in points])

    if _is_plain(crs):
        from_crs(0, 0, crs)
        low, high = shapely.get_coordinates(ground).min(axis=0), shapely.get_coordinates(ground).max(axis=0)
        for lon, lat in (low, high):
            from_crs(float(lon), float(lat), crs)
        return ground
    return shapely.transform(ground, put)


def _is_plain(crs: str) -> bool:
    return "".join(crs.split()).upper() in {"WGS84", "CGCS2000"}


def _require_inside(
    shapes: Sequence[Proposed],
    found: Sequence[tuple[BaseGeometry, Names]],
    crs: str,
    cut: Cut,
    town: BaseGeometry,
) -> None:
    """Shifted by half a kilometre, shapes reach over the edge of the town: say which system fits better."""
    points = np.concatenate([shapely.get_coordinates(one.ground) for one in shapes])
    near = town.buffer(5e-5)
    outside = len(points) - int(shapely.contains_xy(near, points[:, 0], points[:, 1]).sum())
    if outside <= DOUBTED * len(points):
        return
    far = [str(number) for number, one in enumerate(shapes, 1) if not near.covers(one.ground)]
    facts = {"outside": outside, "all": len(points), "shapes": ", ".join(far[:NAMED_AT_MOST])}
    said = _("%(outside)d of %(all)d points lie outside the town (shape %(shapes)s).") % facts
    said = _together(said, _better(found, town), _looks_like(found, cut, crs))
    raise _wrong("crs", said, crs=crs)


def _undeclared(found: Sequence[tuple[BaseGeometry, Names]], town: BaseGeometry, cut: Cut) -> str:
    said = _("Say in which coordinate system the shapes are.")
    best, beside = _best(found, cut)
    fits = _("They fit the borders of today as %(best)s.") % {"best": best} if beside <= BESIDE else ""
    return _together(said, _better(found, town), fits)


def _looks_like(found: Sequence[tuple[BaseGeometry, Names]], cut: Cut, declared: str) -> str:
    """Which system fits the grids of today so much better that it must be said; blank for none.

    In the middle of a town, shapes half a kilometre off lie inside it all the same.
    """
    beside = _beside(found, declared, cut)
    if beside <= BESIDE:
        return ""
    best, left = _best(found, cut)
    if left > beside * BETTER:
        return ""
    middle = shapely.GeometryCollection([one for one, _names in found]).centroid
    here, there = (from_crs(middle.x, middle.y, system) for system in (declared, best))
    facts = {"declared": declared, "best": best, "metres": round(metres_between(here, there), -1)}
    return (
        _(
            "As %(declared)s these borders lie %(metres)d m beside the grids of today; as %(best)s they fit. "
            "They look like %(best)s: declare that."
        )
        % facts
    )


def _best(found: Sequence[tuple[BaseGeometry, Names]], cut: Cut) -> tuple[str, float]:
    """The system in which the shapes fit the grids of today best, and the share beside them then."""
    return min(((system, _beside(found, system, cut)) for system in CONFUSED), key=lambda one: one[1])


def _beside(found: Sequence[tuple[BaseGeometry, Names]], crs: str, cut: Cut) -> float:
    """How much of the shapes and of the grids they mostly cover lies in only one of both, as a share."""
    try:
        whole = shapely.union_all([shapely.make_valid(_moved(one, crs)) for one, _names in found])
    except Invalid:
        return 1.0
    grids = [one.ground for one in cut.touching([whole])]
    covered = [one for one in grids if one.intersection(whole).area * 2 > one.area]
    if not covered:
        return 1.0
    differ = cut.flat.area(shapely.symmetric_difference(whole, shapely.union_all(covered)))
    return float(min(1.0, differ / max(cut.flat.area(whole), 1.0)))


def _better(found: Sequence[tuple[BaseGeometry, Names]], town: BaseGeometry) -> str:
    """How many points would lie in the town, by system; nothing is chosen for anybody."""
    counts = ", ".join(f"{system} {_fits(found, system, town)}" for system in CONFUSED)
    return _("So many points would lie in the town: %(counts)s.") % {"counts": counts}


def _fits(found: Sequence[tuple[BaseGeometry, Names]], crs: str, town: BaseGeometry) -> int:
    try:
        points = np.concatenate([shapely.get_coordinates(_moved(one, crs)) for one, _names in found])
    except Invalid:
        return 0
    return int(shapely.contains_xy(town.buffer(5e-5), points[:, 0], points[:, 1]).sum())


def _taken(shapes: Sequence[Proposed], cut: Cut) -> list[str]:
    """The grids that give up their ground."""
    invalid = next((number for number, one in enumerate(shapes, 1) if not one.ground.is_valid), None)
    if invalid is not None:
        raise CannotDraw("crossing-shape", number=invalid, at=crossing_at(shapes[invalid - 1].ground))
    whole = shapely.union_all([one.ground for one in shapes])
    return [
        piece.key for piece in cut.touching([whole]) if cut.flat.wider(piece.ground.intersection(whole), 2.0)
    ]


def _together(*sentences: str) -> str:
    """Sentences one behind another: behind a full stop of Chinese stands no blank."""
    return " ".join(one for one in sentences if one).replace("。 ", "。")


def _wrong(field: str, said: str, **facts: object) -> Invalid:
    return Invalid(said, fields={field: said}, **facts)
