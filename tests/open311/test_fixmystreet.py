"""What FixMyStreet's consumer sends and reads, replayed: XML alone, updates, files, several links.

The shapes are those of Open311.pm, Open311/GetServiceRequestUpdates.pm and PostServiceRequestUpdates.pm.
"""

from datetime import timedelta
from typing import Any

import pytest

from gewu.cases.commands import release
from gewu.cases.models import CaseText
from gewu.cases.tests.builders import Cast, a_case, a_photo, move_on, tomorrow
from gewu.kernel import clock
from tests.open311.door import CATEGORY, Door, case_of, codes, of_xml, photos_of, words_of

DETAIL = "It has been like that for days\n\nhttps://fms.example/report/77\n\nSubmitted via FixMyStreet"


def sent(door: Door, **more: Any) -> str:
    """A report as its `send_service_request` posts one."""
    form = {
        "jurisdiction_id": "tiny",
        "service_code": CATEGORY,
        "lat": "34.801500",
        "long": "117.700500",
        "description": f"title: Broken bin\n\ndetail: {DETAIL}",
        "address_string": "Tiny Street",
        "email": "ada@example.org",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "phone": "13912345678",
        "attribute[fixmystreet_id]": "77",
        "attribute[title]": "Broken bin",
        "attribute[easting]": "529025",
        "attribute[report_url]": "https://fms.example/report/77",
        "media_url": ["https://fms.example/photo/77.0.jpeg", "https://fms.example/photo/77.1.jpeg"],
        "account_id": "",
        "device_id": "",
    }
    [answer] = of_xml(door.post("requests.xml", **(form | more)))
    return str(answer["service_request_id"])


def test_services_and_definitions_as_its_populator_reads_them(door: Door) -> None:
    services = of_xml(door.get("services.xml", jurisdiction_id="tiny"))
    assert {"service_code", "service_name", "description", "metadata", "type", "group", "keywords"} <= set(
        services[0]
    )
    definition = of_xml(door.get(f"services/{CATEGORY}.xml", jurisdiction_id="tiny"))
    [attribute] = definition["attributes"]
    assert attribute["variable"] == "true"
    assert [value["key"] for value in attribute["values"]] == ["true", "false"]


def test_a_report_with_links_or_with_files(door: Door) -> None:
    number = sent(door)
    assert words_of(number)[1].count("https://fms.example/photo/") == 2
    uploaded = sent(door, media_url=[], photo1=a_photo("77.0.jpeg"), photo2=a_photo("77.1.jpeg"))
    assert photos_of(uploaded) == 2


def test_a_report_that_was_queued_becomes_a_number_by_its_token(door: Door) -> None:
    [answer] = of_xml(door.test.post("requests.xml", service_code="practice-token", lat="34.8", long="117.7"))
    [found] = of_xml(door.test.get(f"tokens/{answer['token']}.xml", jurisdiction_id="tiny"))
    assert found["service_request_id"]


def test_requests_as_its_importer_reads_them(cast: Cast, door: Door) -> None:
    number, day = sent(door), timedelta(days=1)
    span = {"start_date": _w3c(clock.now() - day), "end_date": _w3c(clock.now() + day)}
    [listed] = of_xml(door.get("requests.xml", jurisdiction_id="tiny", **span))
    assert (listed["service_request_id"], listed["status"]) == (number, "open")
    assert of_xml(door.get("requests.xml", jurisdiction_id="tiny", service_request_id=number))


def _w3c(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


# What became of it


def updates(door: Door, **query: Any) -> Any:
    """The updates of the last days, as GetServiceRequestUpdates asks for them."""
    day = timedelta(days=1)
    span = {"start_date": _w3c(clock.now() - day), "end_date": _w3c(clock.now() + day)}
    return of_xml(
        door.get("servicerequestupdates.xml", **({"jurisdiction_id": "tiny", "api_key": "x"} | span | query))
    )


def test_every_change_that_residents_see_is_an_update(cast: Cast, door: Door) -> None:
    case = a_case(cast, "filed")
    more = {"reason": "等新桶", "reply": "新桶下周到", "review_on": tomorrow()}
    move_on(case, "wait", cast.dispatcher, **more)
    closed = a_case(cast, "closed")
    found = updates(door)
    assert [
        (one["status"], one["description"], one["external_status_code"])
        for one in found
        if one["service_request_id"] == case.number
    ] == [
        ("in_progress", found[0]["description"], "working"),
        ("planned", "新桶下周到", "not_now"),
    ]
    assert [one["status"] for one in found if one["service_request_id"] == closed.number] == [
        "in_progress",
        "fixed",
    ]
    assert len({one["update_id"] for one in found}) == len(found)
    assert [one["updated_datetime"] for one in found] == sorted(one["updated_datetime"] for one in found)


def test_what_is_refused_is_closed_and_not_fixed(cast: Cast, door: Door) -> None:
    case = a_case(cast, "refused")
    [update] = updates(door)
    assert (update["service_request_id"], update["status"]) == (case.number, "no_further_action")
    # Why it was refused is the staff's own code; the reply says it in words.
    assert b"not_ours" not in door.get("servicerequestupdates.xml").content


def test_words_that_nobody_released_are_in_no_update(cast: Cast, door: Door) -> None:
    case = a_case(cast, "closed")
    text = CaseText.objects.get(case_id=case.id, kind="report")
    assert "换了新桶盖" not in str(updates(door))
    release(case_id=case.id, what=text.id, actor=cast.clerk)
    assert "换了新桶盖" in str(updates(door))


def test_only_what_happened_in_the_time_is_told(cast: Cast, door: Door) -> None:
    with clock.hold(clock.now() - timedelta(days=3)):
        case = a_case(cast, "filed")
    move_on(case, "wait", cast.dispatcher, reason="等新桶", reply="新桶下周到", review_on=tomorrow())
    assert [one["status"] for one in updates(door)] == ["planned"]
    long_ago = _w3c(clock.now() - timedelta(days=4)), _w3c(clock.now() - timedelta(days=2))
    assert [one["status"] for one in updates(door, start_date=long_ago[0], end_date=long_ago[1])] == [
        "in_progress"
    ]


def test_updates_come_in_pages_that_lose_nothing(cast: Cast, door: Door) -> None:
    for _ in range(3):
        a_case(cast, "filed")
    response = door.get("servicerequestupdates.json", page_size="2")
    found = {one["update_id"] for one in response.json()}
    while link := response.get("Link"):
        response = door.client.get(link.partition("<")[2].partition(">")[0])
        found |= {one["update_id"] for one in response.json()}
    assert len(found) == 3


# What others say


def said(door: Door, number: str, **more: Any) -> Any:
    """An update as PostServiceRequestUpdates sends one."""
    form = {
        "jurisdiction_id": "tiny",
        "service_request_id": number,
        "update_id": "1234",
        "updated_datetime": _w3c(clock.now()),
        "status": "OPEN",
        "description": "It is still broken",
        "email": "ada@example.org",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "title": "",
        "media_url": ["https://fms.example/photo/c1.jpeg"],
        "account_id": "",
    }
    return door.post("servicerequestupdates.xml", **{k: v for k, v in (form | more).items() if v is not None})


def test_an_update_of_ones_own_request_is_a_note_once(door: Door) -> None:
    number = sent(door)
    first = of_xml(said(door, number, photo1=a_photo()))
    assert of_xml(said(door, number, photo1=a_photo())) == first
    assert words_of(number)[2:] == ["[open]\nIt is still broken\nhttps://fms.example/photo/c1.jpeg"]
    assert photos_of(number) == 1
    assert case_of(number).stage == "reported"
    assert of_xml(said(door, number, update_id="1235", status="FIXED")) != first


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"api_key": "wrong"}, 403),
        ({"service_request_id": None}, 400),
        ({"service_request_id": "XY60S000035QV9"}, 404),
        ({"service_request_id": "nonsense"}, 404),
        ({"update_id": None}, 400),
        ({"status": "DESTROYED"}, 400),
        ({"updated_datetime": "now"}, 400),
        ({"description": "", "status": "", "media_url": []}, 400),
        ({"description": "长" * 2000}, 400),
        ({"media_url": ["nowhere"]}, 400),
    ],
)
def test_an_update_that_cannot_be_is_refused(door: Door, more: dict[str, Any], code: int) -> None:
    response = said(door, sent(door), **more)
    assert response.status_code == code
    assert {one["code"] for one in of_xml(response)} == {str(code)}


def test_a_request_that_another_made_is_not_there_to_speak_of(cast: Cast, door: Door) -> None:
    response = door.post(
        "servicerequestupdates.json",
        service_request_id=a_case(cast).number,
        update_id="1",
        description="I know better",
    )
    assert (response.status_code, codes(response)) == (404, {404})
