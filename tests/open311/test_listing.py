"""Lists of requests: what is in them, in which order, page by page, and what cannot be asked for."""

from datetime import timedelta

import pytest

from gewu.cases.tests.builders import Cast, a_case
from gewu.kernel import clock
from tests.open311.door import (
    CATEGORY,
    Door,
    codes,
    followed,
    numbers_of,
)

HIDDEN, CLOSELY_HELD = "010102", "030101"
JSON, XML = "application/json; charset=utf-8", "text/xml; charset=utf-8"
DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
ANSWERS = {"service_code": "practice-questions", "attribute[height]": "2.5", "attribute[colour]": "red"}


def test_a_list_reaches_ninety_days_back_when_nothing_is_said(door: Door) -> None:
    now = clock.now()
    with clock.hold(now - timedelta(days=91)):
        old = door.reported(description="老桶")
    with clock.hold(now - timedelta(days=89)):
        young = door.reported(description="新桶")
    assert numbers_of(door) == [young]
    asked = {
        "start_date": (now - timedelta(days=100)).isoformat(),
        "end_date": (now - timedelta(days=90)).isoformat(),
    }
    assert numbers_of(door, **asked) == [old]


def test_numbers_override_everything_else(door: Door) -> None:
    numbers = [door.reported(description=f"{n} 号桶") for n in range(3)]
    asked = f"{numbers[0]}, {numbers[2]},,nonsense,{numbers[0]}"
    assert set(numbers_of(door, service_request_id=asked, status="closed", start_date="nonsense")) == {
        numbers[0],
        numbers[2],
    }


def test_codes_and_statuses_are_lists(cast: Cast, door: Door) -> None:
    opened, closed = door.reported(), a_case(cast, "closed").number
    other = door.reported(service_code="010123")
    assert set(numbers_of(door, service_code=CATEGORY)) == {opened, closed}
    assert set(numbers_of(door, service_code=f"{CATEGORY},010123")) == {opened, closed, other}
    assert set(numbers_of(door, status="open")) == {opened, other}
    assert set(numbers_of(door, status="closed")) == {closed}
    assert set(numbers_of(door, status="open,closed")) == {opened, closed, other}
    assert numbers_of(door, status="closed", service_code="010123") == []


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
    assert numbers_of(door, page_size="3") == everything[:3]
    assert numbers_of(door, page="3", page_size="3") == everything[6:]
    assert numbers_of(door, page="4", page_size="3") == []
    assert followed(door, page_size="2") == everything
    monkeypatch.setattr("gewu.open311.rules.MOST_ROWS", 4)
    assert numbers_of(door) == everything[:4]


def test_a_page_is_behind_a_request_whatever_came_in_meanwhile(door: Door) -> None:
    numbers = [door.reported(description=f"{n} 号桶") for n in range(4)]
    first = numbers_of(door, page_size="2")
    door.reported(description="刚来的桶")
    assert numbers_of(door, after=first[-1], page_size="2") == [numbers[1], numbers[0]]


def test_changes_are_asked_for_by_their_own_time(cast: Cast, door: Door) -> None:
    now = clock.now()
    with clock.hold(now - timedelta(days=120)):
        case = a_case(cast, "reported")
        untouched = a_case(cast, "reported")
    with clock.hold(now - timedelta(days=1)):
        from gewu.cases.tests.builders import move_on  # noqa: PLC0415

        move_on(case, "file", cast.clerk, standard="broken")
    asked = {"updated_after": (now - timedelta(days=2)).isoformat()}
    assert numbers_of(door, **asked) == [case.number]
    assert untouched.number not in numbers_of(door)
    assert followed(door, page_size="1", **asked) == [case.number]


def test_a_circle_is_drawn_around_where_the_list_shows_a_case(door: Door) -> None:
    number = door.reported()
    [shown] = door.json(f"requests/{number}")
    there = {"lat": shown["lat"], "long": shown["long"]}
    assert numbers_of(door, **there, radius="1") == [number]
    # The true point lies some metres off; a circle around it must not find it, or circles would find out.
    assert numbers_of(door, lat="34.8015", long="117.7005", radius="5") == []
    assert numbers_of(door, lat="34.9", long="117.7005", radius="1000") == []


def test_a_count_counts_what_the_list_would_show(cast: Cast, door: Door) -> None:
    door.reported(), a_case(cast, "closed")
    door.report(service_code=CLOSELY_HELD)
    assert door.json("requests", just_count="true") == [{"count": 2}]
    assert door.json("requests", just_count="true", status="closed") == [{"count": 1}]
