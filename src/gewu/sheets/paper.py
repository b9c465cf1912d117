"""A sheet on A4: number and code at its head, what is known in print, boxes and lines for the rest."""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO

import segno
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from fpdf import FPDF

from gewu.kernel import clock
from gewu.kernel.paper.fonts import chinese_font
from gewu.kernel.paper.lines import shortened
from gewu.sheets.models import Sheet
from gewu.sheets.queries import Asked, Part

FAMILY, MARGIN, LABEL, KNOWN, ROW, NEXT, CODE = "zh", 16.0, 42.0, 48.0, 8.4, 5.2, 24.0
INK, GREY, TEAL, RULE = (28, 39, 51), (95, 105, 110), (11, 110, 127), (150, 160, 164)


def drawn(
    sheets: Iterable[tuple[Sheet, tuple[Part, ...]]], *, address: Callable[[Sheet], str], lang: str
) -> bytes:
    """The PDF of these sheets, each beginning on a page of its own; `address` is what its code leads to."""
    paper = Paper()
    for sheet, parts in sheets:
        paper.begin(sheet.number, address(sheet))
        for part in parts:
            paper.part(part, lang)
    written = BytesIO()
    paper.output(written)
    return written.getvalue()


class Paper(FPDF):
    """A4 with the number of the sheet at the head of every page."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        font = chinese_font()
        self.add_font(FAMILY, fname=str(font.path), collection_font_number=font.number or 0)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(False)
        self.set_creator("Gewu")
        self.set_creation_date(clock.now())
        self._number, self._address = "", ""

    def begin(self, number: str, address: str) -> None:
        self._number, self._address = number, address
        self._head()

    def part(self, part: Part, lang: str) -> None:
        """What is asked about one row, never begun at the very foot of a page."""
        self._room(3 * ROW)
        self.ln(3)
        self._ink(12, TEAL)
        self.cell(0, 7, shortened(f"{part.title}  {part.number}", self.epw, self.get_string_width))
        self.ln(8)
        for one in part.lines:
            self._line(one, lang)

    def _line(self, one: Asked, lang: str) -> None:
        left = MARGIN + 8 + LABEL + KNOWN
        self._ink(9, INK)
        boxes = list(self._boxes(one, lang, self.w - MARGIN - left))
        height = ROW + max(len(boxes) - 1, 0) * NEXT
        self._room(height)
        x, y = MARGIN, self.get_y()
        self._ink(8, GREY)
        self.set_xy(x, y)
        self.cell(8, ROW, str(int(one.line) + 1))
        self._ink(10, INK)
        self.cell(LABEL, ROW, shortened(one.field.said(lang), LABEL - 2, self.get_string_width))
        self.cell(KNOWN, ROW, shortened(one.known, KNOWN - 3, self.get_string_width))
        self._ink(9, INK)
        for order, said in enumerate(boxes):
            self.set_xy(left, y + order * NEXT)
            self.cell(0, ROW, said)
        self.set_draw_color(*RULE)
        self.line(left, y + height - 1, self.w - MARGIN, y + height - 1)
        self.set_xy(x, y + height)

    def _boxes(self, one: Asked, lang: str, width: float) -> Iterator[str]:
        """A box to tick for each choice, in as many lines as they need: none of them may be left out."""
        line = ""
        for choice in one.field.choices:
            box = f"□ {choice.said(lang)}"
            longer = f"{line}  {box}" if line else box
            if line and self.get_string_width(longer) > width:
                yield line
                longer = box
            line = longer
        if line:
            yield line

    def _head(self) -> None:
        self.add_page()
        self._code(self.w - MARGIN - CODE, MARGIN - 4)
        self._ink(17, INK)
        self.set_xy(MARGIN, MARGIN)
        self.cell(0, 8, _("Sheet to collect what is missing"))
        self.set_xy(MARGIN, MARGIN + 9)
        self._ink(13, INK)
        self.cell(0, 6, self._number)
        self.set_xy(MARGIN, MARGIN + 16)
        self._ink(8, GREY)
        day = localdate(clock.now()).isoformat()
        self.cell(0, 4, _("Printed %(day)s. Write only what is missing or has changed.") % {"day": day})
        self.set_xy(MARGIN, MARGIN + 21)
        self.cell(0, 4, _("Filled in on:") + " ______________    " + _("by:") + " ______________")
        self.set_xy(MARGIN, MARGIN + 26)

    def _room(self, height: float) -> None:
        if self.get_y() + height > self.h - MARGIN:
            self._head()

    def _code(self, x: float, y: float) -> None:
        rows = [list(row) for row in segno.make(self._address, error="m", micro=False).matrix]
        side = CODE / len(rows)
        self.set_fill_color(*INK)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    self.rect(x + across * side, y + down * side, side + 0.01, side + 0.01, style="F")

    def _ink(self, size: float, colour: tuple[int, int, int]) -> None:
        self.set_font(FAMILY, size=size)
        self.set_text_color(*colour)
