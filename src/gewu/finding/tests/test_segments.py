"""How words are laid down and looked up: pure, so that laws can be tried on any text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.finding.rules import promises
from gewu.finding.segments import (
    Age,
    ages,
    asked,
    folded,
    in_one_piece,
    laid_down,
    looked_up,
    without_contacts,
)
from gewu.finding.snippets import marked, snippet_of

HAN = st.text(alphabet="路灯坏了小区垃圾桶占道经营噪音水管漏", min_size=1, max_size=12)
ANY = st.text(max_size=60)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("路灯坏了", ("路灯", "坏")),
        ("占道经营", ("占道", "经营")),
        ("下水道堵塞", ("下水道", "堵塞")),
        ("小区 噪音", ("小区", "噪音")),
        ("３号楼ＬＥＤ", ("3", "号楼", "led")),
        ("狗", ("狗",)),
        ("的", ("的",)),
        ("13912345678", ()),
        ("，。! ' \\ & | :*", ()),
    ],
)
def test_a_question_is_cut_into_words(typed: str, terms: tuple[str, ...]) -> None:
    assert asked(typed).terms == terms


def test_a_word_of_three_characters_is_neighbouring_pairs() -> None:
    assert looked_up(asked("下水道")) == "('下水' <-> '水道')"
    assert (
        looked_up(asked("路灯"), marks=["@t1"], anyone=["@pa", "@ob"]) == "'路灯' & '@t1' & ('@pa' | '@ob')"
    )
    assert looked_up(asked("路灯"), weights="AB") == "'路灯':AB"


def test_phones_and_identity_numbers_are_not_laid_down() -> None:
    kept = laid_down([("A", "请打13912345678或139 1234 5678，身份证370402199001011234，3号楼")])
    assert "139" not in kept
    assert "5678" not in kept
    assert "3704" not in kept
    assert "'3':" in kept
    assert without_contacts("电话 0632-3312345 找我") == "电话   找我"


@given(text=ANY)
def test_no_text_can_write_a_mark_or_break_out_of_a_lexeme(text: str) -> None:
    kept = laid_down([("A", text)])
    assert "@" not in kept
    assert kept.count("'") == 2 * len([word for word in kept.split(" ") if word])
    question = looked_up(asked(text)) + in_one_piece(asked(text))
    assert not set(question) & set("@\\:*!;")


@given(before=HAN, word=HAN, after=HAN)
def test_every_piece_of_a_text_has_its_pairs(before: str, word: str, after: str) -> None:
    kept = laid_down([("A", before + word + after)])
    pairs = [word[at : at + 2] for at in range(len(word) - 1)] or [word]
    assert all(f"'{pair}':" in kept for pair in pairs)


@given(text=ANY)
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert "".join(piece for piece, _ in marked(text, asked(text).terms)) == text


def test_marks_lie_on_the_words() -> None:
    pieces = marked("路灯坏了，路灯不亮", ("路灯",))
    assert pieces == (("路灯", True), ("坏了，", False), ("路灯", True), ("不亮", False))


def test_the_text_that_holds_most_is_shown() -> None:
    found = snippet_of("文化路", [("description", "楼下很吵"), ("reply", "已劝离烧烤摊")], asked("烧烤摊"))
    assert found.kind == "reply"
    long = snippet_of("", [("description", "前" * 60 + "井盖松动" + "后" * 200)], asked("井盖"))
    assert ("井盖", True) in long.pieces
    assert long.text.startswith("…")


def test_each_age_holds_the_one_before() -> None:
    week, weeks, quarter, year, ever = ages(date(2026, 1, 3), whole=True)
    assert set(week.marks) < set(weeks.marks)
    assert len(week.marks) == len(quarter.marks) == len(year.marks) == 2
    assert ever.marks == ()
    assert quarter == Age(("@q8104", "@q8103"), 13)
    assert [age.weeks for age in (week, weeks, quarter, year)] == [2, 8, 13, 52]


def test_a_post_that_reads_a_part_is_not_asked_year_by_year() -> None:
    assert ages(date(2026, 5, 3), whole=False) == (*ages(date(2026, 5, 3), whole=True)[1:3], Age())


def test_times_that_cannot_hold_enough_are_passed_over() -> None:
    assert promises(0, 8, found=0, wanted=200)
    assert not promises(8, 26, found=2, wanted=200)
    assert promises(8, 26, found=40, wanted=200)
    assert promises(8, 104, found=0, wanted=200)
