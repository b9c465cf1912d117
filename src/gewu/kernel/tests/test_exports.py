import csv
import io

import pytest

from gewu.kernel.exports import as_csv, csv_response, safe_cell


@pytest.mark.parametrize("evil", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r=1"])
def test_what_a_spreadsheet_would_run_stays_text(evil: str) -> None:
    assert safe_cell(evil) == f"'{evil}"


@pytest.mark.parametrize("plain", ["梅兰", "a-b", "2026-11-22", "3单元", "", 'say "x"'])
def test_everything_else_is_as_it_was(plain: str) -> None:
    assert safe_cell(plain) == plain
    assert safe_cell(None) == ""


def test_quotes_commas_and_lines_are_read_back_as_written() -> None:
    rows = [["a,b", 'c"d', "e\nf"], ["一", "二", "三"]]
    text = as_csv(["x", "y", "z"], rows)
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [["x", "y", "z"], *rows]


def test_the_download_has_a_name_in_any_language() -> None:
    response = csv_response("人员", ["a"], [])
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''%E4%BA%BA%E5%91%98.csv"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
