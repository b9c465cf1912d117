"""Drawing on A4: headings, lines of facts, photos, tables, a foot on every page. Millimetres throughout."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import segno
from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos

from gewu.kernel import clock
from gewu.kernel.paper.fonts import chinese_font
from gewu.kernel.paper.lines import broken, shortened

MARGIN, LINE, GAP = 18.0, 5.6, 3.0
LABEL_WIDTH, QR = 32.0, 26.0
BODY, SMALL, TINY, HEADING, TITLE = 10.0, 8.5, 7.0, 12.0, 17.0
INK, GREY, TEAL, RULE = (28, 39, 51), (95, 105, 110), (11, 110, 127), (205, 213, 210)
# So high that two photos and their heading fit on a page with the text around them.
PHOTO_HEIGHT = 62.0
PHOTO_ROW = PHOTO_HEIGHT + 8
FAMILY = "zh"
# Widths of parts and of the whole differ by less than this.
ROUNDING = 0.05


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo with the line under it; without a content, the words that stand in its place."""

    content: BinaryIO | None
    caption: str
    instead: str = ""


class Paper(FPDF):
    """A page with a foot: what it is on the left, the page and the number of pages on the right."""

    def __init__(self, *, foot: str, title: str, pages: str) -> None:
        super().__init__(format="A4")
        self._foot, self._pages = foot, pages
        # Chinese is measured character by character, and the same few thousand come again and again.
        self._widths: dict[tuple[float, str], float] = {}
        font = chinese_font()
        self.add_font(FAMILY, fname=str(font.path), collection_font_number=font.number or 0)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN + 4)
        self.set_title(title)
        self.set_lang("zh-CN")
        self.set_creator("Gewu")
        self.set_creation_date(clock.now())
        self.add_page()

    def footer(self) -> None:
        self.set_y(-MARGIN + 3)
        self._style(TINY, GREY)
        width = self.epw
        self.cell(width * 0.75, 4, self._fitting(self._foot, width * 0.75))
        self.cell(width * 0.25, 4, self._pages.format(page=self.page_no(), pages="{nb}"), align="R")

    def heading(self, text: str, *, before: float = 20.0) -> None:
        """A heading that stays with what follows it, which is so high at least."""
        self.keep(before)
        self.ln(GAP)
        self._style(HEADING, TEAL)
        self._text(text, LINE + 1)
        self.set_draw_color(*RULE)
        self.line(MARGIN, self.get_y(), MARGIN + self.epw, self.get_y())
        self.ln(1.5)

    def keep(self, height: float) -> None:
        """Begin a new page unless so much still fits on this one."""
        if self.get_y() + height > self.eph:
            self.add_page()

    def title_block(self, *, title: str, number: str, lines: Sequence[str], qr: str) -> None:
        """What it is, with a code at the right that leads to the public page."""
        top = self.get_y()
        self.image(_code(qr), x=self.w - MARGIN - QR, y=top, w=QR, h=QR)
        width = self.epw - QR - 4
        self._style(SMALL, GREY)
        self._text(number, LINE, width)
        self._style(TITLE, INK)
        self._text(title, 8.5, width)
        self._style(BODY, GREY)
        for line in lines:
            self._text(line, LINE, width)
        self.set_y(max(self.get_y(), top + QR) + 2)

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Label and value, line by line."""
        for label, value in rows:
            self.keep(0)
            top, page = self.get_y(), self.page
            self._style(BODY, GREY)
            self._text(label, LINE, LABEL_WIDTH)
            below = self.get_y()
            self.set_xy(MARGIN + LABEL_WIDTH, top)
            self._style(BODY, INK)
            self._text(value, LINE, self.epw - LABEL_WIDTH)
            if self.page == page:
                self.set_y(max(below, self.get_y()))

    def words(self, text: str, *, size: float = BODY, indent: float = 0.0) -> None:
        """A paragraph of somebody's words."""
        self._style(size, INK)
        self.set_x(MARGIN + indent)
        self._text(text, LINE, self.epw - indent)

    def note(self, text: str, *, indent: float = 0.0) -> None:
        """Something said in passing."""
        self._style(SMALL, GREY)
        self.set_x(MARGIN + indent)
        self._text(text, 4.6, self.epw - indent)

    def photos(self, pictures: Sequence[Shown]) -> None:
        """Two in a row, each with a line under it, none torn apart."""
        width = (self.epw - 6) / 2
        for place in range(0, len(pictures), 2):
            if self.get_y() + PHOTO_ROW > self.h - MARGIN - 4:
                self.add_page()
            top = self.get_y()
            for side, picture in enumerate(pictures[place : place + 2]):
                self._photo(picture, MARGIN + side * (width + 6), top, width)
            self.set_xy(MARGIN, top + PHOTO_HEIGHT + 6)

    def _photo(self, picture: Shown, left: float, top: float, width: float) -> None:
        if picture.content is not None:
            self.image(picture.content, x=left, y=top, w=width, h=PHOTO_HEIGHT, keep_aspect_ratio=True)
        else:
            self.set_draw_color(*RULE)
            self.rect(left, top, width, PHOTO_HEIGHT)
            self._style(SMALL, GREY)
            self.set_xy(left, top + PHOTO_HEIGHT / 2 - LINE)
            self._text(picture.instead, LINE, width, align="C")
        self._style(TINY, GREY)
        self.set_xy(left, top + PHOTO_HEIGHT + 0.5)
        self.cell(width, 4, self._fitting(picture.caption, width), align="C")

    def fine_table(self, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Small lines in columns: for hashes and moments."""
        self._style(TINY, INK)
        for row in rows:
            if self.get_y() > self.h - MARGIN - 9:
                self.add_page()
                self._style(TINY, INK)
            for text, width in zip(row, widths, strict=True):
                self.cell(width, 4, self._fitting(text, width))
            self.ln(4)

    def _text(self, text: str, height: float, width: float = 0.0, align: str = "L") -> None:
        lines = broken(text, (width or self.epw) - 2 * self.c_margin - ROUNDING, self._measured)
        self.multi_cell(
            width,
            height,
            "\n".join(lines),
            align=align,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
            wrapmode=WrapMode.CHAR,
        )

    def _fitting(self, text: str, width: float) -> str:
        return shortened(text, width - 2 * self.c_margin, self._measured)

    def _measured(self, text: str) -> float:
        key = (self.font_size_pt, text)
        if key not in self._widths:
            self._widths[key] = float(self.get_string_width(text))
        return self._widths[key]

    def _style(self, size: float, colour: tuple[int, int, int]) -> None:
        self.set_font(FAMILY, size=size)
        self.set_text_color(*colour)


def _code(address: str) -> BytesIO:
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="png", scale=6, border=0)
    return drawn
