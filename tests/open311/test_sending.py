"""POST and tokens: what a request needs, what is refused by which name, what comes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gewu.cases.models import Case
from gewu.cases.tests.builders import Cast, a_photo
from gewu.kernel import clock
from tests.open311 import schemas
from tests.open311.door import (
    CATEGORY,
    Door,
    case_of,
    codes,
    fits,
    of_xml,
    photos_of,
    told,
    words_of,
)

HIDDEN, CLOSELY_HELD = "010102", "030101"
JSON, XML = "application/json; charset=utf-8", "text/xml; charset=utf-8"
DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
ANSWERS = {"service_code": "practice-questions", "attribute[height]": "2.5", "attribute[colour]": "red"}


# POST


PLACES = {
    "a point": {},
    "an address in words": {"lat": None, "long": None, "address_string": "文化路 1 号"},
    "an address of the register": {"lat": None, "long": None, "address_id": "370402999001"},
}


@pytest.mark.parametrize("where", PLACES.values(), ids=PLACES)
def test_a_request_needs_one_way_to_say_where(door: Door, where: dict[str, str | None]) -> None:
    response = door.report(**where)
    assert response.status_code == 200
    assert fits(response.json(), schemas.SENT)
    case = case_of(response.json()[0]["service_request_id"])
    assert (case.source, case.stage, case.category) == ("open311", "reported", CATEGORY)


def test_what_was_sent_reaches_the_people_who_work(cast: Cast, door: Door) -> None:
    number = door.reported(
        **{"description": "桶盖坏了\r\n三天了", "attribute[danger]": "true"},
        first_name="小样",
        last_name="王",
        phone="139 1234 5678",
        email="wang@example.org",
        media_url=["https://pictures.example/1.jpg", "https://pictures.example/2.jpg"],
        media=a_photo(),
    )
    case = case_of(number)
    assert case.answers == {"danger": True}
    assert words_of(number) == [
        "桶盖坏了\n三天了",
        "media_url:\nhttps://pictures.example/1.jpg\nhttps://pictures.example/2.jpg",
    ]
    assert photos_of(number) == 1
    from gewu.cases.queries import case_file  # noqa: PLC0415

    contact = case_file(cast.clerk, case.id).reporter
    assert contact is not None
    assert contact.masked
    assert contact.name.startswith("王")


@pytest.mark.parametrize("name", ["media", "media[]", "photo1"])
def test_photos_come_under_any_name_and_in_any_number(door: Door, name: str) -> None:
    assert photos_of(door.reported(**{name: [a_photo("1.jpg"), a_photo("2.jpg")]})) == 2


def test_an_xml_answer_to_a_post_is_the_same_list(door: Door) -> None:
    whole = {"service_code": CATEGORY, "address_string": "文化路 1 号", "description": "桶盖坏了"}
    response = door.post("requests.xml", **whole)
    [sent] = of_xml(response)
    assert case_of(sent["service_request_id"]).address == "文化路 1 号"


@pytest.mark.parametrize(
    "key", [None, "", "wrong", "o311_370402999_" + "x" * 32, "o311_110101001_" + "x" * 32]
)
@pytest.mark.parametrize("code", [CATEGORY, "999999", None])
def test_a_bad_key_is_told_nothing_else(door: Door, key: str | None, code: str | None) -> None:
    """403 goes before 404 and 400: whoever has no key does not learn which services there are."""
    form = {
        name: value for name, value in {"api_key": key, "service_code": code, "lat": "x"}.items() if value
    }
    for endpoint in (door, door.test):
        response = door.client.post(f"{endpoint.root}requests.json", form)
        assert (response.status_code, codes(response)) == (403, {403})
    assert not Case.objects.filter(township=370402999).exists()


@pytest.mark.parametrize("code", ["999999", HIDDEN, "practice-token"])
def test_an_unknown_service_goes_before_what_else_is_wrong(door: Door, code: str) -> None:
    response = door.report(service_code=code, lat="x", long=None)
    assert (response.status_code, codes(response)) == (404, {404})


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no service": ({"service_code": None}, "service_code"),
    "no place": ({"lat": None, "long": None}, "address_string"),
    "half a point": ({"long": None}, "long"),
    "the other half": ({"lat": None}, "lat"),
    "no number": ({"lat": "34°48′"}, "lat"),
    "infinitely north": ({"lat": "inf"}, "lat"),
    "nowhere": ({"long": "nan"}, "long"),
    "off the earth": ({"lat": "91"}, "lat"),
    "turned around": ({"lat": "117.7", "long": "34.8"}, "lat"),
    "no such address": ({"address_id": "370402999999"}, "address_id"),
    "another town's address": ({"address_id": "110101001001"}, "address_id"),
    "4001 characters": ({"description": "长" * 4001}, "4000"),
    "not one of the answers": ({"attribute[danger]": "perhaps"}, "danger"),
    "no web address": ({"media_url": "file:///etc/passwd"}, "media_url"),
    "a script": ({"media_url": "javascript:alert(1)"}, "media_url"),
    "too many links": ({"media_url": [f"https://x.example/{n}" for n in range(6)]}, "media_url"),
    "no telephone": ({"phone": "12"}, "phone"),
    "no picture": ({"media": SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")}, "photos"),
    "ten pictures": ({"media": [a_photo(f"{n}.jpg") for n in range(10)]}, "photos"),
    "a bell": ({"description": "坏了\x07"}, "description"),
    "a zero": ({"description": "坏了\x00"}, "description"),
}


@pytest.mark.parametrize(("form", "name"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_by_name(door: Door, form: dict[str, Any], name: str) -> None:
    response = door.report(**form)
    assert (response.status_code, codes(response)) == (400, {400})
    assert fits(response.json(), schemas.ERRORS)
    assert name in told(response)
    assert not Case.objects.filter(township=370402999).exists()


def test_everything_that_is_wrong_is_named_at_once(door: Door) -> None:
    response = door.report(lat="x", description="长" * 4001, media_url="nowhere")
    assert len(response.json()) == 3


def test_four_thousand_chinese_characters_are_kept(door: Door) -> None:
    assert words_of(door.reported(description="长" * 4000)) == ["长" * 4000]


def test_a_request_without_a_description_says_what_kind_it_is(door: Door) -> None:
    assert words_of(door.reported(description=None)) == ["垃圾箱破损或满溢"]


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"attribute[colour]": None}, "colour required"),
        ({"attribute[height]": "high"}, "height"),
        ({"attribute[height]": "-1"}, "height"),
        ({"attribute[colour]": "pink"}, "colour"),
        ({"attribute[lights][]": ["red", "pink"]}, "lights"),
        ({"attribute[lights][]": ["red", "red"]}, "lights"),
        ({"attribute[seen_at]": "yesterday"}, "seen_at"),
    ],
)
def test_an_answer_has_to_fit_its_question(door: Door, more: dict[str, Any], name: str) -> None:
    response = door.test.report(**(ANSWERS | more))
    assert (response.status_code, codes(response)) == (400, {400})
    assert name in told(response)


@pytest.mark.parametrize("name", ["attribute[lights][]", "attribute[lights]"])
def test_a_question_with_several_answers_takes_several(door: Door, name: str) -> None:
    assert (
        door.test.report(**ANSWERS, **{name: ["red", "blue"], "attribute[seen_at]": "2026-11-01"}).status_code
        == 200
    )


def test_attributes_that_nobody_asked_for_are_left_out(door: Door) -> None:
    number = door.reported(**{"attribute[fixmystreet_id]": "77", "attribute[title]": "a bin"})
    assert case_of(number).answers == {}


def test_the_same_request_sent_again_is_the_same_request(door: Door) -> None:
    first = door.reported()
    assert door.reported() == first
    assert door.reported(description="另一个桶") != first
    with clock.hold(clock.now() + timedelta(days=1)):
        assert door.reported() != first


def test_a_key_of_its_own_tells_two_alike_requests_apart(door: Door) -> None:
    def sent(key: str) -> str:
        form = {"api_key": door.key, "service_code": CATEGORY, "address_string": "文化路 1 号"}
        response = door.client.post("/open311/v2/requests.json", form, headers={"Idempotency-Key": key})
        return str(response.json()[0]["service_request_id"])

    assert sent("one") == sent("one") != sent("two")


def test_an_account_is_echoed_and_not_kept(door: Door) -> None:
    assert door.report(account_id="acc-1").json()[0]["account_id"] == "acc-1"


def test_a_closely_held_kind_is_taken_in_without_a_number(door: Door) -> None:
    response = door.report(service_code=CLOSELY_HELD)
    assert response.status_code == 200
    assert "service_request_id" not in response.json()[0]
    assert "token" not in response.json()[0]
    assert Case.objects.filter(township=370402999, category=CLOSELY_HELD).count() == 1


# Tokens


def test_a_token_becomes_a_number(door: Door) -> None:
    [sent] = door.test.report(service_code="practice-token").json()
    assert fits([sent], schemas.SENT)
    [found] = door.test.json(f"tokens/{sent['token']}")
    assert fits([found], schemas.TOKENS)
    assert door.test.json(f"requests/{found['service_request_id']}")


def test_a_token_we_never_gave_out_is_not_found(door: Door) -> None:
    [sent] = door.test.report(service_code="practice-token").json()
    for token in ("x", "0" * 52, sent["token"][:-1] + "x", sent["token"] + "0"):
        assert door.test.get(f"tokens/{token}.json").status_code == 404
    assert door.get(f"tokens/{sent['token']}.json").status_code == 404
