"""The desk's own pages: today, search, reports for callers, and the rail beside them all."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.html import escape

from gewu.cases.queries import case_file
from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, NAME, PHONE, Cast, a_case, a_photo
from gewu.desk.town import SECTIONS
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.people.testing import signed_in
from gewu.places.testing import TinyTown

pytestmark = pytest.mark.django_db


def at_the_desk(actor: Actor) -> Client:
    return signed_in(actor)


def a_call(**changes: Any) -> dict[str, Any]:
    spot = TinyTown.in_a1
    said = {
        "category": CATEGORY,
        "text": BROKEN_BIN,
        "lon": str(spot.lon),
        "lat": str(spot.lat),
        "crs": "WGS84",
        "name": NAME,
        "phone": PHONE,
        "source": "hotline",
        "receipt": "call-1",
    }
    return {**said, **changes}


def test_the_first_page_shows_what_presses_and_every_list_with_its_count(cast: Cast) -> None:
    # A Monday morning: what comes in now must be filed before the day is over.
    with clock.hold(datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))):
        case = a_case(cast)
        page = at_the_desk(cast.clerk).get("/desk/")
    assert case.number in page.content.decode()
    assert {part["of"].key: part["of"].shown for part in page.context["mine"]}["to_file"] == "1"
    assert page.context["pressing"]


def test_the_first_page_says_that_nothing_presses(cast: Cast) -> None:
    assert "没有超时的" in at_the_desk(cast.clerk).get("/desk/").content.decode()


def test_an_administrator_is_shown_where_to_begin(cast: Cast) -> None:
    page = at_the_desk(cast.admin).get("/desk/").content.decode()
    assert "您的岗位不经手案件" in page
    assert "/desk/people/" in page


@pytest.mark.parametrize("path", ["/desk/", "/desk/search/?q=a", "/desk/report/"])
def test_residents_and_strangers_do_not_come_in(cast: Cast, client: Client, path: str) -> None:
    assert client.get(path).status_code == 302
    assert at_the_desk(cast.resident).get(path).status_code == 403


def test_the_rail_stands_on_every_page_of_the_desk_and_counts_once(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    case, client = a_case(cast), at_the_desk(cast.clerk)
    for path in ("/desk/", "/desk/lists/to_file/", f"/desk/cases/{case.id}/", "/desk/catalogue/"):
        page = client.get(path).content.decode()
        assert page.count('href="/desk/lists/to_file/"') >= 1
    # Session, user, posts, counts, rows with their words; the rail adds nothing to a list.
    with django_assert_max_num_queries(12):
        client.get("/desk/lists/to_file/")


def test_many_pages_about_the_town_stand_in_groups_and_the_group_of_the_page_is_open(cast: Cast) -> None:
    page = at_the_desk(cast.clerk).get("/desk/addresses/")
    folded = {group.key: group for group in page.context["rail"] if group.key}
    assert {key for key, group in folded.items() if group.open} == {"grids"}
    assert "/desk/addresses/" in {item.url for item in folded["grids"].items}
    assert 'data-remember="rail-registers"><summary>人口与房屋' in page.content.decode()
    assert all(group.items for group in page.context["rail"])


def test_no_page_about_the_town_stands_in_two_groups() -> None:
    names = [entry.name for section in SECTIONS for entry in section.entries]
    assert len(names) == len(set(names))


def test_a_whole_number_leads_straight_to_its_case(cast: Cast) -> None:
    case = a_case(cast)
    spaced = f"{case.number[:2]}-{case.number[2:8].lower()} {case.number[8:]}"
    found = at_the_desk(cast.clerk).get("/desk/search/", {"q": spaced})
    assert found["Location"] == f"/desk/cases/{case.id}/"


@pytest.mark.parametrize("asked", ["垃圾桶", "招苍蝇"])
def test_cases_are_found_by_words_and_only_within_the_post(cast: Cast, asked: str) -> None:
    case = a_case(cast)
    assert case.number in at_the_desk(cast.clerk).get("/desk/search/", {"q": asked}).content.decode()
    elsewhere = at_the_desk(cast.other_handler).get("/desk/search/", {"q": asked})
    assert case.number not in elsewhere.content.decode()


def test_what_is_searched_for_is_shown_as_text(cast: Cast) -> None:
    asked = "<script>alert(1)</script>"
    page = at_the_desk(cast.clerk).get("/desk/search/", {"q": asked}).content.decode()
    assert asked not in page
    assert escape(asked) in page


@pytest.mark.parametrize(("path", "kept"), [("/desk/search/", "垃圾桶"), ("/desk/report/", "")])
def test_the_search_box_of_every_page_keeps_only_what_was_searched_in_it(
    cast: Cast, path: str, kept: str
) -> None:
    page = at_the_desk(cast.clerk).get(path, {"q": "垃圾桶"}).content.decode()
    assert f'id="desk-q" name="q" value="{kept}"' in page


def test_a_caller_is_taken_in_with_name_phone_and_place(cast: Cast) -> None:
    client = at_the_desk(cast.clerk)
    assert CATEGORY in client.get("/desk/report/", {"q": "垃圾桶"}).content.decode()
    sent = [client.post("/desk/report/", a_call(photos=[a_photo()])) for _ in range(2)]
    assert sent[0]["Location"] == sent[1]["Location"]
    file = client.get(sent[0]["Location"]).context["sheet"].file
    assert (file.source, file.reporter.phone, len(file.photos)) == ("hotline", "139****5678", 1)
    assert case_file(cast.gridworker, file.id).number == file.number


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "长" * 2001}, "text"),
        ({"phone": "12"}, "phone"),
        ({"lon": "", "lat": ""}, "address"),
        ({"lon": "here", "lat": "there"}, "address"),
        ({"lon": "", "lat": "", "area": "nowhere"}, "area"),
        ({"crs": "MARS"}, "address"),
        ({"source": "rumour"}, "source"),
    ],
)
def test_a_report_that_cannot_be_keeps_every_word(cast: Cast, changes: dict[str, str], field: str) -> None:
    answer = at_the_desk(cast.clerk).post("/desk/report/", a_call(**changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in page
    assert NAME in page


def test_a_place_outside_every_grid_is_kept_for_somebody_to_place(cast: Cast) -> None:
    client = at_the_desk(cast.clerk)
    client.post("/desk/report/", a_call(lon="100.0", lat="30.0"))
    assert BROKEN_BIN in client.get("/desk/lists/no_grid/").content.decode()


def test_reporting_for_callers_is_not_for_everybody(cast: Cast) -> None:
    assert at_the_desk(cast.auditor).get("/desk/report/").status_code == 403
    assert at_the_desk(cast.auditor).post("/desk/report/", a_call()).status_code == 403
