"""Workbooks on their way out: every cell a text; who took it and what for stands in the first line."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from gewu.kernel.exports import as_csv, safe_cell

LONGEST_CELL = 32_000
# As the format numbers papers.
A4 = 9
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# What is printed is drawn by a page; its digest is that of the same rows as text.
MEDIA = {"xlsx": XLSX, "csv": CSV, "html": CSV}


@dataclass(frozen=True, slots=True)
class Watermark:
    """Who took the table away, when, and for what."""

    who: str
    when: datetime
    purpose: str
    reason: str = ""

    @property
    def line(self) -> str:
        said = _("Gewu export · %(who)s · %(when)s · for: %(purpose)s") % {
            "who": self.who,
            "when": f"{localtime(self.when):%Y-%m-%d %H:%M}",
            "purpose": self._why,
        }
        return " · ".join([said, _("Only for this purpose; do not pass on.")])

    @property
    def _why(self) -> str:
        said = {"purpose": self.purpose, "reason": self.reason}
        return _("%(purpose)s (%(reason)s)") % said if self.reason else self.purpose


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, headings and rows."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]


def written(form: str, mark: Watermark, *pages: Page) -> bytes:
    """The whole file; CSV has the first page alone. No cell of it is ever a formula."""
    if form in {"csv", "html"}:
        return as_csv([mark.line], [pages[0].header, *pages[0].rows]).encode()
    book = Workbook(write_only=True)
    for page in pages:
        _sheet(book, page, mark)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, page: Page, mark: Watermark) -> None:
    sheet = book.create_sheet(page.name[:31])
    sheet.freeze_panes = "A3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "2:2"
    for number in range(min(len(page.header), 26)):
        sheet.column_dimensions[chr(ord("A") + number)].width = 18
    # & begins a code in what stands above and below a page.
    sheet.oddHeader.center.text = sheet.oddFooter.left.text = mark.line.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"
    sheet.append([_cell(sheet, mark.line, Font(bold=True, color="B8321F"))])
    sheet.append([_cell(sheet, name, Font(bold=True)) for name in page.header])
    for row in page.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: object, font: Font | None = None) -> WriteOnlyCell:
    """Always a text: an apostrophe before what looks like a formula, and the type of the cell, say so."""
    cell = WriteOnlyCell(sheet, value=_text(value))
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    elif len(str(value)) > 30:
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _text(value: object) -> str:
    kept = safe_cell(value)[:LONGEST_CELL]
    # What XML cannot hold was never let in as words, but a file must not fail for it.
    return "".join(c for c in kept if c in "\n\t" or c >= " ")
