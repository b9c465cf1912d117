"""A file in a system it does not declare, in the middle of a town: said by name."""

import json
from collections.abc import Callable

import numpy as np
import pytest
import shapely
from shapely.geometry import mapping

from gewu.kernel.errors import Invalid
from gewu.kernel.points import gcj02_to_bd09, wgs84_to_gcj02
from gewu.redraw import shapefiles
from gewu.redraw.tests.builders import squares

Put = Callable[[float, float], tuple[float, float]]
TOWN = squares(24, 4)
BLOCK = shapely.box(117.72, 34.794, 117.728, 34.798)
MIDDLE = sorted(key for key, piece in TOWN.pieces.items() if BLOCK.covers(piece.ground))


def bd09(lon: float, lat: float) -> tuple[float, float]:
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def file(put: Put) -> bytes:
    grounds = [TOWN.pieces[key].ground for key in MIDDLE]
    moved = [shapely.transform(one, lambda xy: np.array([put(*point) for point in xy])) for one in grounds]
    features = [{"type": "Feature", "properties": {}, "geometry": mapping(one)} for one in moved]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize(("put", "system"), [(wgs84_to_gcj02, "GCJ02"), (bd09, "BD09")])
def test_borders_half_a_kilometre_off_are_told_by_their_system(put: Put, system: str) -> None:
    for declared in ("WGS84", ""):
        with pytest.raises(Invalid) as refused:
            shapefiles.read(file(put), declared, TOWN)
        assert f"按 {system} 读" in refused.value.fields["crs"]
    assert set(shapefiles.read(file(put), system, TOWN).keys) >= set(MIDDLE)


def test_borders_that_are_drawn_anew_are_not_doubted() -> None:
    def wider(lon: float, lat: float) -> tuple[float, float]:
        return 117.724 + (lon - 117.724) * 1.3, 34.796 + (lat - 34.796) * 1.3

    assert set(shapefiles.read(file(wider), "WGS84", TOWN).keys) > set(MIDDLE)
