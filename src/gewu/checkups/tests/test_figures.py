"""Checks over figures, without a database; the contradictions in what the places published."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.checkups import published
from gewu.checkups.definition import ChecksError, RatePossible, Words, checks, read
from gewu.checkups.figures import Figure, Report, look
from gewu.checkups.published import Published, Told, contradictions, found, found_in, items
from gewu.checkups.words import SENTENCES, sentence

# What mends each finding: the figure of an item, and what it should say.
MENDED: dict[str, tuple[str, dict[str, object]]] = {
    "daimiao/grids_in_own_range/residents": ("residents", {"value": Decimal(300_000)}),
    "daimiao/helped_rate_possible/released_helped_rate": (
        "released_helped_rate",
        {"value": Decimal("92.86")},
    ),
    "daimiao/enough_people_for_grids/officials": ("officials", {"value": Decimal(1300)}),
    "daimiao/right_words/畅游人口": ("population_kinds", {"text": "采集常住人口、流动人口"}),
    "daimiao/right_words/《妇女儿童保护法》": ("law_lectures", {"text": "讲《妇女权益保障法》《交通法》"}),
    "daimiao/right_words/《交通法》": ("law_lectures", {"text": "讲《妇女儿童保护法》《道路交通安全法》"}),
    "daimiao/entries_listed/grid_duties": ("grid_duties", {"value": Decimal(3)}),
    "daimiao/entries_listed/work_matters": ("work_matters", {"value": Decimal(10)}),
    "jiefangbei/content_is_not_settled/content_rate": ("content_rate", {"value": Decimal("88.9")}),
    "jiefangbei/levels_listed/service_levels": ("service_levels", {"value": Decimal(2)}),
    "jiefangbei/one_chief/in_charge": ("in_charge", {"listed": ("总负责人",)}),
    "jiefangbei/entries_listed/work_rules": ("work_rules", {"value": Decimal(9)}),
    "wenhualu/day_and_year/messages_a_day": ("messages_a_day", {"value": Decimal(3)}),
    "zhengzhou/one_count_of_levels/platform_levels": ("platform_levels", {"value": Decimal(3)}),
    "zhengzhou/team_listed/team_ones": ("team_ones", {"listed": ("网格长", "民警", "城管")}),
}


def test_exactly_the_nine_contradictions_are_found_in_what_the_places_published() -> None:
    assert [one.number for one in contradictions()] == list(range(1, 10))
    named = [name for one in contradictions() for name in one.findings]
    assert len(named) == len(set(named))
    assert {one.name for one in found()} == set(named)


@pytest.mark.parametrize("name", sorted(MENDED))
def test_a_mended_figure_takes_its_finding_away_and_no_other(name: str) -> None:
    item, change = MENDED[name]
    report = published.published()[name.split("/", maxsplit=1)[0]]
    figures = tuple(one.model_copy(update=change) if one.item == item else one for one in report.figures)
    before = {one.name for one in found_in(report)}
    after = {one.name for one in found_in(report.model_copy(update={"figures": figures}))}
    assert before - after == {name}
    assert not after - before


def test_the_example_knows_how_to_mend_every_finding() -> None:
    assert set(MENDED) == {one.name for one in found()}


def test_of_fourteen_persons_98_percent_is_impossible_and_the_nearest_rates_are_told() -> None:
    wrong = next(one.wrong for one in found() if one.check.key == "helped_rate_possible")
    assert "13/14 = 92.86 %; 14/14 = 100 %" in sentence("helped_rate_possible", wrong.said)


def test_what_balances_is_not_found() -> None:
    assert not {"correction_balance", "correction_parts", "demands_balance"} & {
        one.check.key for one in found()
    }
    report = published.published()["daimiao"]
    wrong = tuple(
        one.model_copy(update={"value": Decimal(60)}) if one.item == "corrections_now" else one
        for one in report.figures
    )
    told = {one.check.key: one.wrong for one in found_in(report.model_copy(update={"figures": wrong}))}
    assert told["correction_balance"].said == {"told": "117 − 51", "makes": "66", "there": "60"}
    assert told["correction_parts"].said == {"told": "58 + 7 + 1", "makes": "66", "there": "60"}


RATE = RatePossible.model_validate(
    {
        "kind": "rate_possible",
        "key": "any_rate",
        "title": {"zh": "率", "en": "rate"},
        "mend": {"zh": "改", "en": "mend"},
        "source": "test",
        "rate": "rate",
        "of": "of",
    }
)


@given(st.integers(1, 5000), st.data(), st.integers(0, 4))
def test_every_rate_that_can_be_is_let_pass_however_it_is_rounded(
    of: int, data: st.DataObject, digits: int
) -> None:
    part = data.draw(st.integers(0, of))
    rate = round(Decimal(100) * part / of, digits)
    report = Report((Figure("a", "rate", rate, "%"), Figure("b", "of", Decimal(of))))
    assert not list(look(RATE, report))


@given(st.integers(1, 100), st.integers(0, 100))
def test_a_whole_percentage_is_found_impossible_just_when_no_part_gives_it(of: int, rate: int) -> None:
    possible = any(100 * part // of == rate or int(100 * part / of + 0.5) == rate for part in range(of + 1))
    report = Report((Figure("a", "rate", Decimal(rate), "%"), Figure("b", "of", Decimal(of))))
    assert bool(list(look(RATE, report))) is not possible


def test_a_figure_that_is_not_there_is_not_asked_about() -> None:
    assert not list(look(RATE, Report((Figure("a", "rate", Decimal(98), "%"),))))
    assert not list(look(RATE, Report((Figure("a", "rate", None), Figure("b", "of", Decimal(14))))))
    assert not list(look(RATE, Report((Figure("a", "rate", Decimal(98)), Figure("b", "of", Decimal(0))))))


def test_everything_wrong_with_a_file_is_said_at_once() -> None:
    entry = """
[[checks]]
key = "twisted"
kind = "between"
title = { zh = "颠倒", en = "twisted" }
mend = { zh = "改", en = "mend" }
source = "test"
unit = "%"
low = 9
high = 1

[[checks]]
key = "unknown"
kind = "eval"
title = { zh = "无", en = "none" }

[[checks]]
key = "no_source"
kind = "one_figure"
title = { zh = "无", en = "none" }
mend = { zh = "改", en = "mend" }
item = "grids"
"""
    with pytest.raises(ChecksError) as refused:
        read(entry)
    said = "\n".join(refused.value.problems)
    assert "twisted: low is above high" in said
    assert "unknown" in said
    assert "no_source: source" in said.replace("one_figure.", "")


def test_every_check_has_a_sentence_and_names_known_items() -> None:
    fields = (
        "rate",
        "of",
        "whole",
        "equals",
        "persons",
        "grids",
        "have",
        "least",
        "a_day",
        "a_year",
        "done",
        "item",
    )
    for one in checks().values():
        assert one.kind in SENTENCES
        for name in fields:
            if isinstance(named := getattr(one, name, None), str):
                assert named in items(), (one.key, named)


def test_every_published_figure_is_about_a_known_item_and_carries_its_sentence() -> None:
    for report in published.published().values():
        assert {one.item for one in report.figures} <= set(items())
        assert all(one.text for one in report.figures)


def test_a_report_of_another_month_is_looked_at_by_the_same_checks() -> None:
    told = (
        Told(item="released", value=Decimal(3), text="3 人"),
        Told(item="released_helped_rate", value=Decimal(50), text="50%"),
    )
    names = Words(zh="某地", en="Somewhere")
    report = Published(place="somewhere", names=names, period="2026-10", source="月报", figures=told)
    assert [one.check.key for one in found_in(report)] == ["helped_rate_possible"]
    assert replace(found()[0], place="x").name.startswith("x/")
