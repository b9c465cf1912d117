"""Limits of keys, and what parameters mean. No database."""

from datetime import UTC, datetime, timedelta

import pytest

from gewu.open311 import practice, rules, wire
from gewu.open311.rules import Limits, Used

NOON = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)


def test_uses_are_counted_by_minute_and_by_day() -> None:
    used = rules.spent(rules.spent(Used(), moment=NOON), moment=NOON)
    assert (used.in_minute, used.on_day) == (2, 2)
    later = rules.spent(used, moment=NOON + timedelta(minutes=1))
    assert (later.in_minute, later.on_day) == (1, 3)
    tomorrow = rules.spent(later, moment=NOON + timedelta(days=1))
    assert (tomorrow.in_minute, tomorrow.on_day) == (1, 1)


@pytest.mark.parametrize(
    ("in_minute", "on_day", "seconds"),
    [(5, 5, 0), (6, 6, 30), (1, 10, 0), (1, 11, 12 * 3600 - 29), (6, 11, 12 * 3600 - 29)],
)
def test_a_key_waits_for_the_next_minute_or_the_next_day(in_minute: int, on_day: int, seconds: int) -> None:
    used = Used(NOON.replace(second=0), in_minute, NOON.date(), on_day)
    assert rules.wait_for(used, Limits(per_minute=5, per_day=10), moment=NOON) == seconds


@pytest.mark.parametrize(
    ("secret", "township"),
    [
        ("o311_370402004_" + "x" * 32, 370402004),
        ("o311_370402004_short", None),
        ("o311_37040200_" + "x" * 32, None),
        ("o311_370402004_" + "x" * 32 + "\n", None),
        ("", None),
    ],
)
def test_a_secret_says_for_which_township_it_is(secret: str, township: int | None) -> None:
    assert rules.township_in(secret) == township


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31", datetime(2026, 1, 31)),  # noqa: DTZ001 - a day has no zone
        ("2026-01-31T08:00:00Z", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("2026-01-31T08:00:00.5Z", datetime(2026, 1, 31, 8, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-01-31T16:00:00+08:00", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("2026-02-30", None),
        ("2026-01-31T25:00:00Z", None),
        ("31.01.2026", None),
        ("20260131", None),
        ("", None),
    ],
)
def test_a_moment_is_read_as_w3c_writes_it(text: str, moment: datetime | None) -> None:
    assert rules.moment_of(text) == moment


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("Ada", "Lovelace", "Ada Lovelace"),
        ("小样", "王", "王小样"),
        ("", "王", "王"),
        ("Ada", "", "Ada"),
        ("", "", ""),
    ],
)
def test_a_name_is_put_together_in_the_order_of_its_script(first: str, last: str, name: str) -> None:
    assert rules.full_name(first, last) == name


@pytest.mark.parametrize(
    "link", ["ftp://x.example/a", "https://", "https://x.example/a b", "x", "https://x\x00"]
)
def test_what_is_no_web_address_is_no_link(link: str) -> None:
    assert not rules.is_url(link)


def test_answers_are_typed_as_their_questions_have_them() -> None:
    questions = practice.SERVICES[0].questions("en")
    given = {
        "height": ["2.5"],
        "colour": ["red"],
        "lights": ["red", "", "blue"],
        "seen_at": ["2026-01-31T08:00:00Z"],
        "nickname": [" "],
        "nobody_asked": ["x"],
    }
    assert rules.answers_of(questions, given) == {
        "height": 2.5,
        "colour": "red",
        "lights": ["red", "blue"],
        "seen_at": "2026-01-31",
    }


@pytest.mark.parametrize("raw", ["1e9", "NaN", "inf", "0x10", "１２", "1_000", "1" * 40])
def test_a_number_that_is_none_stays_text_for_the_schema_to_refuse(raw: str) -> None:
    questions = practice.SERVICES[0].questions("en")
    assert rules.answers_of(questions, {"height": [raw]}) == {"height": raw}


def test_xml_carries_nothing_it_cannot() -> None:
    assert wire.as_xml("discovery", {"a": "<&>\x0b\ufffe", "b": None, "c": True, "d": 1.5}) == (
        wire.DECLARATION + "<discovery><a>&lt;&amp;&gt;\ufffd\ufffd</a><b /><c>true</c><d>1.5</d></discovery>"
    )
