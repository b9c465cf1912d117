"""The calculator, the calendar of a year and the API, as browsers and programs see them."""

import pytest
from django.test import Client

from gewu.people.testing import an_actor, signed_in
from gewu.places import queries as places
from gewu.places.testing import TinyTown, tiny_town

pytestmark = pytest.mark.django_db

Asked = dict[str, str | int]
DUE = "/api/v1/clock/due"
PAGE = "/desk/deadlines/"
SHEET = "2027-01-01,holiday,元旦\n"


@pytest.fixture
def town() -> TinyTown:
    return tiny_town()


def _browser(town: TinyTown, role: str) -> Client:
    return signed_in(an_actor(role, town.street))


def test_the_api_answers_in_the_offset_of_the_place(client: Client, town: TinyTown) -> None:
    asked: Asked = {"place": str(town.a1), "start": "2026-11-20T08:00:00Z", "amount": 4, "unit": "work_hour"}
    answer = client.get(DUE, asked)
    assert answer.status_code == 200
    assert answer.json()["due"] == "2026-11-23T10:00:00+08:00"
    assert answer.json()["provisional"] is False
    assert [piece["begins"] for piece in answer.json()["counted"]] == [
        "2026-11-20T16:00:00+08:00",
        "2026-11-23T08:00:00+08:00",
    ]


def test_a_place_is_named_by_its_code_and_a_start_by_its_own_clock(client: Client, town: TinyTown) -> None:
    code = places.area(town.street).code
    asked: Asked = {"place": code, "start": "2026-12-31T17:00", "amount": 8, "unit": "work_hour"}
    answer = client.get(DUE, asked).json()
    assert (answer["due"], answer["provisional"]) == ("2027-01-01T17:00:00+08:00", True)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"place": "999999999"}, 404),
        ({"place": "00000000-0000-0000-0000-000000000000"}, 404),
        ({"unit": "fortnight"}, 422),
        ({"amount": 0}, 422),
        ({"amount": 10_001}, 422),
        ({"start": "yesterday"}, 422),
        ({"start": "1066-10-14T09:00"}, 422),
    ],
)
def test_the_api_says_what_is_wrong(client: Client, town: TinyTown, wrong: Asked, status: int) -> None:
    right: Asked = {"place": str(town.a1), "start": "2026-11-20T16:00", "amount": 4, "unit": "work_hour"}
    asked: Asked = {**right, **wrong}
    answer = client.get(DUE, asked)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_the_api_tells_the_days_of_a_year(client: Client, town: TinyTown) -> None:
    known = client.get("/api/v1/clock/calendar/2026", {"place": str(town.street)}).json()
    assert (known["published"], known["days"][0]) == (
        True,
        {"day": "2026-01-01", "kind": "holiday", "name": "元旦"},
    )
    unknown = client.get("/api/v1/clock/calendar/2031", {"place": str(town.street)}).json()
    assert (unknown["published"], unknown["days"]) == (False, [])


def test_the_page_shows_the_working(town: TinyTown) -> None:
    page = _browser(town, "clerk").get(PAGE, {"start": "2026-09-30T17:30", "amount": "1", "unit": "work_day"})
    text = page.content.decode()
    assert "2026-10-08 17:30" in text
    assert "不计：" in text
    assert "国庆节" in text


@pytest.mark.parametrize(
    "wrong", [{"amount": "many"}, {"amount": ""}, {"unit": "x"}, {"start": "soon"}, {"start": "2026-99-99"}]
)
def test_the_page_draws_a_wrong_question_again(town: TinyTown, wrong: dict[str, str]) -> None:
    asked = {"start": "2026-09-30T17:30", "amount": "7", "unit": "work_day", **wrong}
    page = _browser(town, "clerk").get(PAGE, asked)
    assert page.status_code == 422
    assert "aria-invalid" in page.content.decode()


def test_a_year_is_looked_at_before_it_holds(town: TinyTown) -> None:
    browser = _browser(town, "admin")
    given = {"document": "国办发明电〔2026〕9号", "days": SHEET}
    preview = browser.post(f"{PAGE}2027/publish/", given)
    assert "现在还没有任何改动" in preview.content.decode()
    assert not places_year(browser)
    browser.post(f"{PAGE}2027/publish/", {**given, "step": "publish"})
    assert places_year(browser)
    assert SHEET.encode() in browser.get(f"{PAGE}2027/sheet.csv").content


def places_year(browser: Client) -> bool:
    """Whether the page says that 2027 is published."""
    return "2026〕9号" in browser.get(f"{PAGE}2027/").content.decode()


def test_a_bad_sheet_is_drawn_again_with_its_lines(town: TinyTown) -> None:
    given = {"document": "号", "days": "2027-01-01,party\n"}
    page = _browser(town, "admin").post(f"{PAGE}2027/publish/", given)
    assert page.status_code == 422
    assert "第 1 行" in page.content.decode()
    assert "2027-01-01,party" in page.content.decode()


def test_a_clerk_reads_the_calendar_but_does_not_publish_it(town: TinyTown) -> None:
    browser = _browser(town, "clerk")
    assert 'name="days"' not in browser.get(f"{PAGE}2027/").content.decode()
    assert browser.post(f"{PAGE}2027/publish/", {"document": "号", "days": SHEET}).status_code == 403


@pytest.mark.parametrize("year", [1, 1999, 2101, 99999])
def test_a_year_out_of_reach_is_not_found(town: TinyTown, year: int) -> None:
    assert _browser(town, "clerk").get(f"{PAGE}{year}/").status_code == 404
