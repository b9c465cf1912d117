"""Places over HTTP, and the map page."""

import gzip
import json
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gewu.places.testing import TOWNSHIP, TinyTown

Asked = dict[str, str | int]
EN = {"accept-language": "en"}


def test_a_point_is_located(
    client: Client, town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/api/v1/places/locate", {"lon": "117.7005", "lat": "34.8015", "crs": "CGCS2000"})

    body = answer.json()
    assert answer.status_code == 200
    assert (body["place"]["id"], body["cell"], body["township"]) == (str(town.a1), str(town.a1), TOWNSHIP)
    assert [step["code"] for step in body["path"]][:4] == ["37", "3704", "370402", str(TOWNSHIP)]


def test_a_point_outside_is_an_answer_not_an_error(client: Client, town: TinyTown) -> None:
    answer = client.get("/api/v1/places/locate", {"lon": "100", "lat": "30", "crs": "WGS84"})

    assert answer.status_code == 200
    assert answer.json()["place"] is None


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        pytest.param({"lon": "117.7", "lat": "34.8"}, "crs", id="no system"),
        pytest.param({"lon": "117.7", "lat": "34.8", "crs": "moon"}, "crs", id="unknown system"),
        pytest.param({"lon": 500, "lat": "34.8", "crs": "WGS84"}, "lon", id="not on the earth"),
        pytest.param({"lon": "nan", "lat": "34.8", "crs": "WGS84"}, "lon", id="not a number"),
        pytest.param({"lat": "34.8", "crs": "WGS84"}, "lon", id="no longitude"),
        pytest.param({"lon": "east", "lat": "34.8", "crs": "WGS84"}, "lon", id="a word"),
    ],
)
def test_a_bad_point_names_its_field(client: Client, town: TinyTown, asked: Asked, field: str) -> None:
    answer = client.get("/api/v1/places/locate", asked)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert field in answer.json()["fields"]


def test_places_are_listed_page_by_page(
    client: Client, town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        first = client.get("/api/v1/places", {"tier": "cell", "size": "3"}).json()
    rest = client.get("/api/v1/places", {"tier": "cell", "size": "3", "after": str(first["next"])}).json()

    codes = [item["code"][-6:] for item in [*first["items"], *rest["items"]]]
    assert codes == ["001011", "001012", "002011", "002012"]
    assert rest["next"] is None


def test_places_are_found_by_parent_and_words(client: Client, town: TinyTown) -> None:
    below = client.get("/api/v1/places", {"parent": str(town.grid_b)}).json()["items"]
    found = client.get("/api/v1/places", {"q": "xiaofeng", "tier": "community"}, headers=EN).json()["items"]

    assert [item["id"] for item in below] == [str(town.b1), str(town.b2)]
    assert [(item["name"], item["level_name"]) for item in found] == [("小凤社区", "Community")]


def test_one_place_comes_with_its_path_and_children(
    client: Client, town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        body = client.get(f"/api/v1/places/{town.north}").json()

    assert (body["code"], body["households"], body["level_name"]) == ("370402999001", 400, "社区")
    assert [step["tier"] for step in body["path"]] == ["province", "city", "county", "township", "community"]
    assert [child["id"] for child in body["children"]] == [str(town.grid_a)]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/api/v1/places/{UUID(int=4)}", 404),
        ("/api/v1/places/boundaries?township=1", 404),
        ("/api/v1/places?size=0", 422),
        ("/api/v1/places?after=nonsense", 422),
        ("/api/v1/places?tier=planet", 422),
        ("/api/v1/places?q=%00", 422),
        (f"/map/?area={UUID(int=4)}", 404),
        ("/map/?area=here", 404),
        ("/map/1.svg", 404),
    ],
)
def test_what_is_not_there_or_not_readable_is_refused(
    client: Client, town: TinyTown, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


def test_boundaries_are_geojson_and_kept_by_their_etag(client: Client, town: TinyTown) -> None:
    address = f"/api/v1/places/boundaries?township={TOWNSHIP}"
    answer = client.get(address)
    sheet = json.loads(answer.content)

    assert answer["Content-Type"] == "application/geo+json"
    assert len([f for f in sheet["features"] if f["properties"]["tier"] == "cell"]) == 4
    assert sheet["synthetic"] is True
    ring = next(f for f in sheet["features"] if f["properties"]["id"] == str(town.a1))["geometry"][
        "coordinates"
    ][0]
    assert [117.7, 34.801] in ring

    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert (again.status_code, again.content) == (304, b"")
    assert gzip.decompress(packed.content) == answer.content


def test_the_map_page_works_as_a_list(
    client: Client, town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/map/")  # what its borders have of lines is read once
    with django_assert_num_queries(1):  # its estates
        page = client.get("/map/", {"area": str(town.a2)}).content.decode()

    assert "小凤社区" in page
    assert "370402999001012" in page
    assert "测试边界" in page
    assert f'src="/map/{TOWNSHIP}.svg"' in page
    # The legend explains what is drawn, and nothing else.
    assert 'class="key key-grid"' in page
    assert "key-railway" not in page


def test_the_map_page_finds_places(client: Client, town: TinyTown) -> None:
    page = client.get("/map/", {"q": "xiaofeng"}).content.decode()
    listed = page.partition('id="places"')[2]

    assert str(town.south) in listed
    assert str(town.north) not in listed


def test_a_swap_gets_only_the_part_it_replaces(client: Client, town: TinyTown) -> None:
    swap = {"hx-request": "true", "hx-target": "section#place"}
    part = client.get("/map/", {"area": str(town.a2)}, headers=swap).content.decode()

    assert part.strip().startswith('<section id="place"')
    assert "<html" not in part
    assert 'id="places"' not in part


def test_what_people_type_is_shown_as_text(client: Client, town: TinyTown) -> None:
    page = client.get("/map/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page


def test_the_picture_is_an_svg_with_every_grid(client: Client, town: TinyTown) -> None:
    answer = client.get(f"/map/{TOWNSHIP}.svg")
    picture = answer.content.decode()

    assert answer["Content-Type"] == "image/svg+xml"
    assert picture.count("<text") == 6
    assert "style" not in picture
    assert client.get(f"/map/{TOWNSHIP}.svg", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_without_any_place_the_map_says_what_to_do(client: Client, no_town: None) -> None:
    page = client.get("/map/", headers=EN).content.decode()

    assert "No place has been set up yet" in page
