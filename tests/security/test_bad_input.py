"""What cannot be taken, by every door that writes: a 4xx that names the field, and nothing stored half.

A line: what is sent, and the field that the answer names ("" where the request as a whole is at fault).
"""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gewu.cases.models import Case
from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, Cast, a_case, a_cast, a_photo
from gewu.kernel.access import Actor
from gewu.kernel.ids import new_id
from gewu.people.commands import issue_token
from gewu.people.models import User
from tests.security.rows import rows

pytestmark = pytest.mark.django_db
DEEP = "[" * 100_000
LONG = "长" * 2001
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
Change = dict[str, Any]


@pytest.fixture
def cast() -> Cast:
    return a_cast()


def program(actor: Actor) -> dict[str, str]:
    assert actor.user is not None
    return {"Authorization": f"Bearer {issue_token(user_id=actor.user, label='test', actor=actor)}"}


def browser(actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(id=actor.user), settings.AUTHENTICATION_BACKENDS[0])
    return client


def refuse(ask: Callable[[], Any], field: str, *statuses: int) -> None:
    """Ask, and see that it was refused, that the field is named and that nothing is left of it."""
    before = rows()
    answer = ask()
    said = answer.content.decode()
    assert answer.status_code in (statuses or (422,)), said[:600]
    assert rows() == before
    if answer["Content-Type"] == "application/problem+json":
        problem = json.loads(said)
        named = {name.split(".")[-1] for name in problem.get("fields", {})}
        assert problem["detail"]
        assert not field or field in named, problem
    else:
        wrong = said.count('class="field wrong"') or said.count('role="alert"')
        assert wrong, said[:600]
        assert not field or f'class="field wrong" id="field-{field}"' in said, _wrong_fields(said)


def _wrong_fields(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('class="field wrong" id="field-')[1:]]


def a_report(**changes: Any) -> Change:
    place = {"lon": 117.7005, "lat": 34.8015, "crs": "WGS84"}
    return {"category": CATEGORY, "text": BROKEN_BIN, "location": place, **changes}


def at(**changes: Any) -> Change:
    return {"location": {"lon": 117.7005, "lat": 34.8015, "crs": "WGS84"} | changes}


REPORTS: dict[str, tuple[Change, str]] = {
    "unknown coordinate system": (at(crs="EPSG:3857"), "crs"),
    "no coordinate system": ({"location": {"lon": 117, "lat": 34}}, "crs"),
    "longitude beyond the earth": (at(lon=181), "lon"),
    "latitude beyond the earth": (at(lat=-91), "lat"),
    "longitude in words": (at(lon="east"), "lon"),
    "longitude that is no number": (at(lon="NaN"), "lon"),
    "longitude without end": (at(lon="Infinity"), "lon"),
    "a place that does not exist": ({"location": None, "area": str(uuid4())}, "area"),
    "a place that is no identifier": ({"location": None, "area": "here"}, "area"),
    "no place at all": ({"location": None}, "location"),
    "unknown category": ({"category": "999999"}, "category"),
    "category as a number": ({"category": 10305}, "category"),
    "category of ten thousand characters": ({"category": "0" * 10_000}, "category"),
    "unknown type": ({"type": "wedding"}, "type"),
    "no words": ({"text": ""}, "text"),
    "blank words": ({"text": " \n\u3000"}, "text"),
    "words as a list": ({"text": ["a"]}, "text"),
    "too many words": ({"text": LONG}, "text"),
    "a null in the words": ({"text": "a\0b"}, "text"),
    "a bell in the words": ({"text": "a\x07b"}, "text"),
    "half a character in the words": ({"text": "a\ud800b"}, "text"),
    "too long an address": ({"address": "长" * 201}, "address"),
    "a control character in the address": ({"address": "a\x1bb"}, "address"),
    "too long a name": ({"reporter": {"name": "长" * 41}}, "name"),
    "half a character in the name": ({"reporter": {"name": "\udfff"}}, "name"),
    "a phone of two digits": ({"reporter": {"phone": "12"}}, "phone"),
    "a phone of thirty digits": ({"reporter": {"phone": "1" * 30}}, "phone"),
    "a reporter with a secret": ({"reporter": {"name": "王", "id_number": "1"}}, "id_number"),
    "unknown source": ({"source": "rumour"}, "source"),
    "an answer outside the choices": ({"answers": {"danger": "perhaps"}}, "danger"),
    "an answer nobody asked for": ({"answers": {"colour": "red"}}, "colour"),
    "answers as a list": ({"answers": [1]}, "answers"),
    "solved without saying how": ({"solved": {}}, "report"),
    "a moment to come": ({"happened_at": "2999-01-01T00:00:00+08:00"}, "happened_at"),
    "a moment long ago": ({"happened_at": "0001-01-01T00:00:00+00:00"}, "happened_at"),
    "a day that does not exist": ({"happened_at": "2026-02-30T00:00:00+08:00"}, "happened_at"),
    "a moment without its offset": ({"happened_at": "2026-01-01T00:00:00"}, "happened_at"),
    "an identifier of another version": ({"id": str(UUID(int=7))}, "id"),
    "an identifier from another town": ({"id": str(new_id(110101001))}, "id"),
    "an identifier in words": ({"id": "mine"}, "id"),
    "a member nobody knows": ({"surprise": 1}, "surprise"),
}


@pytest.mark.parametrize("what", REPORTS)
def test_a_report_over_the_api(cast: Cast, client: Client, what: str) -> None:
    changes, field = REPORTS[what]
    # The short path is a grid worker's.
    who = program(cast.gridworker if "solved" in changes else cast.clerk)
    sent = json.dumps(a_report(**changes))
    refuse(lambda: client.post("/api/v1/cases", sent, "application/json", headers=who), field)


BODIES: dict[str, tuple[str | bytes, str, tuple[int, ...]]] = {
    "nothing": (b"", "application/json", (400, 422)),
    "half an object": (b'{"category": "01', "application/json", (400,)),
    "a list": (b"[]", "application/json", (400, 422)),
    "a number": (b"7", "application/json", (400, 422)),
    "not a number": (b'{"location": {"lon": NaN}}', "application/json", (400, 422)),
    "no UTF-8": (b'{"text": "\xff\xfe"}', "application/json", (400, 422)),
    "a hundred thousand brackets": (DEEP, "application/json", (400, 422)),
    "a form": (b"category=010305&text=x", "application/x-www-form-urlencoded", (400, 415, 422)),
    "XML": (b"<report/>", "application/xml", (400, 415, 422)),
    "three megabytes": (json.dumps({"text": "x" * 3_000_000}), "application/json", (413,)),
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_is_no_request(cast: Cast, client: Client, what: str) -> None:
    body, kind, statuses = BODIES[what]
    client.raise_request_exception = False
    who = program(cast.clerk)
    for path in ("/api/v1/cases", f"/api/v1/cases/{a_case(cast).id}/moves"):
        refuse(lambda path=path: client.post(path, body, kind, headers=who), "", *statuses)


@pytest.mark.parametrize("key", ["x" * 201, "a\tb"])
def test_a_key_that_is_none(cast: Cast, client: Client, key: str) -> None:
    who = program(cast.clerk) | {"Idempotency-Key": key}
    sent = json.dumps(a_report())
    refuse(lambda: client.post("/api/v1/cases", sent, "application/json", headers=who), "receipt")


def test_an_identifier_that_is_taken(cast: Cast, client: Client) -> None:
    taken, who = a_case(cast), program(cast.clerk)
    sent = json.dumps(a_report(id=str(taken.id)))
    refuse(lambda: client.post("/api/v1/cases", sent, "application/json", headers=who), "", 409)


MOVES: dict[str, tuple[str, Change, str, tuple[int, ...]]] = {
    "no version": ("clerk", {"move": "file", "data": {"standard": "broken"}}, "seen_version", (422,)),
    "a version in words": (
        "clerk",
        {"move": "file", "data": {}, "seen_version": "newest"},
        "seen_version",
        (422,),
    ),
    "a version beyond numbers": (
        "clerk",
        {"move": "file", "data": {}, "seen_version": 10**30},
        "",
        (409, 422),
    ),
    "a version that never was": ("clerk", {"move": "file", "data": {}, "seen_version": -1}, "", (409, 422)),
    "a move nobody knows": ("clerk", {"move": "vanish", "data": {}, "seen_version": 1}, "", (422,)),
    "answers as a list": ("clerk", {"move": "file", "data": [], "seen_version": 1}, "data", (422,)),
    "no standard": ("clerk", {"move": "file", "data": {}, "seen_version": 1}, "standard", (422,)),
    "a standard as an object": (
        "clerk",
        {"move": "file", "data": {"standard": {}}, "seen_version": 1},
        "standard",
        (422,),
    ),
    "a day that does not exist": (
        "clerk",
        {
            "move": "wait",
            "data": {"reason": "下雨", "reply": "天晴再修", "review_on": "2026-02-30"},
            "seen_version": 1,
        },
        "review_on",
        (422,),
    ),
    "words without end": (
        "clerk",
        {
            "move": "wait",
            "data": {"reason": LONG, "reply": "天晴再修", "review_on": "2026-12-01"},
            "seen_version": 1,
        },
        "reason",
        (422,),
    ),
    "half a character": (
        "clerk",
        {"move": "refuse", "data": {"refusal": "not_ours", "reply": "不归我们管\ud800"}, "seen_version": 1},
        "reply",
        (422,),
    ),
    "a moment to come": (
        "clerk",
        {
            "move": "file",
            "data": {"standard": "broken"},
            "seen_version": 1,
            "happened_at": "2999-01-01T00:00:00Z",
        },
        "happened_at",
        (422,),
    ),
}


@pytest.mark.parametrize("what", MOVES)
def test_a_move_over_the_api(cast: Cast, client: Client, what: str) -> None:
    who, body, field, statuses = MOVES[what]
    case, token = a_case(cast), program(cast.of_role(who))
    client.raise_request_exception = False
    path = f"/api/v1/cases/{case.id}/moves"
    refuse(lambda: client.post(path, json.dumps(body), "application/json", headers=token), field, *statuses)


READS: dict[str, tuple[str, str]] = {
    "a cursor that is none": ("/cases?after=abc", "after"),
    "a cursor of another list": ("/cases?after=eyJhIjoxfQ", "after"),
    "a page of nothing": ("/cases?size=0", "size"),
    "a page of everything": ("/cases?size=1000000000", "size"),
    "a stage that does not exist": ("/cases?stage=nowhere", "stage"),
    "a month that does not exist": ("/cases?day_from=2026-13-01", "day_from"),
    "a place that is no identifier": ("/cases?place=here", "place"),
    "a null in a search": ("/cases?text=a%00b", "text"),
    "a point without a system": ("/places/locate?lon=117&lat=34", "crs"),
    "a point that is no number": ("/places/locate?lon=nan&lat=34&crs=WGS84", "lon"),
    "a tier that does not exist": ("/places?tier=empire", "tier"),
    "a null in a name": ("/places?q=a%00b", "q"),
    "a township beyond numbers": ("/places/boundaries?township=99999999999999999999", ""),
}


@pytest.mark.parametrize("what", READS)
def test_a_question_over_the_api(cast: Cast, client: Client, what: str) -> None:
    path, field = READS[what]
    client.raise_request_exception = False
    who = program(cast.clerk)
    refuse(lambda: client.get(f"/api/v1{path}", headers=who), field, *((422,) if field else (404, 422)))


def _bomb() -> bytes:
    content = BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG")
    return content.getvalue()


def _zip() -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as packed:
        packed.writestr("a.jpg", b"x")
    return content.getvalue()


FILES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "a program as a photo": lambda: ("a.jpg", b"MZ\x90\0" + b"\0" * 200),
    "a photo as a program": lambda: ("a.exe", a_photo().read()),
    "a page as a photo": lambda: ("a.jpg", b"<html><script>alert(1)</script></html>"),
    "a drawing with a script": lambda: ("a.svg", SVG),
    "a drawing as a photo": lambda: ("a.png", SVG),
    "a bomb": lambda: ("a.png", _bomb()),
    "an archive": lambda: ("a.zip", _zip()),
    "a paper with an archive behind": lambda: ("a.pdf", b"%PDF-1.4\n%%EOF\n" + _zip()),
    "half a photo": lambda: ("a.jpg", a_photo().read()[:200]),
    "more than twenty megabytes": lambda: ("a.jpg", a_photo().read() + b"\0" * (20 * 1024 * 1024)),
    "nothing": lambda: ("a.jpg", b""),
}
DOORS: dict[str, Callable[[Cast, Case, SimpleUploadedFile], tuple[Callable[[], Any], str]]] = {
    "api": lambda cast, case, file: (_by_api(cast, case, file), "file"),
    "desk": lambda cast, case, file: (
        _by_page(cast.clerk, f"/desk/cases/{case.id}/files/", file=file),
        "file",
    ),
    "desk report": lambda cast, case, file: (_by_page(cast.clerk, "/desk/report/", photos=file), "photos"),
    "field": lambda cast, case, file: (
        _by_page(cast.gridworker, f"/field/cases/{case.id}/files/", file=file),
        "file",
    ),
    "field report": lambda cast, case, file: (
        _by_page(cast.gridworker, f"/field/report/{CATEGORY}/", photos=file),
        "photos",
    ),
    "portal": lambda cast, case, file: (
        _by_page(None, f"/report/{CATEGORY}/", photos=file, step="send"),
        "photos",
    ),
}


def _by_api(cast: Cast, case: Case, file: SimpleUploadedFile) -> Callable[[], Any]:
    who = program(cast.clerk)
    path = f"/api/v1/cases/{case.id}/files"
    return lambda: Client(raise_request_exception=False).post(
        path, {"file": file, "kind": "scene"}, headers=who
    )


def _by_page(actor: Actor | None, path: str, **given: Any) -> Callable[[], Any]:
    client = browser(actor) if actor else Client(raise_request_exception=False)
    form = {"category": CATEGORY, "text": BROKEN_BIN, "address": "文化路", "kind": "scene", **given}
    return lambda: client.post(path, form)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("what", FILES)
def test_a_file_by_every_door(cast: Cast, what: str, door: str) -> None:
    name, content = FILES[what]()
    ask, field = DOORS[door](cast, a_case(cast), SimpleUploadedFile(name, content, "image/jpeg"))
    refuse(ask, field)


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
    ask = _by_page(cast.of_role(who) if who else None, path.format(code=CATEGORY, case=case.id), **changes)
    refuse(ask, field)


LOST = {
    "portal": lambda cast: _by_page(None, f"/report/{CATEGORY}/", step="send", **OUTSIDE),
    "desk": lambda cast: _by_page(cast.clerk, "/desk/report/", **OUTSIDE),
    "field": lambda cast: _by_page(cast.gridworker, f"/field/report/{CATEGORY}/", **OUTSIDE),
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
