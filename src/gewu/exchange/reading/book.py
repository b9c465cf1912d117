"""The sheets of a file as rows of plain values; merged cells say everywhere what their first cell says."""

import csv
import io
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from gewu.exchange.reading.limits import UTF_16, kind_of
from gewu.exchange.reading.refused import Unreadable

# As JSON has it; a day is its ISO text behind a mark, so that it is not taken for something typed.
Raw: TypeAlias = str | int | float | None
DAY = "\x01"
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, LONGEST = 300_000, 120, 60, 2000
SEPARATORS = (",", "\t", ";", "|")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, whether its maker hid it, and its size."""

    name: str
    hidden: bool
    rows: int
    columns: int
    merged: int


@dataclass(slots=True)
class Book:
    """A file that was opened. `rows(name)` reads a sheet row by row, from its first."""

    sheets: tuple[Sheet, ...]
    _open: Callable[[str], Iterator[list[Raw]]] = field(repr=False)

    @property
    def shown(self) -> tuple[Sheet, ...]:
        """The sheets that are read: not hidden, not empty."""
        return tuple(sheet for sheet in self.sheets if not sheet.hidden and sheet.rows)

    def rows(self, name: str) -> Iterator[list[Raw]]:
        """Every row of a sheet."""
        return self._open(name)


def opened(name: str, content: bytes) -> Book:
    """The book in a file's bytes, or Unreadable."""
    if kind_of(name, content) == "text":
        return _text_book(name, content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names[:MOST_SHEETS]
        hidden = {one.name for one in book.sheets_metadata if one.visible != SheetVisibleEnum.Visible}
        sheets = tuple(_sheet(book, one, one in hidden) for one in names)
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable("broken") from error
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable("empty")
    return Book(sheets, lambda sheet: _book_rows(book, sheet))


def _sheet(book: CalamineWorkbook, name: str, hidden: bool) -> Sheet:
    if hidden:
        return Sheet(name, hidden, 0, 0, 0)
    sheet = book.get_sheet_by_name(name)
    # One wrong cell far below or right makes a sheet look endless.
    height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    if height > MOST_ROWS:
        raise Unreadable("rows", sheet=name, rows=height, most=MOST_ROWS)
    return Sheet(name, hidden, height, width, len(sheet.merged_cell_ranges or ()))


def _book_rows(book: CalamineWorkbook, name: str) -> Iterator[list[Raw]]:
    sheet = book.get_sheet_by_name(name)
    first = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom, top + MOST_ROWS) + 1):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                first[row, column] = (top, left)
    held: dict[tuple[int, int], Raw] = {}
    # Leading blank rows are not given by the reader: rows are counted as the spreadsheet shows them.
    start = sheet.start
    skipped, shifted = start or (0, 0)
    for _blank in range(skipped):
        yield []
    for number, read in enumerate(sheet.iter_rows(), skipped):
        cells: list[Raw] = [*([None] * shifted), *(plain(cell) for cell in read[:MOST_COLUMNS])]
        yield _filled(cells, number, first, held) if first else cells


def _filled(
    cells: list[Raw],
    number: int,
    first: Mapping[tuple[int, int], tuple[int, int]],
    held: dict[tuple[int, int], Raw],
) -> list[Raw]:
    for column in range(len(cells)):
        source = first.get((number, column))
        if source is None:
            continue
        if source == (number, column):
            held[source] = cells[column]
        else:
            cells[column] = held.get(source)
    return cells


def plain(value: Any) -> Raw:
    """A cell as a plain value: whole numbers whole, days marked, everything else text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float) and math.isfinite(value):
        return int(value) if value == value // 1 and abs(value) < 1e18 else value
    if isinstance(value, date):
        # A moment is a day too: its hour is left out.
        return DAY + f"{value:%Y-%m-%d}"
    text = "" if value is None else str(value)
    text = text[:LONGEST].replace("\x00", "").replace(DAY, "").strip()
    return text or None


def _text_book(name: str, content: bytes) -> Book:
    text = _decoded(content)
    separator = max(
        SEPARATORS, key=lambda one: sum(line.count(one) for line in text[:20_000].splitlines()[:20])
    )
    rows = text.count("\n") + 1
    if rows > MOST_ROWS:
        raise Unreadable("rows", sheet=name, rows=rows, most=MOST_ROWS)
    title = name.rpartition(".")[0][:60] or "csv"
    sheet = Sheet(
        title, False, rows, min(text[:20_000].partition("\n")[0].count(separator) + 1, MOST_COLUMNS), 0
    )
    return Book((sheet,), lambda _sheet: _text_rows(text, separator))


def _text_rows(text: str, separator: str) -> Iterator[list[Raw]]:
    # One quote that is never closed must not swallow the rest of the file unseen.
    csv.field_size_limit(100_000)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            yield [plain(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Unreadable("broken") from error


def _decoded(content: bytes) -> str:
    if content.startswith(UTF_16):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise Unreadable("empty")
        if "\0" not in text:
            return text
    raise Unreadable("encoding")
