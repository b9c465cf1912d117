"""A city's messy table of standards: what can be read is read, and every cell that cannot is named."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from gewu.cases.tests.builders import Cast, a_cast
from gewu.catalogue import queries as catalogue
from gewu.people.testing import signed_in
from gewu.studio.models import Draft
from gewu.studio.queries import shipped_categories
from gewu.studio.tables import cells, columns, standards
from gewu.studio.tables.standards import Reading, Units, limit_of
from gewu.studio.tests.builders import a_draft, sections

HEAD = ["大类代码", "大类名称", "小类代码", "小类名称", "立案条件", "处置时限", "结案条件", "备注"]
GOOD: list[list[object]] = [
    [3, "市容环境", 5.0, "垃圾箱\n破损或满溢", "箱体\n破损", "1天", "修好或换新", None],
    [None, None, None, None, "满溢面积超过2 m2", "4小时", None, "同上"],
    [None] * 8,
    ["01", "公用设施", "37", "路灯不亮或损坏", "灯杆倒伏", "2紧急工作时", "扶正并隔离", None],
    [None, None, None, None, "电线外露", "1紧急工作时制止", None, None],
    list[object](HEAD),
    [None, None, None, None, "单盏不亮", "三个工作日", "亮了", None],
]
BAD: list[list[object]] = [
    [3, "市容环境", 5, "垃圾箱", "None", "1天", "清空", None],
    [None, None, None, None, "歪斜", "制止", None, None],
    [None, None, None, None, "无盖", None, "补齐", None],
    [9, "没有的大类", 99, "没有的小类", "坏了", "1天", "好了", None],
]


def a_book(rows: list[list[object]], *, title: str = "部件") -> bytes:
    """A workbook as it comes: a title over merged cells, then the headings, then whatever."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append(["某市城市管理部件立案、处置、结案标准（2024 版）"])
    sheet.merge_cells("A1:H1")
    sheet.append([])
    for row in [HEAD, *rows]:
        sheet.append(row)
    other = book.create_sheet("填表说明")
    other.append(["本表由各区填写"])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def read(content: bytes, name: str = "标准.xlsx", units: Units | None = None) -> Reading:
    sheets = cells.read(name, content)
    whole = [(one, columns.guessed(one)) for one in sheets]
    known = [(one, layout) for one, layout in whole if layout.is_whole]
    return standards.read(known, shipped_categories("event"), units or Units())


def test_a_messy_table_is_read() -> None:
    found = read(a_book(GOOD))
    assert [(one.cell, one.code, one.condition, one.amount, one.unit) for one in found.standards] == [
        ("部件!E4", "010305", "箱体破损", 1, "work_day"),
        ("部件!E5", "010305", "满溢面积超过2㎡", 4, "work_hour"),
        ("部件!E7", "010137", "灯杆倒伏", 2, "urgent_hour"),
        ("部件!E8", "010137", "电线外露", 1, "urgent_hour"),
        ("部件!E10", "010137", "单盏不亮", 3, "work_day"),
    ]
    assert found.standards[3].note == "制止"
    assert [one.closing for one in found.standards] == [
        "修好或换新",
        "修好或换新",
        "扶正并隔离",
        "扶正并隔离",
        "亮了",
    ]
    assert (found.bad, found.unknown) == ((), ())


def test_every_bad_cell_is_named() -> None:
    found = read(a_book(BAD))
    assert [(one.cell, one.what, one.text) for one in found.bad] == [
        ("部件!E4", "no_condition", "None"),
        ("部件!F5", "no_limit", "制止"),
        ("部件!F6", "no_limit", ""),
    ]
    assert [(one.cell, one.what) for one in found.unknown] == [("部件!C7", "unknown")]


def test_what_hours_and_days_mean_is_said_by_whoever_brings_it() -> None:
    found = read(a_book(GOOD), units=Units(hour="urgent_hour", day="calendar_day"))
    assert [one.unit for one in found.standards[:2]] == ["calendar_day", "urgent_hour"]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("2紧急工作时", (2, "urgent_hour", "")),
        ("1紧急工作日", (1, "urgent_day", "")),
        ("4 工作时", (4, "work_hour", "")),
        ("3个工作日内", (3, "work_day", "")),
        ("两小时", (2, "work_hour", "")),
        ("十天", (10, "work_day", "")),
        ("1紧急工作时制止", (1, "urgent_hour", "制止")),
        ("15自然日", (15, "calendar_day", "")),
        ("制止", None),
        ("立即", None),
        ("0天", None),
        ("", None),
        ("None", None),
    ],
)
def test_limits_as_tables_write_them(text: str, limit: tuple[int, str, str] | None) -> None:
    assert standards.limit_of(text, Units()) == limit


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_of_either_encoding_is_read(encoding: str) -> None:
    text = "小类代码,小类名称,立案标准,时限,结案标准\n010305,垃圾箱,脏,1天,干净\n"
    found = read(text.encode(encoding), "部件.csv")
    assert [one.code for one in found.standards] == ["010305"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a.xlsx", b"%PDF-1.7"),
        ("a.csv", b"\xff\xfe\x00\xd8\x81"),
        ("a.csv", b""),
    ],
)
def test_what_is_no_table_is_said_so(name: str, content: bytes) -> None:
    with pytest.raises(cells.NoTable):
        cells.read(name, content)


def test_the_way_from_the_dry_run_to_bringing_in_loses_nothing() -> None:
    sheets = cells.read("标准.xlsx", a_book(GOOD))
    assert cells.taken_up(cells.carried(sheets)) == sheets
    for hostile in ("", "[", "[[1]]", "{}", "null", '[["a", [["b"], 3]]]', "[" * 10_000):
        with pytest.raises(cells.NoTable):
            cells.taken_up(hostile)


def test_cells_are_named_as_a_spreadsheet_does() -> None:
    assert cells.cell_name("部件", 16, 1) == "部件!B17"
    assert cells.cell_name("x", 0, 27) == "x!AB1"


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


def at(row: Draft) -> str:
    return f"/desk/studio/drafts/{row.id}/table/"


def looked_at(admin: Client, row: Draft, rows: list[list[object]]) -> str:
    upload = SimpleUploadedFile("标准.xlsx", a_book(rows))
    answer = admin.post(at(row), {"file": upload})
    assert answer.status_code == 200
    carried: str = answer.context["cells"]
    return carried


def test_a_good_table_goes_in_whole_and_is_one_step(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    carried = looked_at(admin, row, GOOD)
    sent = {"cells": carried, "step": "bring", "seen_version": "1"}
    assert admin.post(at(row), sent).status_code == 302
    after = sections(row)
    lamp = after["category.010137"]
    assert [(one["zh"], one["amount"], one["unit"]) for one in lamp["filing"]] == [
        ("灯杆倒伏", 2, "urgent_hour"),
        ("电线外露", 1, "urgent_hour"),
        ("单盏不亮", 3, "work_day"),
    ]
    assert [one["zh"] for one in lamp["closing"]] == ["扶正并隔离", "亮了"]
    assert lamp["duty"] == catalogue.category("010137").duty
    assert Draft.objects.one(row.id).version == 2


def test_a_table_with_a_bad_row_changes_nothing(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    carried = looked_at(admin, row, [*GOOD, *BAD])
    answer = admin.post(at(row), {"cells": carried, "step": "bring", "seen_version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "部件!F12" in page
    assert Draft.objects.one(row.id).version == 1


def test_rows_of_unknown_categories_are_left_out_only_when_somebody_says_so(
    cast: Cast, admin: Client
) -> None:
    row = a_draft(cast)
    carried = looked_at(admin, row, [*GOOD, BAD[3]])
    sent = {"cells": carried, "step": "bring", "seen_version": "1"}
    assert admin.post(at(row), sent).status_code == 422
    assert admin.post(at(row), sent | {"leave_out": "1"}).status_code == 302


def test_columns_that_were_guessed_wrong_are_put_right(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    strange = [["甲", "乙", "丙", "丁"], ["010305", "很脏", "1天", "干净"]]
    text = "\n".join(",".join(line) for line in strange)
    answer = admin.post(at(row), {"file": SimpleUploadedFile("部件.csv", text.encode())})
    assert not answer.context["may_bring"]
    named = {"column.0.code": "0", "column.0.condition": "1", "column.0.limit": "2", "column.0.closing": "3"}
    again = admin.post(at(row), {"cells": answer.context["cells"], **named})
    assert again.context["may_bring"]


def test_what_is_no_file_is_refused(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    assert admin.post(at(row), {"file": SimpleUploadedFile("a.xlsx", b"nothing")}).status_code == 422
    assert admin.post(at(row), {}).status_code == 422


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        ("１天", (1, "work_day", "")),
        ("2　紧急工作时", (2, "urgent_hour", "")),
        ("十五个工作日", (15, "work_day", "")),
        ("二十四小时内", (24, "work_hour", "")),
        ("24h", (24, "work_hour", "")),
        ("1.5小时", None),
        ("1～2天", None),
        ("一至两天", None),
        ("两天半", None),
        ("五六天", None),
        ("半天", None),
        ("尽快", None),
    ],
)
def test_a_limit_is_never_guessed(said: str, limit: tuple[int, str, str] | None) -> None:
    assert limit_of(said, Units()) == limit


def _ugly() -> bytes:
    """As they come: a title, headings over two rows, merged cells, wide digits, notes, a hidden sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "部件"
    sheet["A1"] = "附件1：部件立案、处置和结案标准（征求意见稿）"
    sheet.merge_cells("A1:F1")
    for column, head in enumerate(HEADS, start=1):
        sheet.cell(2, column, head)
        sheet.merge_cells(start_row=2, start_column=column, end_row=3, end_column=column)
    rows: tuple[tuple[object, ...], ...] = (
        ("０３", "０５", "垃 圾 箱", "箱体破损", "１天", "修复"),
        (None, None, None, "满溢", "2 紧急工作时", None),
        ("小计", None, None, None, None, None),
        ("注：满足其一即可", None, None, None, None, None),
        HEADS,
        (None, None, None, "脏污，\n有异味", "四小时", "清洗"),
    )
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    for cells_ in ("A4:A5", "B4:B5", "C4:C5", "F4:F5", "A7:F7"):
        sheet.merge_cells(cells_)
    old = book.create_sheet("旧版（勿用）")
    old.sheet_state = "hidden"
    for number, row in enumerate((HEADS, ("3", "5", "垃圾箱", "箱体破损", "30天", "修好")), start=1):
        for column, value in enumerate(row, start=1):
            old.cell(number, column, value)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


HEADS = ("大类\n代码", "小类\n代码", "小类名称", "立案条件", "处 置 时 限", "结案条件")


def test_a_table_as_ugly_as_they_come_is_read() -> None:
    sheets = cells.taken_up(cells.carried(cells.read("标准.xlsx", _ugly())))
    assert [(one.name, one.hidden) for one in sheets] == [("部件", False), ("旧版（勿用）", True)]
    layout = columns.guessed(sheets[0])
    reading = standards.read([(sheets[0], layout)], shipped_categories("event"), Units())
    assert (reading.bad, reading.unknown) == ((), ())
    assert [(one.code, one.condition, one.amount, one.unit, one.closing) for one in reading.standards] == [
        ("010305", "箱体破损", 1, "work_day", "修复"),
        ("010305", "满溢", 2, "urgent_hour", "修复"),
        ("010305", "脏污，有异味", 4, "work_hour", "清洗"),
    ]
