"""Staffing, cards and plates as machines and phones ask for them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gewu.cases.tests.builders import Cast
from gewu.people.testing import signed_in
from gewu.places import queries as places
from gewu.signage import commands, queries
from gewu.signage.rules import Handed
from gewu.signage.tests.helping import a_plate

pytestmark = pytest.mark.django_db
API = "/api/v1/signage"


def test_the_cards_of_an_area_and_its_parts_are_asked_for(cast: Cast) -> None:
    commands.note_handout(address=cast.town.building_1, handed=Handed(24, 2, 4), actor=cast.gridworker)
    said = signed_in(cast.chief).get(f"{API}/cards", {"area": str(cast.town.grid_a)}).json()
    assert (said["delivered"], said["refused"], said["nobody"]) == (24, 2, 4)
    assert [part["delivered"] for part in said["parts"]] == [24, 0]
    assert signed_in(cast.chief).get(f"{API}/staffing").json()["gaps"] == []
    assert signed_in(cast.handler).get(f"{API}/staffing").status_code == 403


def test_a_plate_is_listed_and_noted_and_damage_names_its_case(cast: Cast) -> None:
    plate, client = a_plate(cast, cast.town.building_1), signed_in(cast.gridworker)
    listed = client.get(f"{API}/plates", {"area": str(cast.town.a1), "hangs": "up"}).json()
    assert [one["id"] for one in listed] == [str(plate.id)]
    body = {"state": "damaged", "seen_version": listed[0]["version"]}
    noted = client.post(f"{API}/plates/{plate.id}", body, content_type="application/json").json()
    assert noted["state"] == "damaged"
    assert noted["case"]
    stale = client.post(f"{API}/plates/{plate.id}", body, content_type="application/json")
    assert stale.status_code == 409
    assert client.get(f"{API}/plates", {"area": str(cast.town.a1), "after": listed[0]["id"]}).json() != listed


def test_a_wrong_number_of_cards_is_said_on_the_page_and_what_was_typed_stays(cast: Cast) -> None:
    url = f"/field/signage/houses/{cast.town.building_1}/"
    refused = signed_in(cast.gridworker).post(f"{url}cards/", {"delivered": "4321", "nobody": "1"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="4321"' in page
    assert "4322" in page
    assert f"{url}cards/" in page


def test_houses_of_many_grids_are_read_with_as_many_statements_as_of_one(cast: Cast) -> None:
    a_plate(cast, cast.town.building_1)

    def statements(*areas: places.Place) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert queries.houses_of(*(area.id for area in areas))
        return len(seen)

    units = [places.area(one) for one in (cast.town.a1, cast.town.a2)]
    assert statements(*units) == statements(units[0])
