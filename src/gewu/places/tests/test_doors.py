"""Addresses, neighbours, numbers and base maps on the pages and over HTTP."""

import gzip
import json
from typing import Any
from uuid import UUID

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from gewu.kernel.access import Actor, Post
from gewu.kernel.errors import Invalid, NotAllowed
from gewu.places import points, queries
from gewu.places.testing import TOWNSHIP, TinyTown

EN = {"accept-language": "en"}


def asking(town: TinyTown, *, role: str, data: dict[str, Any] | None = None) -> Any:
    """A request of somebody who holds this post."""
    request: Any = RequestFactory().post("/map/points/", data or {})
    post = Post(UUID(int=1), role, queries.scope_of(town.street), None, frozenset(), 0)  # type: ignore[arg-type]  # the class of access is of no matter here
    request.actor = Actor(user=UUID(int=2), name="somebody", door="desk", posts=(post,))
    return request


def test_addresses_are_found_over_the_api(
    client: Client, town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # What the process keeps of places and their names is read by the first question.
    client.get("/api/v1/places/addresses", {"q": "小样路"})
    with django_assert_num_queries(1):
        found = client.get("/api/v1/places/addresses", {"q": "幸福小区3号楼"}).json()
    one = client.get(f"/api/v1/places/addresses/{town.building_3}").json()

    assert [row["label"] for row in found] == ["小样路8号幸福小区3号楼"]
    assert (one["area"], one["estate"], one["kind"]) == (str(town.a2), str(town.estate), "building")
    assert found[0] == one
    assert "households" not in one


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/places/addresses", 422),
        ("/api/v1/places/addresses?q=%00", 422),
        ("/api/v1/places/addresses?q=" + "x" * 201, 422),
        (f"/api/v1/places/addresses/{UUID(int=4)}", 404),
        ("/api/v1/places/houses?township=1", 404),
        (f"/map/?address={UUID(int=4)}", 404),
        ("/map/?address=here", 404),
        ("/map/1-near.svg", 404),
    ],
)
def test_what_is_not_there_or_not_readable_is_refused(
    client: Client, town: TinyTown, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


def test_a_place_comes_with_its_numbers_and_neighbours(
    client: Client, town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        body = client.get(f"/api/v1/places/{town.a1}").json()

    assert body["codes"] == [{"scheme": "", "title": "", "use": "main", "code": "370402999001011"}]
    assert [near["place"]["id"] for near in body["neighbours"]] == [str(town.a2), str(town.b1)]
    assert {near["barrier"] for near in body["neighbours"]} == {False}


def test_houses_come_as_geojson_with_their_etag(client: Client, town: TinyTown) -> None:
    address = f"/api/v1/places/houses?township={TOWNSHIP}"
    answer = client.get(address)
    features = json.loads(answer.content)["features"]

    assert [feature["properties"]["kind"] for feature in features] == ["house"] * 4 + ["estate"]
    assert [feature["properties"]["zh"] for feature in features] == ["1", "2", "3", "小样小学", "幸福小区"]
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == answer.content
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_the_map_page_shows_an_address_and_where_it_lies(client: Client, town: TinyTown) -> None:
    page = client.get("/map/", {"address": str(town.estate)}).content.decode()

    assert "小样路8号幸福小区" in page
    assert f"?address={town.building_3}" in page
    assert f'data-area="{town.a1}"' in page


def test_the_map_page_finds_addresses(client: Client, town: TinyTown) -> None:
    page = client.get("/map/", {"q": "xfxq3"}).content.decode()

    assert f"?address={town.building_3}" in page
    assert "找到 1 处" in page


def test_the_map_page_says_who_lives_next_door(client: Client, town: TinyTown) -> None:
    page = client.get("/map/", {"area": str(town.a1)}, headers=EN).content.decode()

    assert "2 neighbours" in page
    assert "111 m" in page
    assert "Xingfu Estate" in page


def test_the_near_picture_holds_every_house_and_no_word(client: Client, town: TinyTown) -> None:
    picture = client.get(f"/map/{TOWNSHIP}-near.svg", headers={"accept-encoding": "gzip"})
    drawn = gzip.decompress(picture.content).decode()

    assert "<text" not in drawn
    assert "style" not in drawn
    assert drawn.count("Z") >= 4


def test_a_small_map_is_a_piece_of_the_picture_until_it_is_opened(town: TinyTown) -> None:
    piece = queries.piece(TOWNSHIP, (117.7005, 34.8015), town.a1)
    around = queries.piece(TOWNSHIP, None, town.street)

    assert piece is not None
    assert around is not None
    left, top, width, height = map(float, piece.view.split())
    assert piece.pin is not None
    assert left < float(piece.pin[0]) < left + width
    assert top < float(piece.pin[1]) < top + height
    assert piece.outline.startswith("M")
    assert float(around.view.split()[2]) > width
    assert queries.piece(TOWNSHIP, None, None) is None
    assert queries.piece(1, (1, 1), None) is None


def test_without_a_key_no_page_names_a_base_map(client: Client, town: TinyTown, settings: Any) -> None:
    settings.TIANDITU_KEY = settings.TILES = ""

    page = client.get("/map/")
    assert "tianditu" not in page.content.decode()
    assert "tianditu" not in page["Content-Security-Policy"]


def test_with_a_key_the_map_knows_it_and_the_policy_lets_eight_hosts_in(
    client: Client, town: TinyTown, settings: Any
) -> None:
    settings.TIANDITU_KEY = "k3y"
    settings.TILE_ORIGINS = [f"https://t{host}.tianditu.gov.cn" for host in range(8)]

    page = client.get("/map/")
    assert 'data-tianditu="k3y"' in page.content.decode()
    for host in range(8):
        assert page["Content-Security-Policy"].count(f"https://t{host}.tianditu.gov.cn") == 2


def test_strangers_are_sent_to_sign_in_and_others_refused(client: Client, town: TinyTown) -> None:
    assert client.get("/map/points/")["Location"].startswith("/accounts/login/")
    with pytest.raises(NotAllowed):
        points.points(asking(town, role="clerk"))


def test_an_administrator_gets_every_line_answered(town: TinyTown) -> None:
    pasted = "label,lon,lat\nhere,117.7005,34.8015\nfar,100,30\nwrong,x,34\n=1+1,117.7015,34.8015\n"
    page = points.points(asking(town, role="admin", data={"crs": "WGS84", "points": pasted}))
    said = page.content.decode()

    assert "2 个在网格内" in said
    assert "1 个不在网格内" in said
    assert "第 4 行" in said
    assert "370402999001011" in said

    sheet = points.points(asking(town, role="admin", data={"crs": "WGS84", "points": pasted, "as": "csv"}))
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert lines[1] == "2,here,117.700500,34.801500,小龙社区,第一网格,1单元,370402999001011,"
    assert lines[4].startswith("5,'=1+1,")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"crs": "WGS84"}, "file"),
        ({"points": "lon,lat\n117.7005,34.8015"}, "crs"),
        ({"crs": "WGS84", "points": "a,b\n1,2"}, "file"),
    ],
)
def test_a_list_that_cannot_be_read_is_drawn_again(town: TinyTown, data: dict[str, str], field: str) -> None:
    request = asking(town, role="admin", data=data)
    with pytest.raises(Invalid) as refusal:
        points.points(request)

    assert field in refusal.value.fields
    again = request.gewu_redraw(str(refusal.value), refusal.value.fields)
    assert refusal.value.fields[field] in again.content.decode()


def test_reverse_of_the_page_is_under_the_map() -> None:
    assert reverse("places:points") == "/map/points/"
