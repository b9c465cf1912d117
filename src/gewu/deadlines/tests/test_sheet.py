"""A calendar year on a sheet: all of it is taken, or every bad line is named."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.deadlines import known
from gewu.deadlines.rules import DayKind
from gewu.deadlines.sheet import read, written
from gewu.kernel.errors import Invalid

GOOD = "day,kind,name\n2027-01-01,holiday,元旦\n2027-01-09,班,元旦\n2027/02/05,休,春节\n"


def test_a_sheet_is_read_in_order_with_both_spellings() -> None:
    days = read(GOOD, 2027)
    assert [(one.day.isoformat(), one.kind, one.name) for one in days] == [
        ("2027-01-01", DayKind.HOLIDAY, "元旦"),
        ("2027-01-09", DayKind.WORKDAY, "元旦"),
        ("2027-02-05", DayKind.HOLIDAY, "春节"),
    ]


@pytest.mark.parametrize("year", sorted(known.years()))
def test_what_is_taken_away_can_be_brought_in_again(year: int) -> None:
    days = known.days_of(year)
    assert read(written(days), year) == days


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("2027-13-01,holiday,x", "2027-13-01"),
        ("tomorrow,holiday,x", "tomorrow"),
        ("2026-01-01,holiday,x", "2026-01-01"),
        ("2027-01-01,party,x", "holiday"),
        ("2027-01-01", "holiday"),
        ("2027-01-08,workday,x", "2027-01-08"),
        ("2027-01-02,holiday," + "长" * 41, "40"),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong(line: str, piece: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(f"2027-05-01,holiday,劳动节\n{line}\n", 2027)
    rows = refused.value.facts["rows"]
    assert isinstance(rows, list)
    assert [row["row"] for row in rows] == ["2"]
    assert piece in rows[0]["message"]
    assert piece in refused.value.fields["days"]


def test_every_bad_line_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read("2027-01-01,holiday\n2027-01-01,holiday\nnonsense\n,,\n2027-01-04,workday\n", 2027)
    rows = refused.value.facts["rows"]
    assert isinstance(rows, list)
    assert [row["row"] for row in rows] == ["2", "3", "5"]


@pytest.mark.parametrize("text", ["", "\n\n", "day,kind,name\n", "x" * 20_001, "\n" * 201])
def test_a_sheet_without_days_or_far_too_long_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read(text, 2027)


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_taken_or_refused(text: str) -> None:
    with suppress(Invalid):
        assert all(one.day.year == 2027 for one in read(text, 2027))
