"""What the forms of the pages cannot take: drawn again with the field that is wrong, and nothing stored half.

A line: who, where, what is sent, and the field that the page marks ("" where the whole form is at fault).
"""

from uuid import uuid4

import pytest
from django.test import Client

from gewu.cases.models import Case
from gewu.cases.tests.builders import CATEGORY, Cast, a_case, a_cast
from gewu.kernel.ids import new_id
from tests.security.refusing import LONG, Change, browser, by_page, program, refuse
from tests.security.rows import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return a_cast()


PAGES: dict[str, tuple[str, str, Change, str]] = {
    "portal: no words": ("", "/report/{code}/", {"step": "send", "text": ""}, "text"),
    "portal: half a character": ("", "/report/{code}/", {"step": "send", "text": "a\x00b"}, "text"),
    "portal: a point that is no number": (
        "",
        "/report/{code}/",
        {"step": "send", "lon": "nan", "lat": "1"},
        "address",
    ),
    "portal: a system nobody knows": (
        "",
        "/report/{code}/",
        {"step": "send", "lon": "1", "lat": "1", "crs": "MARS"},
        "address",
    ),
    "portal: a place that does not exist": (
        "",
        "/report/{code}/",
        {"step": "send", "area": str(uuid4())},
        "address",
    ),
    "portal: no phone": ("", "/report/{code}/", {"step": "send", "phone": "12"}, "phone"),
    "portal: a key without end": ("", "/report/{code}/", {"step": "send", "receipt": "x" * 201}, ""),
    "desk: no words": ("clerk", "/desk/report/", {"text": " "}, "text"),
    "desk: too many words": ("clerk", "/desk/report/", {"text": LONG}, "text"),
    "desk: no phone": ("clerk", "/desk/report/", {"phone": "12"}, "phone"),
    "desk: unknown category": ("clerk", "/desk/report/", {"category": "999999"}, ""),
    "desk: a point that is no number": ("clerk", "/desk/report/", {"lon": "east", "lat": "1"}, ""),
    "desk: a place that does not exist": ("clerk", "/desk/report/", {"area": str(uuid4())}, "area"),
    "desk: unknown source": ("clerk", "/desk/report/", {"source": "rumour"}, "source"),
    "desk: an empty note": ("clerk", "/desk/cases/{case}/notes/", {"text": ""}, "text"),
    "desk: a note without end": ("clerk", "/desk/cases/{case}/notes/", {"text": LONG}, "text"),
    "desk: a place in words": (
        "clerk",
        "/desk/cases/{case}/place/",
        {"area": "here", "seen_version": "1"},
        "",
    ),
    "desk: no purpose": ("clerk", "/desk/cases/{case}/contact/", {"purpose": "curious"}, "purpose"),
    "desk: filing without a standard": (
        "clerk",
        "/desk/cases/{case}/moves/file/",
        {"seen_version": "1"},
        "standard",
    ),
    "field: no words": ("gridworker", "/field/report/{code}/", {"text": ""}, "text"),
    "field: a moment to come": (
        "gridworker",
        "/field/report/{code}/",
        {"happened_at": "2999-01-01T00:00:00Z"},
        "",
    ),
    "field: a moment in words": ("gridworker", "/field/report/{code}/", {"happened_at": "soon"}, ""),
    "field: a foreign identifier": (
        "gridworker",
        "/field/report/{code}/",
        {"id": str(new_id(110101001))},
        "",
    ),
    "field: done without a word": ("gridworker", "/field/report/{code}/done/", {"text": ""}, "text"),
    "field: an empty note": ("gridworker", "/field/cases/{case}/notes/", {"text": ""}, "text"),
    "own page: a wrong password": (
        "clerk",
        "/me/password/",
        {"current": "x", "password": "y", "again": "y"},
        "current",
    ),
    "own page: not the same twice": (
        "clerk",
        "/me/password/",
        {"current": "x", "password": "y", "again": "z"},
        "again",
    ),
    "own page: a language nobody speaks": ("clerk", "/me/language/", {"language": "tlh"}, ""),
}


@pytest.mark.parametrize("what", PAGES)
def test_a_form(cast: Cast, what: str) -> None:
    who, path, changes, field = PAGES[what]
    case = a_case(cast)
    ask = by_page(cast.of_role(who) if who else None, path.format(code=CATEGORY, case=case.id), **changes)
    refuse(ask, field)


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=;",
        "multipart/form-data; boundary=é",
        "multipart/form-data; boundary=" + "x" * 300,
        "application/x-www-form-urlencoded; charset=gbk",
    ],
)
def test_a_body_that_is_no_form_is_refused_and_is_nobody_s_fault(cast: Cast, kind: str) -> None:
    case, clerk, token = a_case(cast), browser(cast.clerk), program(cast.clerk)
    anyone = Client(raise_request_exception=False)
    before = rows()
    for ask in (
        lambda: clerk.generic("POST", f"/desk/cases/{case.id}/notes/", b"text=a", kind),
        lambda: anyone.generic("POST", f"/report/{CATEGORY}/", b"step=send", kind),
        lambda: anyone.generic("POST", f"/api/v1/cases/{case.id}/files", b"--x", kind, headers=token),
    ):
        assert ask().status_code in {200, 400, 422}
    assert rows() == before


LOST = {
    "portal": lambda cast: by_page(None, f"/report/{CATEGORY}/", step="send", **OUTSIDE),
    "desk": lambda cast: by_page(cast.clerk, "/desk/report/", **OUTSIDE),
    "field": lambda cast: by_page(cast.gridworker, f"/field/report/{CATEGORY}/", **OUTSIDE),
}
OUTSIDE = {"lon": "100.5", "lat": "30.5", "crs": "WGS84", "address": ""}


@pytest.mark.parametrize("door", LOST)
def test_a_point_outside_every_boundary_waits_in_the_list_of_no_grid(cast: Cast, door: str) -> None:
    answer = LOST[door](cast)()
    assert answer.status_code == 302, answer.content.decode()[:500]
    case = Case.objects.get(township=cast.town.township)
    assert (case.at_place, case.lon, case.crs) == (None, 100.5, "WGS84")
    listed = Client().get("/api/v1/cases?worklist=no_grid", headers=program(cast.clerk))
    assert [row["number"] for row in listed.json()["items"]] == [case.number]


@pytest.mark.parametrize(
    "path",
    [
        "/c/%00/",
        "/c/" + "9" * 5000 + "/",
        "/desk/%ff/",
        "/api/v1/cases/nowhere",
        "/map/99999999999999999999.svg",
        "/map/?area=x",
        "/desk/lists/%00/",
    ],
)
def test_an_address_that_leads_nowhere(cast: Cast, path: str) -> None:
    answer = browser(cast.clerk).get(path)
    assert answer.status_code in {400, 404, 422}
