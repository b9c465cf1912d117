"""Points that know where they came from, stored as WGS 84 (CGCS2000 is the same at the scale of a grid).

Phones give WGS 84, Chinese map services GCJ-02, Baidu BD-09; mixed without a word they put a case half a
kilometre off. So a point from outside must say its system, and keeps what was claimed.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from pyproj import Geod

from gewu.kernel.errors import Invalid

STORED = "WGS84"
# Karney's geodesic on the ellipsoid: exact to nanometres and as quick as a haversine written in Python.
_earth = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Point:
    """Longitude and latitude in degrees, WGS 84; `claimed` is the system its giver declared."""

    lon: float
    lat: float
    claimed: str = STORED

    def __post_init__(self) -> None:
        wrong = {}
        if not (math.isfinite(self.lon) and -180 <= self.lon <= 180):
            wrong["lon"] = _("Longitude lies between -180 and 180 degrees.")
        if not (math.isfinite(self.lat) and -90 <= self.lat <= 90):
            wrong["lat"] = _("Latitude lies between -90 and 90 degrees.")
        if wrong:
            raise Invalid(_("This point is not on the earth."), fields=wrong)


def from_crs(lon: float, lat: float, crs: str) -> Point:
    """A point given in a declared coordinate system; Invalid names `crs` when it is missing or unknown."""
    name = "".join(crs.split()).upper()
    system = _SYSTEMS.get(name)
    if system is None:
        raise Invalid(
            _("The coordinate system is missing or unknown."),
            fields={"crs": _("Use one of: %(systems)s.") % {"systems": ", ".join(_SYSTEMS)}},
        )
    given = Point(lon, lat)
    claimed, to_wgs84 = system
    lon, lat = to_wgs84(given.lon, given.lat)
    return Point(lon, lat, claimed)


def metres_between(one: Point, other: Point) -> float:
    """The length of the shortest way over the ellipsoid."""
    _azimuth, _back, metres = _earth.inv(one.lon, one.lat, other.lon, other.lat)
    return float(metres)


def wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02, the shifted system of Chinese map services; outside its envelope nothing is shifted."""
    if not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271):
        return lon, lat
    east, north = _shift(lon - 105.0, lat - 35.0)
    phi = math.radians(lat)
    magic = 1 - _EE * math.sin(phi) ** 2
    north = math.degrees(north * math.sqrt(magic) ** 3 / (_A * (1 - _EE)))
    east = math.degrees(east * math.sqrt(magic) / (_A * math.cos(phi)))
    return lon + east, lat + north


def gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """The inverse, by iteration: one step leaves up to 1.7 m, six leave nothing that counts."""
    return _inverse(wgs84_to_gcj02, lon, lat)


def gcj02_to_bd09(lon: float, lat: float) -> tuple[float, float]:
    """BD-09, Baidu's shift on top of GCJ-02."""
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _X_PI)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _X_PI)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006


def bd09_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """Both shifts taken back."""
    return gcj02_to_wgs84(*_inverse(gcj02_to_bd09, lon, lat))


_Move = Callable[[float, float], tuple[float, float]]

_A = 6378245.0
_EE = 0.00669342162296594323
_X_PI = math.pi * 3000 / 180


def _inverse(move: _Move, lon: float, lat: float) -> tuple[float, float]:
    x, y = lon, lat
    for _step in range(6):
        moved_x, moved_y = move(x, y)
        x, y = x + lon - moved_x, y + lat - moved_y
    return x, y


def _shift(x: float, y: float) -> tuple[float, float]:
    """Metres east and north of the polynomial that GCJ-02 adds (x, y: degrees from 105°E 35°N)."""
    root, product = math.sqrt(abs(x)), x * y
    both = 20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * product + 0.1 * root
    east += (both + _waves(x, 20, 1) + _waves(x, 40, 3) + _waves(x, 150, 12) + _waves(x, 300, 30)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * product + 0.2 * root
    north += (both + _waves(y, 20, 1) + _waves(y, 40, 3) + _waves(y, 160, 12) + _waves(y, 320, 30)) * 2 / 3
    return east, north


def _waves(degrees: float, height: float, length: float) -> float:
    return height * math.sin(degrees / length * math.pi)


def _same(lon: float, lat: float) -> tuple[float, float]:
    return lon, lat


_SYSTEMS: dict[str, tuple[str, _Move]] = {
    "WGS84": ("WGS84", _same),
    "EPSG:4326": ("WGS84", _same),
    "CGCS2000": ("CGCS2000", _same),
    "EPSG:4490": ("CGCS2000", _same),
    "GCJ02": ("GCJ02", gcj02_to_wgs84),
    "GCJ-02": ("GCJ02", gcj02_to_wgs84),
    "BD09": ("BD09", bd09_to_wgs84),
    "BD-09": ("BD09", bd09_to_wgs84),
}
