"""Sheets of text from an Excel, OpenDocument or CSV file."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

MOST_BYTES, MOST_UNPACKED = 2_000_000, 40_000_000
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, LONGEST = 4000, 30, 20, 500
# As a hidden field carries it from the dry run to the bringing in.
MOST_CARRIED = 1_500_000


class NoTable(ValueError):
    """This is no spreadsheet, or one too large."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text; rows and columns as in the file, from A1. `hidden`: whoever made it put it away."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False

    def at(self, row: int, column: int) -> str:
        """The text of a cell; blank outside."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""


def cell_name(sheet: str, row: int, column: int) -> str:
    """As a spreadsheet names it: 部件!B17."""
    letters, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{sheet}!{letters}{row + 1}"


def read(name: str, content: bytes) -> tuple[Sheet, ...]:
    """Every sheet with something in it, or NoTable."""
    if len(content) > MOST_BYTES:
        raise NoTable("large")
    sheets = (_csv(name, content),) if name.lower().endswith((".csv", ".txt", ".tsv")) else _book(content)
    found = tuple(sheet for sheet in sheets if any(any(row) for row in sheet.rows))
    if not found:
        raise NoTable("empty")
    return found


def _book(content: bytes) -> tuple[Sheet, ...]:
    _refuse_bomb(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(_sheet(book, name) for name in book.sheet_names[:MOST_SHEETS])
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as error:
        raise NoTable("unreadable") from error


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    rows = [
        [_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
    ]
    # What is merged is said in its first cell alone: every cell of it means the same.
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if left == right and bottom < len(rows):
            for row in range(top + 1, bottom + 1):
                rows[row][left] = rows[row][left] or rows[top][left]
    hidden = any(one.name == name and one.visible != SheetVisibleEnum.Visible for one in book.sheets_metadata)
    return Sheet(name, tuple(tuple(row[:MOST_COLUMNS]) for row in rows), hidden)


def _refuse_bomb(content: bytes) -> None:
    """A small zip may unpack to the size of a disk."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise NoTable("large")


def _csv(name: str, content: bytes) -> Sheet:
    text = _decoded(content)
    dialect = (
        "excel-tab" if text.partition("\n")[0].count("\t") > text.partition("\n")[0].count(",") else "excel"
    )
    try:
        rows = [
            tuple(_text(cell) for cell in row[:MOST_COLUMNS])
            for row in csv.reader(io.StringIO(text), dialect)
        ]
    except csv.Error as error:
        raise NoTable("unreadable") from error
    return Sheet(name.rpartition(".")[0][:40] or "csv", tuple(rows[:MOST_ROWS]))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoTable("unreadable")


def _text(value: Any) -> str:
    """A cell as text: numbers without the point that spreadsheets give them."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)[:LONGEST].replace("\x00", "").strip()


def carried(sheets: Sequence[Sheet]) -> str:
    """The sheets as one text, for the way from the dry run to the bringing in."""
    return json.dumps([[sheet.name, sheet.rows, sheet.hidden] for sheet in sheets], ensure_ascii=False)


def taken_up(text: str) -> tuple[Sheet, ...]:
    """What `carried` wrote, or NoTable."""
    try:
        found = json.loads(text if len(text) <= MOST_CARRIED else "")
        return tuple(
            Sheet(
                str(name)[:40],
                tuple(tuple(_text(cell) for cell in row[:MOST_COLUMNS]) for row in rows),
                hidden is True,
            )
            for name, rows, hidden in found[:MOST_SHEETS]
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise NoTable("unreadable") from error
