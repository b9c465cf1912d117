"""The pages of addresses: all who work here look, keepers change, a plate leads to its door."""

import pytest
from django.test import Client

from gewu.cases.guards import NAMES
from gewu.catalogue.commands import publish_definitions
from gewu.kernel.access import Actor
from gewu.people.testing import an_actor, signed_in
from gewu.places import commands, plates, queries
from gewu.places.layout import Layout
from gewu.places.testing import TinyTown, tiny_town


@pytest.fixture
def town(db: None) -> TinyTown:
    return tiny_town()


@pytest.fixture
def admin(town: TinyTown) -> Actor:
    return an_actor("admin", town.street)


@pytest.fixture
def desk(admin: Actor) -> Client:
    return signed_in(admin)


def page(desk: Client, path: str) -> str:
    response = desk.get(f"/desk/addresses/{path}")
    assert response.status_code == 200
    return response.content.decode()


def post(desk: Client, path: str, **said: str) -> int:
    return desk.post(f"/desk/addresses/{path}", said).status_code


def test_the_tree_begins_with_estates_and_a_text_is_read(desk: Client, admin: Actor, town: TinyTown) -> None:
    commands.lay_out(building=town.building_3, layout=Layout(2, 6, 2), actor=admin)

    assert "小样路" in page(desk, "")
    assert "小样路8号幸福小区3号楼2单元501室" in page(desk, "?q=幸福小区3-2-501")
    assert "909" in page(desk, "?q=幸福小区3-2-909")
    assert "幸福小区3号楼" in page(desk, f"?area={town.a2}&kind=building")
    assert "幸福小区1号楼" not in page(desk, f"?area={town.a2}&kind=building")
    for work in ("nowhere", "border", "apart", "retired"):
        page(desk, f"?work={work}")


def test_every_page_of_an_address_opens(desk: Client, admin: Actor, town: TinyTown) -> None:
    commands.lay_out(building=town.building_3, layout=Layout(2, 2, 2), actor=admin)
    house = queries.inside(town.building_3)
    rooms = queries.inside(house[0].id)
    for one in (*queries.addresses_in(town.street), *house, *rooms):
        page(desk, f"{one.id}/")
        page(desk, f"{one.id}/edit/")
    page(desk, f"{town.building_3}/rooms/?units=3&floors=2&flats=2")
    page(desk, f"{town.building_3}/grid/")
    page(desk, "new/")
    page(desk, f"new/?above={town.building_3}&kind=room")


def test_a_house_given_to_another_grid_shows_then_and_now(desk: Client, town: TinyTown) -> None:
    said = {"area": str(town.a1), "since": "2026-03-01", "reason": "大门开在西侧", "seen_version": "1"}
    assert post(desk, f"{town.building_3}/grid/", **said) == 302

    assert queries.grid_of(town.building_3) == town.a1
    shown = page(desk, f"{town.building_3}/?at=2026-02-01")
    assert "大门开在西侧" in shown
    assert "<b>2单元</b>" in shown
    assert post(desk, f"{town.building_3}/grid/", **said) == 409
    assert post(desk, f"{town.building_3}/grid/", area="", since="gestern", reason="") == 422


def test_what_a_keeper_does_by_hand(desk: Client, town: TinyTown) -> None:
    house = str(town.building_3)
    assert post(desk, f"{house}/rooms/", units="2", floors="3", flats="2") == 302
    assert post(desk, f"{house}/rooms/", units="2", floors="0", flats="2") == 422
    assert post(desk, f"{town.estate}/name/", name="老纺织院", kind="nick") == 302
    assert post(desk, f"{town.estate}/name/", name="老纺织院", kind="nick") == 422
    new = {"kind": "building", "above": str(town.estate), "plate": "9", "lon": "117.7012", "lat": "34.8016"}
    assert post(desk, "new/", **new, crs="WGS84") == 302
    assert post(desk, f"{town.estate}/edit/", name="团结小区", name_en="Tuanjie", seen_version="1") == 302
    assert queries.read_address("老纺织院9栋").address == queries.read_address("团结小区9号楼").address
    assert post(desk, f"{town.building_1}/retire/", why="拆除") == 302
    assert post(desk, f"{town.building_1}/dance/") == 404


def test_the_second_of_two_clerks_sees_what_the_first_has_written(desk: Client, town: TinyTown) -> None:
    house = f"{town.building_3}/edit/"
    assert 'name="seen_version" value="1"' in page(desk, house)
    said = {"plate": "3", "households": "36", "lon": "117.7012", "lat": "34.8017", "seen_version": "1"}
    assert post(desk, house, **said | {"floors": "9"}) == 302

    second = desk.post(f"/desk/addresses/{house}", said | {"floors": "7", "households": "40"})
    shown = second.content.decode()
    assert second.status_code == 409
    assert 'name="floors" value="7"' in shown or 'value="7"' in shown
    assert "“9”" in shown
    assert "“36”" in shown
    assert queries.address(town.building_3).floors == 9

    assert post(desk, house, **said | {"floors": "9", "households": "40", "seen_version": "2"}) == 302
    assert queries.address(town.building_3).households == 40


def test_a_plate_leads_residents_to_a_report_and_staff_to_the_page(
    desk: Client, client: Client, town: TinyTown
) -> None:
    assert "plates.pdf" not in page(desk, f"{town.building_3}/")
    assert post(desk, f"{town.building_3}/plates/", kinds="building") == 302
    assert "plates.pdf" in page(desk, f"{town.building_3}/")
    code = plates.plates_of([town.building_3])[0].code
    pdf = desk.get(f"/desk/addresses/{town.building_3}/plates.pdf")
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")

    assert client.get(f"/at/{code}/")["Location"] == f"/report/?plate={code}"
    assert "小样路8号幸福小区3号楼" in client.get(f"/report/?plate={code}").content.decode()
    publish_definitions(guards=NAMES)
    begun = client.get(f"/report/010137/?plate={code}").content.decode()
    assert 'name="address" value="小样路8号幸福小区3号楼"' in begun
    assert 'name="lon" value="117.7012' in begun
    assert (
        desk.get(f"/at/{code}/", follow=True).redirect_chain[-1][0] == f"/desk/addresses/{town.building_3}/"
    )
    assert client.post("/follow/", {"number": code.lower()})["Location"] == f"/at/{code.lower()}/"

    assert post(desk, f"{town.building_3}/withdraw/", code=code, why="lost") == 302
    assert client.get(f"/at/{code}/").status_code == 404


@pytest.mark.parametrize("role", ["clerk", "gridlead", "auditor"])
def test_others_look_and_do_not_change(town: TinyTown, role: str) -> None:
    place = town.a1 if role == "gridlead" else town.street
    other = signed_in(an_actor(role, place))

    assert other.get(f"/desk/addresses/{town.building_3}/").status_code == 200
    assert other.get(f"/desk/addresses/{town.building_3}/edit/").status_code == 403
    assert other.post(f"/desk/addresses/{town.building_3}/retire/", {"why": "x"}).status_code == 403
