"""The edges of what programs send: typed answers, lists, addresses, and the minute and the day of a key."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gewu.open311 import rules
from gewu.open311.rules import LONGEST_URL, Question, Used

NOW = datetime(2026, 11, 22, 9, 30, 15, 250, ZoneInfo("Asia/Shanghai"))
NUMBER, WHOLE, FLAG = {"type": "number"}, {"type": "integer"}, {"type": "boolean"}
DAY = {"type": "string", "format": "date"}


@pytest.mark.parametrize(
    ("schema", "raw", "typed"),
    [
        (FLAG, "true", True),
        (FLAG, "FALSE", False),
        (FLAG, "yes", "yes"),
        (WHOLE, "+12", 12),
        (WHOLE, "-3", -3),
        (WHOLE, "9" * 15, 999_999_999_999_999),
        (WHOLE, "9" * 16, "9" * 16),
        (WHOLE, "1.5", "1.5"),
        (WHOLE, "१२", "१२"),
        (NUMBER, "2", 2.0),
        (NUMBER, "-2.25", -2.25),
        (NUMBER, "2.", "2."),
        (NUMBER, "1e9", "1e9"),
        (NUMBER, "१.५", "१.५"),
        (DAY, "2026-11-22T09:30:00+08:00", "2026-11-22"),
        (DAY, "tomorrow", "tomorrow"),
        ({"type": "string"}, "2026-11-22T09:30:00Z", "2026-11-22T09:30:00Z"),
    ],
)
def test_an_answer_is_typed_as_its_schema_says_or_left_to_be_refused(
    schema: Mapping[str, Any], raw: str, typed: object
) -> None:
    question = Question(code="q", label="", help="", required=False, schema=schema)
    found = rules.answers_of([question], {"q": [raw]})["q"]
    assert (found, type(found)) == (typed, type(typed))


def test_a_key_counts_its_uses_by_minute_and_by_day() -> None:
    first = rules.spent(Used(), moment=NOW)
    assert first == Used(minute=NOW.replace(second=0, microsecond=0), in_minute=1, day=NOW.date(), on_day=1)
    again = rules.spent(first, moment=NOW + timedelta(seconds=44))
    assert (again.in_minute, again.on_day) == (2, 2)
    later = rules.spent(again, moment=NOW + timedelta(seconds=45))
    assert (later.in_minute, later.on_day) == (1, 3)
    tomorrow = rules.spent(later, moment=NOW + timedelta(days=1))
    assert (tomorrow.in_minute, tomorrow.on_day) == (1, 1)


def test_a_list_holds_each_value_once_and_nothing_empty() -> None:
    assert rules.listed(" a, b,,a ,c") == ("a", "b", "c")
    assert rules.listed(" , ") == ()


def test_what_is_kept_of_a_secret_is_its_digest() -> None:
    kept = rules.digest_of("o311_370402004_secret")
    assert len(kept) == 32
    assert kept != rules.digest_of("o311_370402004_secreT")


def test_the_longest_address_is_taken_and_one_character_more_is_not() -> None:
    longest = "https://e.cn/".ljust(LONGEST_URL, "a")
    assert rules.is_url(longest)
    assert not rules.is_url(longest + "a")


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [("小样", "王", "王小样"), (" Ada ", "Lovelace", "Ada Lovelace"), ("", "Ada", "Ada"), ("", "", "")],
)
def test_a_name_is_put_together_in_the_order_of_its_script(first: str, last: str, whole: str) -> None:
    assert rules.full_name(first, last) == whole
