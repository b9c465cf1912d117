"""Lists of points: a declared system, every bad point named, and a word when another system fits better."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from gewu.kernel.errors import Invalid
from gewu.kernel.points import from_crs, gcj02_to_bd09, metres_between, wgs84_to_gcj02
from gewu.places import bulk
from gewu.places.testing import TinyTown

IN_CHINA = (st.floats(73.5, 134.9), st.floats(18.2, 53.4))


def listed(*points: tuple[float | str, float | str]) -> list[bulk.Given]:
    return [bulk.Given(n, f"p{n}", lon, lat) for n, (lon, lat) in enumerate(points)]


def around(town: TinyTown) -> list[tuple[float, float]]:
    return [(town.in_a1.lon + n / 20_000, town.in_a1.lat - n / 20_000) for n in range(10)]


@given(*IN_CHINA)
def test_a_point_comes_back_from_every_system_to_a_millimetre(lon: float, lat: float) -> None:
    here = from_crs(lon, lat, "WGS84")
    gcj02 = wgs84_to_gcj02(lon, lat)

    assert metres_between(from_crs(*gcj02, "GCJ02"), here) < 0.001
    assert metres_between(from_crs(*gcj02_to_bd09(*gcj02), "BD09"), here) < 0.001
    assert metres_between(from_crs(*gcj02, "WGS84"), here) > 20


def test_points_are_located_one_by_one(
    town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    spots: list[tuple[float | str, float | str]] = [
        (town.in_a1.lon, town.in_a1.lat),
        (100.0, 30.0),
        ("x", 1.0),
        (500.0, 1.0),
        (float("nan"), 0.0),
    ]

    with django_assert_num_queries(0):
        found = bulk.locate_points(listed(*spots), "WGS84")

    assert [answer.location.at if answer.location else None for answer in found.answers] == [
        town.a1, None, None, None, None,
    ]  # fmt: skip
    assert [answer.given.line for answer in found.bad] == [2, 3, 4]
    assert (found.inside, found.outside, len(found.bad)) == (1, 1, 3)
    assert found.warnings == ()


@pytest.mark.parametrize("crs", ["GCJ02", "gcj-02", "BD09", "WGS84", "CGCS2000"])
def test_a_declared_system_is_converted(town: TinyTown, crs: str) -> None:
    points = around(town)
    if crs.upper() in {"GCJ02", "GCJ-02", "BD09"}:
        points = [wgs84_to_gcj02(*point) for point in points]
    if crs == "BD09":
        points = [gcj02_to_bd09(*point) for point in points]

    found = bulk.locate_points(listed(*points), crs)

    assert (found.inside, found.warnings) == (10, ())


def test_points_declared_wrongly_are_taken_with_a_warning(town: TinyTown) -> None:
    shifted = [wgs84_to_gcj02(*point) for point in around(town)]

    found = bulk.locate_points(listed(*shifted), "WGS84")

    assert found.inside == 0
    assert "GCJ02" in found.warnings[0]
    assert "10" in found.warnings[0]


@pytest.mark.parametrize("crs", ["", "  "])
def test_an_undeclared_list_is_refused_with_what_would_fit(town: TinyTown, crs: str) -> None:
    shifted = [wgs84_to_gcj02(*point) for point in around(town)]

    with pytest.raises(Invalid) as refusal:
        bulk.locate_points(listed(*shifted), crs)

    assert "GCJ02 10" in refusal.value.fields["crs"]
    assert "WGS84 0" in refusal.value.fields["crs"]


@pytest.mark.parametrize(
    ("points", "crs", "field"),
    [
        pytest.param([], "WGS84", "points", id="none"),
        pytest.param([(1.0, 1.0)] * 1001, "WGS84", "points", id="too many"),
        pytest.param([(1.0, 1.0)], "EPSG:3857", "crs", id="unknown system"),
    ],
)
def test_a_list_that_cannot_be_taken_names_its_field(
    town: TinyTown, points: list[tuple[float | str, float | str]], crs: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        bulk.locate_points(listed(*points), crs)

    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_names_its_columns_in_either_language(encoding: str) -> None:
    content = "名称,经度,纬度\r\n东门,117.7005,34.8015\r\n\r\n西门,x,\r\n".encode(encoding)

    assert bulk.points_of_file(content) == [
        bulk.Given(2, "东门", "117.7005", "34.8015"),
        bulk.Given(4, "西门", "x", ""),
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"a,b\n1,2\n", id="other columns"),
        pytest.param(b"lon\n1\n", id="one column"),
        pytest.param(b"\x00\x01\x02lon,lat", id="no text"),
        pytest.param(b"PK\x03\x04\xff\xff\xff\xff\x80\x81", id="a workbook"),
        pytest.param(b"lon,lat\n" + b"1,2\n" * 300_000, id="too large"),
    ],
)
def test_a_file_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        bulk.points_of_file(content)
    assert set(refusal.value.fields) == {"file"}


@given(st.binary(max_size=400))
def test_whatever_a_file_holds_it_is_read_or_refused(content: bytes) -> None:
    try:
        rows = bulk.points_of_file(content)
    except Invalid:
        return
    assert all(row.line > 1 for row in rows)


def test_the_door_for_programs_needs_somebody(client: Client, town: TinyTown) -> None:
    body = {"crs": "WGS84", "points": [{"lon": 117.7005, "lat": 34.8015}]}

    assert client.post("/api/v1/places/locate", body, content_type="application/json").status_code == 401
