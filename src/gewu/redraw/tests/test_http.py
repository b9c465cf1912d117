"""Pages and API of redraws: who gets in, what forms and programs send, what comes back."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gewu.people import queries as people
from gewu.people.testing import signed_in
from gewu.places.testing import TOWNSHIP
from gewu.redraw.models import Draft
from gewu.redraw.tests.builders import A1, A2, B1, Cast, a_cast, a_draft, down_the_middle, drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return a_cast()


@pytest.fixture
def desk(cast: Cast) -> Client:
    return signed_in(cast.admin)


def test_a_draft_is_begun_drawn_and_handed_in_by_forms(cast: Cast, desk: Client) -> None:
    begun = desk.post("/desk/borders/begin/", {"township": TOWNSHIP, "title": "拆分 A1"})
    row = Draft.objects.get(township=TOWNSHIP)
    assert begun["Location"] == f"/desk/borders/{row.id}/"
    page = f"/desk/borders/{row.id}/"
    sent = {"kind": "split", "key": A1, "line": json.dumps(down_the_middle()["line"]), "seen_version": 1}
    assert desk.post(page + "draw/", sent).status_code == 302
    assert desk.post(page + "draw/", sent | {"seen_version": 2}).status_code == 422
    shown = desk.get(page).content.decode()
    assert "1-1" in shown or "单元" in shown
    assert desk.post(page + "do/offer/", {"seen_version": 2}).status_code == 302
    assert desk.get(page + "moves/").status_code == 200
    second = signed_in(cast.supervisor)
    assert second.post(page + "do/publish/", {"seen_version": 2}).status_code == 302
    assert Draft.objects.one(row.id).state == Draft.State.APPLIED
    assert desk.get("/desk/borders/").status_code == 200
    assert desk.get(page).status_code == 200


def test_houses_are_chosen_from_a_list(cast: Cast, desk: Client) -> None:
    row = a_draft(cast)
    page = f"/desk/borders/{row.id}/"
    assert "幸福小区1号楼" in desk.get(page, {"grid": A1}).content.decode()
    sent = {"kind": "take", "key": A1, "houses": str(cast.town.building_1), "seen_version": 1}
    assert desk.post(page + "draw/", sent).status_code == 302


def test_programs_draw_check_and_preview(cast: Cast, desk: Client) -> None:
    row = a_draft(cast)
    base = f"/api/v1/redraws/{row.id}"
    sent = {"edit": {"kind": "merge", "keys": [A1, A2]}, "seen_version": 1}
    done = desk.post(base + "/steps", sent, content_type="application/json")
    assert (done.status_code, done.json()["version"]) == (200, 2)
    check = desk.get(base + "/check").json()
    assert check["sound"]
    assert [grid["households"] for grid in check["grids"] if grid["is_new"]] == [96]
    preview = desk.get(base + "/preview").json()
    assert preview["retired"] == [A1, A2]
    assert {heir["kind"] for heir in preview["heirs"]} == {"merge"}
    drawn_map = desk.get(base + "/map").json()
    assert len(drawn_map["features"]) == 3
    undone = desk.post(base + "/acts", {"act": "undo", "seen_version": 2}, content_type="application/json")
    assert undone.json()["version"] == 3


def geojson(*rings: list[list[float]], **more: object) -> SimpleUploadedFile:
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for ring in rings
    ]
    document = {"type": "FeatureCollection", "features": features} | more
    return SimpleUploadedFile("grids.geojson", json.dumps(document).encode())


def ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


HALVES = (ring(117.7, 34.801, 117.7007, 34.802), ring(117.7007, 34.801, 117.702, 34.802))
BOW = [[117.7, 34.801], [117.702, 34.802], [117.702, 34.801], [117.7, 34.802], [117.7, 34.801]]


@pytest.mark.parametrize(
    ("file", "crs", "status", "says"),
    [
        pytest.param(geojson(*HALVES), "WGS84", 200, "", id="taken over"),
        pytest.param(geojson(*HALVES), "", 422, "WGS84 10", id="undeclared"),
        pytest.param(geojson(*HALVES), "GCJ02", 422, "10", id="in another system"),
        pytest.param(geojson(*HALVES), "EPSG:4547", 422, "", id="unknown system"),
        pytest.param(geojson(HALVES[0]), "WGS84", 422, "", id="a gap"),
        pytest.param(geojson(*HALVES, HALVES[0]), "WGS84", 422, "117.70035, 34.80150", id="an overlap"),
        pytest.param(geojson(BOW), "WGS84", 422, "117.70100, 34.80150", id="crossing itself"),
        pytest.param(geojson([[117.7, 34.8]]), "WGS84", 422, "", id="no ring"),
        pytest.param(geojson(ring(3.9e7, 3.8e6, 3.91e7, 3.81e6)), "WGS84", 422, "米", id="metres"),
        pytest.param(geojson(ring(34.801, 117.7, 34.802, 117.702)), "", 422, "经度", id="latitude first"),
        pytest.param(SimpleUploadedFile("x.geojson", b"[1,"), "WGS84", 422, "", id="no json"),
        pytest.param(SimpleUploadedFile("x.geojson", b" " * 5_000_001), "WGS84", 422, "5 MB", id="too large"),
    ],
)
def test_shapes_come_from_a_file_whole_or_not_at_all(
    cast: Cast, desk: Client, file: SimpleUploadedFile, crs: str, status: int, says: str
) -> None:
    row = a_draft(cast)
    file.seek(0)
    sent = {"file": file, "crs": crs, "seen_version": 1}
    answer = desk.post(f"/api/v1/redraws/{row.id}/shapes", sent)
    assert (answer.status_code, says in answer.content.decode()) == (status, True)
    assert Draft.objects.one(row.id).version == (2 if status == 200 else 1)


def test_only_who_draws_sees_what_is_being_drawn(cast: Cast, desk: Client) -> None:
    row = a_draft(cast)
    drawn(row, {"kind": "merge", "keys": [A1, A2]}, cast.admin)
    page = f"/desk/borders/{row.id}/"
    assert signed_in(cast.chief).get(page).status_code == 404
    assert signed_in(cast.resident).get(page).status_code in {302, 403, 404}
    desk.post(page + "do/offer/", {"seen_version": 2})
    assert signed_in(cast.chief).get(page).status_code == 200
    other = {"kind": "merge", "keys": [B1], "seen_version": 2}
    assert signed_in(cast.chief).post(page + "draw/", other).status_code == 403


def test_the_map_answers_for_then_and_for_now(cast: Cast, desk: Client) -> None:
    row = a_draft(cast)
    drawn(row, {"kind": "merge", "keys": [A1, A2]}, cast.admin)
    desk.post(f"/desk/borders/{row.id}/do/offer/", {"seen_version": 2})
    signed_in(cast.supervisor).post(f"/desk/borders/{row.id}/do/publish/", {"seen_version": 2})
    old, yesterday = cast.town.a1, people.today() - timedelta(days=1)
    spot = {"lon": "117.7005", "lat": "34.8015", "crs": "WGS84"}
    locate = "/api/v1/places/locate"
    new = desk.get(locate, spot).json()["place"]
    then = desk.get(locate, spot | {"at": f"{yesterday}T12:00:00+08:00"}).json()["place"]
    assert (then["id"], new["id"] != str(old)) == (str(old), True)
    file = desk.get(f"/api/v1/places/{old}").json()
    assert [one["id"] for one in file["now"]] == [new["id"]]
    numbers = [
        [one["id"] for one in desk.get("/api/v1/places", {"q": A1} | also).json()["items"]]
        for also in ({}, {"retired": "true"})
    ]
    assert numbers == [[], [str(old)]]
    found = desk.get("/map/", {"q": A1, "township": str(TOWNSHIP)}).content.decode()
    assert f"area={new['id']}" in found
    panel = desk.get("/map/", {"area": str(old), "at": str(yesterday)}).content.decode()
    assert f"at={yesterday}" in panel
    assert new["code"] in panel
    assert f"at={yesterday}" in desk.get("/map/", {"area": str(old)}).content.decode()
    home = {"township": str(TOWNSHIP)}
    sheets = [
        desk.get("/api/v1/places/boundaries", home | at).json()["version"]
        for at in (home, {"at": f"{yesterday}T12:00:00+08:00"})
    ]
    assert sheets[0] != sheets[1]
