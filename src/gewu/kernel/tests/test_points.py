"""Points: the vectors of the standards page, and shifts that come back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel import points
from gewu.kernel.errors import Invalid
from gewu.kernel.points import Point, from_crs, metres_between

BEIJING = Point(116.3913, 39.9075)
chinese = st.tuples(st.floats(73, 135), st.floats(4, 53))


def test_the_shifts_match_their_vectors() -> None:
    gcj02 = points.wgs84_to_gcj02(BEIJING.lon, BEIJING.lat)
    assert gcj02 == pytest.approx((116.397541, 39.908901), abs=2e-6)
    assert points.gcj02_to_bd09(*gcj02) == pytest.approx((116.403914, 39.915245), abs=2e-6)


@given(chinese)
def test_a_shifted_point_comes_back_within_a_millimetre(place: tuple[float, float]) -> None:
    gcj02 = points.wgs84_to_gcj02(*place)
    here = Point(*place)
    assert metres_between(from_crs(*gcj02, "GCJ02"), here) < 0.001
    assert metres_between(from_crs(*points.gcj02_to_bd09(*gcj02), "BD09"), here) < 0.001


def test_a_mistaken_system_puts_a_case_half_a_kilometre_off() -> None:
    mistaken = Point(*points.wgs84_to_gcj02(BEIJING.lon, BEIJING.lat))
    assert 480 < metres_between(BEIJING, mistaken) < 560


def test_outside_china_nothing_is_shifted() -> None:
    assert points.wgs84_to_gcj02(2.35, 48.85) == (2.35, 48.85)


@pytest.mark.parametrize(
    ("crs", "claimed"),
    [
        ("WGS84", "WGS84"),
        ("wgs 84", "WGS84"),
        ("EPSG:4326", "WGS84"),
        ("CGCS2000", "CGCS2000"),
        ("epsg:4490", "CGCS2000"),
        ("GCJ-02", "GCJ02"),
        ("bd09", "BD09"),
    ],
)
def test_a_point_remembers_the_system_it_was_claimed_in(crs: str, claimed: str) -> None:
    assert from_crs(117.55, 34.86, crs).claimed == claimed


@pytest.mark.parametrize("crs", ["", "EPSG:3857", "EPSG:4549", "WGS72", "GCJ03", "4326"])
def test_an_unknown_or_missing_system_is_refused(crs: str) -> None:
    with pytest.raises(Invalid) as refusal:
        from_crs(117.55, 34.86, crs)
    assert set(refusal.value.fields) == {"crs"}


@pytest.mark.parametrize(
    ("lon", "lat", "wrong"),
    [
        (180.01, 0, {"lon"}),
        (0, -90.01, {"lat"}),
        (math.nan, 0, {"lon"}),
        (0, math.inf, {"lat"}),
        (200, 100, {"lon", "lat"}),
    ],
)
def test_a_point_off_the_earth_is_refused(lon: float, lat: float, wrong: set[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        from_crs(lon, lat, "WGS84")
    assert set(refusal.value.fields) == wrong


def test_distance_is_in_metres() -> None:
    assert metres_between(Point(117.0, 34.0), Point(117.0, 35.0)) == pytest.approx(110_930, abs=50)
