"""Breaking text into lines: nothing lost, nothing too wide, words whole, no mark at the wrong end."""

from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.aftercare.paper.lines import CLOSING, broken, shortened

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


@given(st.text(alphabet="网格员到场，。；", max_size=60))
def test_no_line_begins_with_a_closing_mark(text: str) -> None:
    plain = "".join(
        character for place, character in enumerate(text) if place % 4 or character not in "，。；"
    )
    lines = broken(plain, 40, _width)
    together = 18
    long_runs = any(len(run) > together for run in plain.split())
    assert long_runs or all(line[:1] not in CLOSING or line == lines[0] for line in lines if line)


def test_what_is_too_long_for_one_line_ends_in_a_sign() -> None:
    assert shortened("照片.jpg", 8, _width) == "照片.jpg"
    assert shortened("很长的照片名字.jpg", 8, _width) == "很长的…"
    assert shortened("照片", 0, _width) == ""
