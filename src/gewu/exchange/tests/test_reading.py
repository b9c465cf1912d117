"""Files and cells as they come: bad files are refused with their reason, cells understood or named."""

import io
import struct
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from gewu.exchange.reading import book, cells, layout, limits
from gewu.exchange.reading.refused import Unreadable
from gewu.exchange.tests.books import HEADS, person, saved, workbook

TODAY = date(2026, 11, 22)
KNOWN = {"姓名": "name", "性别": "sex", "公民身份号码": "id", "联系电话": "phone", "出生日期": "born"}


def rows_of(content: bytes, name: str = "x.xlsx") -> list[list[book.Raw]]:
    opened = book.opened(name, content)
    return list(opened.rows(opened.shown[0].name))


def a_zip(inside: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(name, inside)
    return out.getvalue()


def a_liar(content: bytes, claimed: int) -> bytes:
    """The same zip, saying that its part is small."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", claimed) + content[at + 28 :]


def test_a_workbook_is_read_from_its_first_row() -> None:
    found = rows_of(workbook([person("张小样")], title="小样街道人口登记表"))
    assert found[1] == list(HEADS)
    assert found[2][0] == "张小样"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "x.xlsx", "empty"),
        (b"hello", "x.xlsx", "no_workbook"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "x.xls", "web_page"),
        (b"PK\x03\x04 cut off", "x.xlsx", "broken"),
        (workbook([person("张小样")] * 50)[:-200], "x.xlsx", "broken"),
        (a_zip(b"<x/>"), "x.xlsx", "broken"),
        (limits.OLE + b"\0" * 600 + limits.LOCKED, "x.xlsx", "locked"),
        (b"a\0b,c", "x.csv", "no_workbook"),
        (b"\xff\xfe\xff", "x.csv", "encoding"),
        (b"  \n \n", "x.csv", "empty"),
    ],
    ids=[
        "empty",
        "text",
        "web page",
        "torn zip",
        "cut off",
        "other zip",
        "locked",
        "binary",
        "letters",
        "blank",
    ],
)
def test_what_is_no_workbook_is_refused_with_its_reason(content: bytes, name: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        rows_of(content, name)
    assert refused.value.code == code


def test_200_megabytes_are_refused_by_their_size_alone() -> None:
    with pytest.raises(Unreadable, match="large"):
        limits.check_size(200_000_000)


def test_a_bomb_is_refused_by_what_it_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(Unreadable, match="bomb"):
        limits.kind_of("x.xlsx", a_zip(b"0" * 5_000_000))


def test_a_bomb_is_refused_by_what_it_really_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(Unreadable, match="bomb"):
        limits.kind_of("x.xlsx", a_liar(a_zip(b"0" * 5_000_000), claimed=1000))


def test_what_grows_a_thousand_times_is_a_bomb_long_before_it_is_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "SMALL", 1_000_000)
    with pytest.raises(Unreadable, match="growth"):
        limits.kind_of("x.xlsx", a_zip(b"0" * 5_000_000))


def test_hidden_sheets_are_named_and_left_out() -> None:
    made = Workbook()
    made.worksheets[0].title = "去年"
    made.worksheets[0].append(["旧"])
    made.worksheets[0].sheet_state = "hidden"
    made.create_sheet("今年").append(["新"])
    opened = book.opened("x.xlsx", saved(made))
    assert [(one.name, one.hidden) for one in opened.sheets] == [("去年", True), ("今年", False)]
    assert [one.name for one in opened.shown] == ["今年"]


def test_merged_cells_say_everywhere_what_their_first_cell_says() -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["地址", "姓名"])
    sheet.append(["幸福小区1号楼", "张小样"])
    sheet.append([None, "李小样"])
    sheet.merge_cells("A2:A3")
    assert rows_of(saved(made))[2] == ["幸福小区1号楼", "李小样"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_tables_come_in_any_usual_writing(encoding: str, separator: str) -> None:
    said = "\r\n".join(
        separator.join(line) for line in (("姓名", "电话", "备注"), ("张小样", "13800000000", "无"))
    )
    assert rows_of(said.encode(encoding), "x.csv")[1] == ["张小样", "13800000000", "无"]


def test_days_of_a_spreadsheet_stay_days() -> None:
    made = Workbook()
    made.worksheets[0].append([datetime(1962, 3, 5)])  # noqa: DTZ001 - as spreadsheets have them
    raw = rows_of(saved(made))[0][0]
    assert cells.day(raw, TODAY).value == "1962-03-05"


def test_headings_are_found_below_a_title() -> None:
    rows = rows_of(workbook([person("张小样")], title="小样街道人口登记表"))
    found = layout.found(rows, KNOWN)
    assert found is not None
    assert (found.header, found.depth) == (1, 1)


def test_headings_in_two_rows_are_read_together() -> None:
    rows: list[list[book.Raw]] = [
        ["基本情况", "基本情况", "联系", "联系"],
        ["姓名", "性别", "联系电话", "公民身份号码"],
        ["张小样", "男", "13800000000", "x"],
    ]
    found = layout.found(rows, KNOWN)
    assert found is not None
    assert (found.header, found.depth) == (1, 1)


def test_traditional_and_wide_headings_are_the_same_heading() -> None:
    rows: list[list[book.Raw]] = [["姓　名", "性別", "（聯系電話）", "公民身份號碼＊"]]
    found = layout.found(rows, KNOWN)
    assert found is not None
    targets = [layout.Heading(key, (word,), cells.text) for word, key in KNOWN.items()]
    assert layout.guessed(found, [], targets) == {0: "name", 1: "sex", 2: "phone", 3: "id"}


def test_a_column_of_identity_numbers_is_known_by_its_cells() -> None:
    one = layout.laid([["一", "二"]], 0)
    sample: list[list[book.Raw]] = [[str(person("张小样", order)[3]), "x"] for order in range(1, 6)]
    telling = layout.Heading("id", ("证件",), cells.identity, telling=True)
    assert layout.guessed(one, sample, [telling]) == {0: "id"}


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        (["张小样", "男", "1"], True),
        (["合计", None, "30"], False),
        (["注：本表一式两份", None, None], False),
        (["姓名", "性别", "联系电话"], False),
        (["一单元", "一单元", "一单元"], False),
    ],
)
def test_lines_about_the_table_are_no_rows(line: list[book.Raw], counts: bool) -> None:
    assert layout.is_row(line, ("姓名", "性别", "联系电话")) is counts


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        ("110105491231002", "11010519491231002X"),
        (110105491231002, "11010519491231002X"),
        ("440524188001010014", "440524188001010014"),
        (" 11010519491231002X '", "11010519491231002X"),
    ],
)
def test_identity_numbers_in_all_their_spellings(raw: book.Raw, value: str) -> None:
    assert cells.identity(raw) == (value, "")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (370402196203051200, "identity_rounded"),
        (3.70402196203051e17, "identity_rounded"),
        ("3.70402E+17", "identity_rounded"),
        ("370402196203051000", "identity_rounded"),
        ("110105194912310021", "identity_check"),
        ("12345", "identity_form"),
        ("110105194913310028", "identity_check"),
    ],
)
def test_identity_numbers_a_spreadsheet_broke_are_known_as_such(raw: book.Raw, code: str) -> None:
    assert cells.identity(raw).wrong == code


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1962年3月5日", "1962-03-05"),
        ("1962.3.5", "1962-03-05"),
        ("1962-03-05 00:00:00", "1962-03-05"),
        ("19620305", "1962-03-05"),
        (19620305, "1962-03-05"),
        (22710, "1962-03-05"),
        (22710.5, "1962-03-05"),
        ("1962年3月", "1962-03"),
        (1962.3, "1962-03"),
        ("196203", "1962-03"),
        ("１９６２年", "1962"),
    ],
)
def test_days_in_all_their_spellings(raw: book.Raw, value: str) -> None:
    assert cells.day(raw, TODAY) == (value, "")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("62.3.5", "date_short"),
        ("昨天", "date_form"),
        ("1962-02-30", "date_none"),
        ("2162-01-01", "date_range"),
    ],
)
def test_what_is_no_day_says_why(raw: book.Raw, code: str) -> None:
    assert cells.day(raw, TODAY).wrong == code


def test_nobody_is_born_tomorrow() -> None:
    assert cells.past_day("2026-11-23", TODAY).wrong == "date_future"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (13800000000, ("13800000000", "")),
        ("+86 138-0000-0000", ("13800000000", "")),
        ("0632-3181234", ("06323181234", "")),
        ("13800000000/13900000000", (None, "phone_two")),
        ("1380000", (None, "phone_form")),
    ],
)
def test_phones(raw: book.Raw, found: tuple[str | None, str]) -> None:
    assert cells.phone(raw) == found


def test_credit_codes() -> None:
    assert cells.credit_code("91350100m000100y43").value == "91350100M000100Y43"
    assert cells.credit_code("91350100M000100Y44").wrong == "credit_check"
    assert cells.credit_code(9.135e17).wrong == "credit_rounded"


def test_numbers_may_carry_their_unit() -> None:
    assert cells.number("85.5㎡").value == 85.5
    assert cells.number("1，200").value == 1200
    assert cells.number("很多").wrong == "number_form"
