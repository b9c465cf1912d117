"""A draft of new borders in the town, and what its forms send."""

import json
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from gewu.places.testing import NORTH
from gewu.redraw import commands, queries
from tests.access.town import Town

A1 = NORTH + "011"
LINE = [[117.70045, 34.803], [117.70045, 34.8005]]


def a_redraw(town: Town) -> UUID:
    """As the administrator of the street began it."""
    admin, home = town.people["admin"].actor, town.tiny.township
    found = [row for row in queries.drafts(admin, home) if row.state == "open"]
    return found[0].id if found else commands.begin(township=home, title="拆分", actor=admin).id


def begin_form(town: Town) -> dict[str, str]:
    return {"township": str(town.tiny.township), "title": "拆分 A1"}


def split_form() -> dict[str, str]:
    return {"kind": "split", "key": A1, "line": json.dumps(LINE), "seen_version": "1"}


def split_body() -> dict[str, Any]:
    return {"edit": {"kind": "split", "key": A1, "line": LINE}, "seen_version": 1}


def shapes_form() -> dict[str, Any]:
    """The northern community in other halves."""
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [_ring(*edges)]}}
        for edges in ((117.7, 117.7007), (117.7007, 117.702))
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return {"file": SimpleUploadedFile("grids.geojson", content), "crs": "WGS84", "seen_version": "1"}


def _ring(west: float, east: float) -> list[list[float]]:
    south, north = 34.801, 34.802
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]
