"""Clean text: what is kept is one spelling, visible and short enough."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel.errors import Invalid
from gewu.kernel.text import clean, clean_required


def test_newlines_accents_and_outer_blanks_get_one_spelling() -> None:
    assert (
        clean("  e\u0301cole\r\nrue\rplace\u2028fin \n", field="text", limit=50) == "école\nrue\nplace\nfin"
    )


@pytest.mark.parametrize(
    "text", ["a\0b", "a\x1b[31mb", "\u202eexe.gpj", "a\x7fb", "a\ud800b", "a\u2066b", "a\x0bb"]
)
def test_hidden_characters_are_refused_naming_the_field(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean(text, field="words", limit=50)
    assert set(refusal.value.fields) == {"words"}


def test_the_limit_counts_characters_as_kept() -> None:
    assert clean(" " + "字" * 10 + " ", field="text", limit=10) == "字" * 10
    with pytest.raises(Invalid, match="10"):
        clean("字" * 11, field="text", limit=10)


def test_one_line_is_one_line() -> None:
    assert clean("name\n", field="name", limit=10, lines=False) == "name"
    with pytest.raises(Invalid):
        clean("two\nlines", field="name", limit=10, lines=False)


def test_something_must_be_said_where_it_is_required() -> None:
    assert clean(" \u3000 ", field="text", limit=10) == ""
    with pytest.raises(Invalid):
        clean_required(" \u3000\n", field="text", limit=10)


def test_emoji_of_several_parts_stay_whole() -> None:
    assert clean("👩‍🚒", field="text", limit=10) == "👩‍🚒"


@given(st.text(max_size=100))
def test_clean_text_stays_as_it_is(text: str) -> None:
    try:
        once = clean(text, field="text", limit=200)
    except Invalid:
        return
    assert clean(once, field="text", limit=200) == once
    assert unicodedata.is_normalized("NFC", once)
