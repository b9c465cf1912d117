"""Rules on plain values: when a visit is due, which value is believed, what a definition may ask."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from gewu.registers.reading import read, shipped
from gewu.registers.rhythm import MONTHS, Rhythm, due, later, years
from gewu.registers.sources import Mark, Source, confirmed, weigh
from gewu.registers.spelling import syllables_of

MOMENTS = st.integers(0, 10**8).map(lambda second: datetime.fromtimestamp(1_577_836_800 + second, UTC))
STATES = st.sampled_from(["given", "checked"])
MARKS = st.builds(Mark, source=st.sampled_from(Source), at=MOMENTS, by=st.none(), state=STATES)


@pytest.mark.parametrize(
    ("rhythm", "after", "expected"),
    [
        ("month", date(2026, 1, 31), date(2026, 2, 28)),
        ("month", date(2028, 1, 31), date(2028, 2, 29)),
        ("month", date(2026, 2, 28), date(2026, 3, 28)),
        ("month", date(2026, 12, 15), date(2027, 1, 15)),
        ("quarter", date(2026, 11, 30), date(2027, 2, 28)),
        ("half", date(2026, 8, 31), date(2027, 2, 28)),
        ("year", date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_a_visit_is_due_after_whole_months(rhythm: Rhythm, after: date, expected: date) -> None:
    assert due(rhythm, after) == expected


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), rhythm=st.sampled_from(get_args(Rhythm)))
def test_the_next_visit_always_lies_in_the_month_it_is_due_in(day: date, rhythm: Rhythm) -> None:
    found = due(rhythm, day)
    months = (found.year - day.year) * 12 + found.month - day.month
    assert months == MONTHS[rhythm]
    assert found.day <= day.day
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


def test_no_months_later_is_the_same_day() -> None:
    assert later(date(2026, 1, 31), 0) == date(2026, 1, 31)


def test_whoever_is_born_on_a_leap_day_is_older_in_march() -> None:
    assert years(date(2004, 2, 29), date(2026, 2, 28)) == 21
    assert years(date(2004, 2, 29), date(2026, 3, 1)) == 22


@given(held=MARKS, offered=MARKS)
def test_a_typed_value_never_replaces_an_exchanged_one(held: Mark, offered: Mark) -> None:
    verdict = weigh(held, offered, same=False)
    if held.source == Source.EXCHANGED != offered.source:
        assert verdict == "claim"
    if offered.source == Source.EXCHANGED != held.source:
        assert verdict == "take"


@given(one=MARKS, other=MARKS)
def test_of_two_values_the_same_one_wins_whichever_came_first(one: Mark, other: Mark) -> None:
    verdicts = {weigh(one, other, same=False), weigh(other, one, same=False)}
    strength = [(mark.source == Source.EXCHANGED, mark.state == "checked", mark.at) for mark in (one, other)]
    assert verdicts == ({"take"} if strength[0] == strength[1] else {"take", "claim"})


@given(one=MARKS, other=MARKS)
def test_what_both_say_is_as_new_and_as_sure_as_the_better_of_them(one: Mark, other: Mark) -> None:
    both = confirmed(one, other)
    assert both.at == max(one.at, other.at)
    assert (both.state == "checked") == ("checked" in {one.state, other.state})
    assert Mark.unpacked(both.packed()) == both


def test_no_field_of_any_definition_asks_for_beliefs_or_opinions() -> None:
    asked = [
        f"{one.key}.{field.key} {field.zh} {field.en} {field.zh_help} {field.en_help}".lower()
        for one in (*shipped().registers.values(), *shipped().programmes.values())
        for field in one.fields
    ]
    never = (
        "宗教",
        "信仰",
        "政治",
        "党派",
        "思想",
        "意识",
        "religio",
        "belief",
        "politic",
        "opinion",
        "thought",
        "faith",
    )
    assert [words for words in asked if any(one in words for one in never)] == []
    assert len(asked) > 80


def test_sensitive_programmes_are_off_and_sealed() -> None:
    programmes = shipped().programmes
    off = {"community_corrections", "released", "mental_illness", "drug_recovery", "at_risk_youth"}
    assert {key for key, one in programmes.items() if one.off} == off
    assert all(programmes[key].held == "sealed" and programmes[key].pair for key in off)
    assert all(one.zh_basis for one in programmes.values() if not one.off)


def test_everything_wrong_with_definitions_is_said_at_once(tmp_path: Path) -> None:
    for folder in ("registers", "programmes"):
        (tmp_path / folder).mkdir()
    (tmp_path / "registers" / "lists.toml").write_text("[lists]\n", encoding="utf-8")
    (tmp_path / "registers" / "person.toml").write_text(
        'key = "person"\nzh = "人"\nen = "Persons"\nstates = []\n'
        '[[fields]]\nkey = "faith"\nzh = "宗教信仰"\nen = "Faith"\n'
        '[[fields]]\nkey = "sort"\ntype = "choice"\nlist = "sorts"\nzh = "种类"\nen = "Sort"\n',
        encoding="utf-8",
    )
    (tmp_path / "programmes" / "broken.toml").write_text("key = ", encoding="utf-8")
    (tmp_path / "programmes" / "bare.toml").write_text(
        'key = "bare"\nzh = "无据"\nen = "Without a basis"\nretention = 1\n', encoding="utf-8"
    )
    problems = "\n".join(read(tmp_path).problems)
    for said in ("faith", "no list sorts", "programmes/broken.toml", "legal basis"):
        assert said in problems


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=8))
@example("重庆")
@example("王长乐")
@example("曾重行")
def test_a_name_sounds_as_it_does_with_a_look_for_words(name: str) -> None:
    assert syllables_of(name) == lazy_pinyin(name)
