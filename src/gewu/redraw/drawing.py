"""The grids of a draft as GeoJSON, for the map beside it."""

from typing import Any

import shapely
from shapely.geometry import mapping

from gewu.redraw.previews import Preview


def features_of(preview: Preview) -> list[dict[str, Any]]:
    """Every deepest grid, by number; what is new or changed says so."""
    cut, touched = preview.now.cut, preview.now.touched
    wrong = {one.key for one in preview.findings if one.key and one.weight != "say"}
    return [
        {
            "type": "Feature",
            "properties": {
                "key": key,
                "code": preview.code_of(key),
                "short": preview.short_of(key),
                "parent": piece.parent,
                "community": cut.community(key),
                "households": preview.households.get(key, 0),
                "touched": key in touched,
                "is_new": piece.is_new,
                "wrong": key in wrong,
                "at": _label(piece.ground),
            },
            "geometry": mapping(piece.ground),
        }
        for key, piece in sorted(cut.pieces.items())
    ]


def _label(ground: shapely.Polygon) -> list[float]:
    middle = shapely.point_on_surface(ground)
    return [round(middle.x, 6), round(middle.y, 6)]
