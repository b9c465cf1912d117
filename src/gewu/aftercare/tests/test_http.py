"""Pages and operations of what comes after closing, thin: what they show, and what they say when refused."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from gewu.cases import queries as cases
from gewu.cases.tests.builders import PHONE, Cast, a_case
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db


def test_a_clerk_opens_the_phone_calls_and_notes_the_answer(cast: Cast) -> None:
    case, client = a_case(cast, "closed", name="王小样", phone=PHONE), signed_in(cast.clerk)
    here = f"/desk/cases/{case.id}/call-back/"
    assert PHONE not in client.get(here).text
    assert PHONE in client.post(f"{here}phone/").text
    version = str(cases.brief(cast.clerk, case.id).version)
    refused = client.post(here, {"reached": "yes", "rating": "9", "seen_version": version})
    assert refused.status_code == 422
    answered = {"reached": "yes", "contacted": "true", "solved": "no", "rating": "2", "opinion": "还是坏的"}
    done = client.post(here, answered | {"seen_version": version})
    assert done.status_code == 302
    page = client.get(f"/desk/cases/{case.id}/").text
    assert "没有解决" in page
    assert "file.pdf" in page


def test_a_clerk_has_one_way_to_note_what_a_reporter_answered(cast: Cast) -> None:
    case = a_case(cast, "closed")
    page = signed_in(cast.clerk).get(f"/desk/cases/{case.id}/").text
    assert page.count(f"/desk/cases/{case.id}/call-back/") == 1
    assert f"/desk/cases/{case.id}/moves/rate/" not in page
    other = signed_in(cast.clerk).get(f"/desk/cases/{case.id}/moves/archive/").text
    assert f"/desk/cases/{case.id}/moves/rate/" not in other


def test_rates_are_shown_apart_from_closing_and_can_be_taken_away(cast: Cast) -> None:
    case, client = a_case(cast, "closed"), signed_in(cast.clerk)
    empty = client.get("/desk/rates/").text
    assert "—" in empty
    answer = {"contacted": True, "solved": "yes", "rating": 3}
    body = {"answer": answer, "seen_version": case.version}
    made = client.post(f"/api/v1/cases/{case.id}/call-backs", body, content_type="application/json")
    assert made.status_code == 201
    page = client.get("/desk/rates/").text
    assert "90.00%" in page
    assert "办结率" in page
    book = load_workbook(BytesIO(client.get("/desk/rates/?as=xlsx").content))
    rows = list(book.worksheets[0].values)
    assert rows[1][2] == 1
    assert "90.00%" in client.get("/desk/rates/?as=csv").text
    whole = client.get("/api/v1/rates").json()["lines"][0]
    assert (whole["satisfied_rate"], whole["closed"]) == ("90.00", 1)
    assert case.number in client.get("/desk/rates/call-backs/?of=on_the_whole").text


@pytest.mark.parametrize("query", ["period=span&on=2026-02-02&until=2026-01-01", "on=never", "period=mood"])
def test_a_period_that_is_none_is_refused(cast: Cast, query: str) -> None:
    assert signed_in(cast.clerk).get(f"/desk/rates/?{query}").status_code == 422


def test_lists_and_archives_open_for_those_whose_work_it_is(cast: Cast) -> None:
    case = a_case(cast, "closed")
    assert case.number in signed_in(cast.clerk).get("/desk/call-backs/").text
    assert signed_in(cast.supervisor).get("/desk/archive/").status_code == 200
    client = signed_in(cast.clerk)
    assert case.number in client.get("/desk/case-files/?list=all").text
    asked = client.post("/desk/case-files/", {"cases": str(case.id), "purpose": "季度抽查"})
    assert asked.status_code == 302
    assert "0 / 1" in client.get(asked["Location"]).text
    pdf = client.get(f"/desk/cases/{case.id}/file.pdf")
    assert pdf.content.startswith(b"%PDF-")
