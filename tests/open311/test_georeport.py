"""The operations of GeoReport v2 as the standard lists them, and what each of them refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from gewu.cases.models import Case
from gewu.cases.tests.builders import Cast, a_case, a_photo
from gewu.kernel import clock
from tests.open311 import schemas
from tests.open311.door import (
    CATEGORY,
    Door,
    as_text,
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


# Both formats of everything that can be read


@pytest.mark.parametrize("root", ["/open311/v2/", "/open311/test/v2/"])
@pytest.mark.parametrize(
    "path",
    [
        "discovery",
        "services",
        f"services/{CATEGORY}",
        "requests",
        "servicerequestupdates",
        "requests/{number}",
    ],
)
def test_xml_says_what_json_says(cast: Cast, door: Door, root: str, path: str) -> None:
    a_case(cast, "closed")
    asked = Door(door.key, root, door.client)
    where = path.format(number=asked.reported())
    json, xml = asked.get(f"{where}.json", extensions="true"), asked.get(f"{where}.xml", extensions="true")
    assert as_text(json.json()) == as_text(of_xml(xml))
    assert xml.content.startswith(DECLARATION)
    assert b"xmlns" not in xml.content
    if path != "discovery":
        assert (json["Content-Type"], xml["Content-Type"]) == (JSON, XML)


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("discovery", schemas.DISCOVERY),
        ("services", schemas.SERVICES),
        (f"services/{CATEGORY}", schemas.DEFINITION),
        ("requests", schemas.REQUESTS),
        ("requests?extensions=true", schemas.EXTENDED),
        ("servicerequestupdates", schemas.UPDATES),
    ],
)
def test_json_fits_the_schemas_of_the_standard(
    cast: Cast, door: Door, path: str, schema: dict[str, Any]
) -> None:
    a_case(cast, "closed"), a_case(cast, "handling")
    where, _, query = path.partition("?")
    value = door.json(where, **dict([query.split("=")] if query else []))
    assert value
    assert fits(value, schema)


def test_a_list_without_rows_is_empty_in_both_formats(door: Door) -> None:
    assert door.json("requests") == []
    assert door.get("requests.xml").content == DECLARATION + b"<service_requests></service_requests>"


# Services


def test_services_are_the_public_categories_with_group_and_keywords(door: Door) -> None:
    services = {one["service_code"]: one for one in door.json("services")}
    assert HIDDEN not in services
    bins = services[CATEGORY]
    assert bins["metadata"] is True
    assert bins["type"] == "realtime"
    assert bins["group"]
    assert ", " in bins["keywords"]
    assert services[CLOSELY_HELD]["type"] == "blackbox"


def test_words_come_in_the_language_that_was_asked_for(door: Door) -> None:
    english = {one["service_name"] for one in door.json("services")}
    chinese = {
        one["service_name"]
        for one in door.client.get("/open311/v2/services.json", headers={"Accept-Language": "zh-CN"}).json()
    }
    assert len(english & chinese) == 0


@pytest.mark.parametrize("path", ["services", f"services/{CATEGORY}", "requests", "requests/XY", "tokens/x"])
def test_an_unknown_jurisdiction_is_not_found(door: Door, path: str) -> None:
    response = door.get(f"{path}.json", jurisdiction_id="atlantis.example")
    assert (response.status_code, codes(response)) == (404, {404})


@pytest.mark.parametrize("jurisdiction", ["tiny", "370402999", ""])
def test_a_jurisdiction_has_a_name_and_a_code_and_may_be_left_out(door: Door, jurisdiction: str) -> None:
    assert door.json("services", jurisdiction_id=jurisdiction)


# Definitions


def test_attributes_are_numbered_from_one_and_lists_have_values(door: Door) -> None:
    attributes = door.test.json("services/practice-questions")["attributes"]
    assert fits({"service_code": "x", "attributes": attributes}, schemas.DEFINITION)
    assert [one["order"] for one in attributes] == list(range(1, 7))
    assert {one["datatype"] for one in attributes} == {
        *("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")
    }
    for one in attributes:
        assert bool(one["values"]) == one["datatype"].endswith("list")


def test_the_questions_of_a_report_are_the_attributes_of_its_services(door: Door) -> None:
    [danger] = door.json(f"services/{CATEGORY}")["attributes"]
    assert (danger["code"], danger["datatype"], danger["required"]) == ("danger", "singlevaluelist", False)
    assert {one["key"] for one in danger["values"]} == {"true", "false"}


def test_a_service_without_questions_says_so(door: Door) -> None:
    services = {one["service_code"]: one for one in door.test.json("services")}
    assert services["practice-token"]["metadata"] is False
    assert door.test.json("services/practice-token")["attributes"] == []


@pytest.mark.parametrize("code", ["999999", HIDDEN, "practice-token", "x" * 300, "%00", "..", "010305.json"])
def test_a_service_that_is_not_there_is_not_found(door: Door, code: str) -> None:
    response = door.get(f"services/{code}.json")
    assert (response.status_code, codes(response)) == (404, {404})


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


# Lists


def test_a_list_reaches_ninety_days_back_when_nothing_is_said(door: Door) -> None:
    now = clock.now()
    with clock.hold(now - timedelta(days=91)):
        old = door.reported(description="老桶")
    with clock.hold(now - timedelta(days=89)):
        young = door.reported(description="新桶")
    assert _numbers(door) == [young]
    asked = {
        "start_date": (now - timedelta(days=100)).isoformat(),
        "end_date": (now - timedelta(days=90)).isoformat(),
    }
    assert _numbers(door, **asked) == [old]


def test_numbers_override_everything_else(door: Door) -> None:
    numbers = [door.reported(description=f"{n} 号桶") for n in range(3)]
    asked = f"{numbers[0]}, {numbers[2]},,nonsense,{numbers[0]}"
    assert set(_numbers(door, service_request_id=asked, status="closed", start_date="nonsense")) == {
        numbers[0],
        numbers[2],
    }


def test_codes_and_statuses_are_lists(cast: Cast, door: Door) -> None:
    opened, closed = door.reported(), a_case(cast, "closed").number
    other = door.reported(service_code="010123")
    assert set(_numbers(door, service_code=CATEGORY)) == {opened, closed}
    assert set(_numbers(door, service_code=f"{CATEGORY},010123")) == {opened, closed, other}
    assert set(_numbers(door, status="open")) == {opened, other}
    assert set(_numbers(door, status="closed")) == {closed}
    assert set(_numbers(door, status="open,closed")) == {opened, closed, other}
    assert _numbers(door, status="closed", service_code="010123") == []


WRONG = {
    "a code that is not there": ({"service_code": f"{CATEGORY},999999"}, 404),
    "a hidden code": ({"service_code": HIDDEN}, 404),
    "another status": ({"status": "fixed"}, 400),
    "no date": ({"start_date": "last week"}, 400),
    "a day that is none": ({"end_date": "2026-02-30"}, 400),
    "backwards": ({"start_date": "2026-11-02", "end_date": "2026-11-01"}, 400),
    "91 days": ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"}, 400),
    "page nought": ({"page": "0"}, 400),
    "1001 rows": ({"page_size": "1001"}, 400),
    "too deep": ({"page": "12", "page_size": "1000"}, 400),
    "after nothing": ({"after": "XY60S00000000"}, 400),
    "half a circle": ({"lat": "34.8"}, 400),
    "a circle around the earth": ({"lat": "34.8", "long": "117.7", "radius": "9999999"}, 400),
    "perhaps": ({"extensions": "perhaps"}, 400),
}


@pytest.mark.parametrize(("query", "code"), WRONG.values(), ids=WRONG)
def test_a_list_that_cannot_be_is_refused(door: Door, query: dict[str, str], code: int) -> None:
    response = door.get("requests.json", **query)
    assert (response.status_code, codes(response)) == (code, {code})


@pytest.mark.parametrize(
    "day", ["2026-11-01", "2026-11-01T00:00:00Z", "2026-11-01T00:00:00 08:00", "2026-11-01T00:00"]
)
def test_a_moment_may_be_a_day_or_lack_its_zone(door: Door, day: str) -> None:
    assert door.json("requests", start_date=day) == []


def test_no_list_is_longer_than_a_thousand_and_pages_follow_each_other(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [door.reported(description=f"{n} 号桶") for n in range(7)]
    everything = list(reversed(numbers))
    assert _numbers(door, page_size="3") == everything[:3]
    assert _numbers(door, page="3", page_size="3") == everything[6:]
    assert _numbers(door, page="4", page_size="3") == []
    assert _followed(door, page_size="2") == everything
    monkeypatch.setattr("gewu.open311.rules.MOST_ROWS", 4)
    assert _numbers(door) == everything[:4]


def test_a_page_is_behind_a_request_whatever_came_in_meanwhile(door: Door) -> None:
    numbers = [door.reported(description=f"{n} 号桶") for n in range(4)]
    first = _numbers(door, page_size="2")
    door.reported(description="刚来的桶")
    assert _numbers(door, after=first[-1], page_size="2") == [numbers[1], numbers[0]]


def test_changes_are_asked_for_by_their_own_time(cast: Cast, door: Door) -> None:
    now = clock.now()
    with clock.hold(now - timedelta(days=120)):
        case = a_case(cast, "reported")
        untouched = a_case(cast, "reported")
    with clock.hold(now - timedelta(days=1)):
        from gewu.cases.tests.builders import move_on  # noqa: PLC0415

        move_on(case, "file", cast.clerk, standard="broken")
    asked = {"updated_after": (now - timedelta(days=2)).isoformat()}
    assert _numbers(door, **asked) == [case.number]
    assert untouched.number not in _numbers(door)
    assert _followed(door, page_size="1", **asked) == [case.number]


def test_a_circle_is_drawn_around_where_the_list_shows_a_case(door: Door) -> None:
    number = door.reported()
    [shown] = door.json(f"requests/{number}")
    there = {"lat": shown["lat"], "long": shown["long"]}
    assert _numbers(door, **there, radius="1") == [number]
    # The true point lies some metres off; a circle around it must not find it, or circles would find out.
    assert _numbers(door, lat="34.8015", long="117.7005", radius="5") == []
    assert _numbers(door, lat="34.9", long="117.7005", radius="1000") == []


def test_a_count_counts_what_the_list_would_show(cast: Cast, door: Door) -> None:
    door.reported(), a_case(cast, "closed")
    door.report(service_code=CLOSELY_HELD)
    assert door.json("requests", just_count="true") == [{"count": 2}]
    assert door.json("requests", just_count="true", status="closed") == [{"count": 1}]


# Single


def test_a_closed_request_tells_when_it_was_closed_and_when_it_was_due(cast: Cast, door: Door) -> None:
    case = a_case(cast, "closed")
    [told_of] = door.json(f"requests/{case.number}")
    assert told_of["status"] == "closed"
    assert told_of["status_notes"] == "桶盖换好了，谢谢您"
    assert told_of["updated_datetime"] == _local(case.closed_at)
    assert told_of["expected_datetime"] == _local(case.case_due_at)
    assert told_of["requested_datetime"] == _local(case.recorded_at)


@pytest.mark.parametrize("number", ["XY60S000035QV9", "nonsense", "1", "x" * 400])
def test_a_request_that_is_not_there_is_not_found(door: Door, number: str) -> None:
    response = door.get(f"requests/{number}.json")
    assert (response.status_code, codes(response)) == (404, {404})


def test_a_number_is_read_as_people_type_it(door: Door) -> None:
    number = door.reported()
    assert door.json(f"requests/{number[:2].lower()}-{number[2:]}")


# Addresses


@pytest.mark.parametrize(
    "path", ["services", "services.yaml", "requests", "requests.html", "requests/.json", "tokens/"]
)
def test_an_address_without_its_format_or_its_last_part_is_a_mistake(door: Door, path: str) -> None:
    response = door.get(path)
    assert response.status_code == 400
    assert response["Content-Type"] in {JSON, XML}


def test_an_address_that_means_nothing_is_not_found_in_the_format_it_asks_for(door: Door) -> None:
    response = door.get("nothing.json")
    assert (response.status_code, codes(response)) == (404, {404})
    assert of_xml(door.get("nothing"))[0]["code"] == "404"


@pytest.mark.parametrize("path", ["services.json", "discovery.xml", "tokens/x.json"])
def test_what_is_only_read_takes_no_post(door: Door, path: str) -> None:
    assert door.post(path).status_code == 405


def test_pages_of_others_may_read_and_no_cookie_is_set(door: Door) -> None:
    response = door.get("services.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert settings.SESSION_COOKIE_NAME not in response.cookies


def _numbers(door: Door, **query: Any) -> list[str]:
    return [one["service_request_id"] for one in door.json("requests", **query)]


def _followed(door: Door, **query: Any) -> list[str]:
    """All pages, one after the other, by the links between them."""
    response = door.get("requests.json", **query)
    numbers = [one["service_request_id"] for one in response.json()]
    while link := response.get("Link"):
        response = door.client.get(link.partition("<")[2].partition(">")[0])
        numbers += [one["service_request_id"] for one in response.json()]
    return numbers


def _local(moment: Any) -> str:
    from gewu.open311 import wire  # noqa: PLC0415

    return wire.moment(moment)
