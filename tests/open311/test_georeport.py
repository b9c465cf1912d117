"""The operations of GeoReport v2 as the standard lists them: formats, services, definitions, one request."""

from typing import Any

import pytest
from django.conf import settings

from gewu.cases.tests.builders import Cast, a_case
from tests.open311 import schemas
from tests.open311.door import (
    CATEGORY,
    Door,
    as_text,
    codes,
    fits,
    local,
    of_xml,
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


# Single


def test_a_closed_request_tells_when_it_was_closed_and_when_it_was_due(cast: Cast, door: Door) -> None:
    case = a_case(cast, "closed")
    [told_of] = door.json(f"requests/{case.number}")
    assert told_of["status"] == "closed"
    assert told_of["status_notes"] == "桶盖换好了，谢谢您"
    assert told_of["updated_datetime"] == local(case.closed_at)
    assert told_of["expected_datetime"] == local(case.case_due_at)
    assert told_of["requested_datetime"] == local(case.recorded_at)


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
