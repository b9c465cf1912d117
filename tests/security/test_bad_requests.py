"""What the API cannot take: a 4xx that names the field, and nothing stored half.

A line: what is sent, and the field that the answer names ("" where the request as a whole is at fault).
"""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from gewu.cases import commands
from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, Cast, a_case, a_cast
from gewu.kernel.ids import new_id
from tests.security.refusing import LONG, Change, program, refuse

pytestmark = pytest.mark.django_db
DEEP = "[" * 100_000


@pytest.fixture
def cast() -> Cast:
    return a_cast()


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


def test_a_version_from_before_the_case_hears_of_its_moves_and_not_of_its_notes(
    cast: Cast, client: Client
) -> None:
    case, token = a_case(cast, "filed"), program(cast.dispatcher)
    commands.comment(case_id=case.id, text="看过了", actor=cast.dispatcher)
    sent = json.dumps({"move": "dispatch", "data": {}, "seen_version": -7})
    answer = client.post(f"/api/v1/cases/{case.id}/moves", sent, "application/json", headers=token)
    assert answer.status_code == 409
    assert [change["version"] for change in answer.json()["changes"]] == [1, 2]


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
