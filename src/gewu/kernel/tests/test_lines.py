"""Breaking text into lines: nothing lost, nothing too wide, words whole, no mark at the wrong end."""

from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel.paper.lines import CLOSING, broken, shortened

SOME = st.text(alphabet="网格员到场，。（）“”—…abc 12.5,:;%\n\t", max_size=200)


def _width(text: str) -> float:
    return sum(2.0 if east_asian_width(character) in "WF" else 1.0 for character in text)


@given(SOME, st.integers(2, 40))
def test_no_line_is_too_wide_and_nothing_but_space_is_lost(text: str, width: int) -> None:
    lines = broken(text, width, _width)
    assert all(_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("the lid of the bin is broken", ["the lid of", "the bin is", "broken"]),
        ("一二三四五，六七", ["一二三四", "五，六七"]),
        ("一二三四（五）六", ["一二三四", "（五）六"]),
        ("见GB/T 34300的规定", ["见GB/T", "34300的规", "定"]),
        ("abcdefghijklm", ["abcdefghij", "klm"]),
        ("一\n\n二", ["一", "", "二"]),
        ("", [""]),
    ],
)
def test_lines_break_where_a_reader_expects_it(text: str, lines: list[str]) -> None:
    assert broken(text, 10, _width) == lines


@given(st.lists(st.sampled_from(["网", "格", "员，", "“场”。", "（到）", "abc, ", "12.5% "]), max_size=40))
def test_no_line_begins_with_a_closing_mark(parts: list[str]) -> None:
    assert all(line[0] not in CLOSING for line in broken("".join(parts), 12, _width) if line)


def test_what_is_too_long_for_one_line_ends_in_a_sign() -> None:
    assert shortened("照片.jpg", 8, _width) == "照片.jpg"
    assert shortened("很长的照片名字.jpg", 8, _width) == "很长的…"
    assert shortened("照片", 0, _width) == ""
