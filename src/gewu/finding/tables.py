"""A table as a file of a spreadsheet, under a line that says who took it, when and for what."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from gewu.finding.queries.listed import header
from gewu.kernel.exports import as_csv, safe_cell

WIDTHS = (19, 14, 60, 16, 24, 14, 12, 18, 17, 17, 8, 8, 8)
LONGEST_CELL = 32_000
# As the format numbers papers.
A4 = 9


@dataclass(frozen=True, slots=True)
class Watermark:
    """Who took the list away, when, and for what."""

    who: str
    when: datetime
    purpose: str
    reason: str

    @property
    def line(self) -> str:
        """The first line of the file, and what stands at the top and foot of each printed page."""
        said = _("Gewu export · %(who)s · %(when)s · for: %(purpose)s") % {
            "who": self.who,
            "when": f"{localtime(self.when):%Y-%m-%d %H:%M}",
            "purpose": f"{self.purpose} ({self.reason})" if self.reason else self.purpose,
        }
        return " · ".join([said, _("Only for this purpose; do not pass on.")])


def written(form: str, mark: Watermark, lines: Iterable[Sequence[object]]) -> bytes:
    """The whole file. No cell of it is ever a formula."""
    # Read before a sheet is begun: a refusal half way leaves nothing open.
    read = list(lines)
    return _workbook(mark, read) if form == "xlsx" else _plain(mark, read)


def _plain(mark: Watermark, lines: Iterable[Sequence[object]]) -> bytes:
    return as_csv([mark.line], [header(), *lines]).encode()


def _workbook(mark: Watermark, lines: Iterable[Sequence[object]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Cases"))
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.freeze_panes = "A3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "2:2"
    # & begins a code in what stands above and below a page.
    sheet.oddHeader.center.text = sheet.oddFooter.left.text = mark.line.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"
    sheet.append([_cell(sheet, mark.line, Font(bold=True, color="B8321F"))])
    sheet.append([_cell(sheet, name, Font(bold=True)) for name in header()])
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, value: object, font: Font | None = None) -> WriteOnlyCell:
    """Always a text: an apostrophe before what looks like a formula, and the type of the cell, say so."""
    cell = WriteOnlyCell(sheet, value=_text(value))
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    else:
        cell.alignment = Alignment(vertical="top", wrap_text=len(str(value)) > 30)
    return cell


def _text(value: object) -> str:
    kept = safe_cell(value)[:LONGEST_CELL]
    # What XML cannot hold was never let in as words, but a file must not fail for it.
    return "".join(c for c in kept if c in "\n\t" or c >= " ")
