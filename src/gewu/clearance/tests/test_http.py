"""The pages of ledgers, as browsers ask for them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from gewu.cases.tests.builders import Cast, a_case, a_cast
from gewu.clearance.models import Ledger
from gewu.kernel import clock
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    with clock.hold(MORNING):
        found = a_cast()
        a_case(found, "filed")
        a_case(found, "closed")
    with clock.hold(MORNING + timedelta(days=1)):
        yield found


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content
    return str(answer.content.decode())


def test_a_grid_lead_signs_on_the_phone_from_the_first_page(cast: Cast) -> None:
    url = f"/clearance/{cast.town.grid_a}/day/2026-03-02/"
    client = signed_in(cast.gridlead)
    assert url in read(client, "/field/")
    assert "网格" in read(client, url)
    assert client.post(url, {"receipt": "once"}).status_code == 302
    assert client.post(url, {"receipt": "once"}).status_code == 302
    row = Ledger.objects.get(township=cast.town.township)
    assert (row.figures["opened"], row.figures["closed"]) == (2, 1)
    assert url not in read(client, "/field/")
    assert row.digest[:16] in read(client, url)
    assert "2026-03-02" in read(client, f"/clearance/{cast.town.grid_a}/day/")


def test_a_missing_reason_stands_in_the_way_with_a_clear_sentence(cast: Cast) -> None:
    with clock.hold(MORNING + timedelta(days=31)):
        url = f"/clearance/{cast.town.grid_a}/day/2026-04-01/"
        client = signed_in(cast.gridlead)
        answer = client.post(url, {})
        assert answer.status_code == 422
        assert "原因" in answer.content.decode()


def test_a_ledger_is_printed_and_taken_away(cast: Cast) -> None:
    client, url = signed_in(cast.supervisor), f"/clearance/{cast.town.street}/week/2026-03-02/"
    read(client, url)
    read(client, url + "print/")
    assert "小样街道" in read(client, url + "table.csv")
    book = load_workbook(BytesIO(client.get(url + "table.xlsx").content))
    assert book.worksheets[0].cell(1, 2).value == "小样街道"
    read(client, url + "table.doc", 404)
    read(client, f"/clearance/{cast.town.street}/year/2026-01-01/", 404)
    read(client, f"/clearance/{cast.town.street}/day/2026-13-01/", 404)


def test_a_correction_stands_beside_a_signed_ledger(cast: Cast) -> None:
    url, client = f"/clearance/{cast.town.grid_a}/day/2026-03-02/", signed_in(cast.gridlead)
    client.post(url, {})
    row = Ledger.objects.get(township=cast.town.township)
    wrong = {"figure": "opened", "should_be": "many", "why": "数错了"}
    assert client.post(f"/clearance/signed/{row.id}/correct/", wrong).status_code == 422
    right = wrong | {"should_be": "3"}
    assert client.post(f"/clearance/signed/{row.id}/correct/", right).status_code == 302
    assert "数错了" in read(client, url)
    read(client, url + "print/")


def test_who_has_no_ledgers_is_told_so(cast: Cast) -> None:
    read(signed_in(cast.handler), "/clearance/", 403)
    read(signed_in(cast.other_chief), f"/clearance/{cast.town.grid_a}/day/2026-03-02/", 404)
    read(signed_in(cast.overseer), "/clearance/")
