"""Drawing on paper to be hung up: millimetres, a font with Chinese, corners, codes and portraits."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import segno
from fpdf import FPDF
from fpdf.enums import TextMode
from PIL import Image

from gewu.kernel import clock, files
from gewu.kernel.paper.fonts import chinese_font
from gewu.kernel.paper.lines import broken, shortened

FAMILY = "zh"
POINTS = 72 / 25.4
Colour = tuple[int, int, int]
INK, GREY, PALE, RULE = (24, 37, 46), (92, 105, 112), (241, 246, 245), (206, 216, 214)
TEAL, DEEP, MIST, WHITE = (11, 110, 127), (7, 66, 79), (219, 236, 238), (255, 255, 255)
CLAY, SAND = (190, 78, 38), (251, 246, 236)
Align = Literal["left", "centre", "right"]
PORTRAIT = 320


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres from the upper left corner of the page."""

    x: float
    y: float
    w: float
    h: float

    def inset(self, by: float) -> "Box":
        return Box(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h


class Sheet(FPDF):
    """Pages without margins: everything is put where it belongs."""

    def __init__(self, *, title: str, size: tuple[float, float], language: str) -> None:
        super().__init__(unit="mm", format=size)
        font = chinese_font()
        self.add_font(FAMILY, fname=str(font.path), collection_font_number=font.number or 0)
        self.set_margins(0, 0)
        self.c_margin = 0
        self.set_auto_page_break(False)
        self.set_title(title)
        self.set_lang("en" if language.startswith("en") else "zh-CN")
        self.set_creator("Gewu")
        self.set_creation_date(clock.now())
        self._widths: dict[tuple[float, str], float] = {}

    def fill(self, box: Box, colour: Colour, *, round_by: float = 0.0, border: Colour | None = None) -> None:
        """A filled rectangle, with round corners if asked."""
        self.set_fill_color(*colour)
        self.set_draw_color(*(border or colour))
        style = "DF" if border else "F"
        if round_by:
            self.rect(box.x, box.y, box.w, box.h, style=style, round_corners=True, corner_radius=round_by)
        else:
            self.rect(box.x, box.y, box.w, box.h, style=style)

    def listed(self, names: Sequence[str]) -> str:
        """Names one after the other, as the language of the paper does it."""
        return (", " if self.lang == "en" else "、").join(names)

    def rule(self, x: float, y: float, w: float, colour: Colour = RULE, width: float = 0.25) -> None:
        self.set_draw_color(*colour)
        self.set_line_width(width)
        self.line(x, y, x + w, y)

    def say(  # noqa: PLR0913 - how words look is said by name, each with a plain default
        self,
        text: str,
        box: Box,
        size: float,
        *,
        colour: Colour = INK,
        align: Align = "left",
        heavy: bool = False,
        lines: int = 1,
        lead: float = 1.34,
    ) -> float:
        """Words in a box, `size` being the height of the letters in millimetres; the y below the last line.

        What does not fit in so many lines is cut off with a sign; a single line shrinks first, by a third.
        """
        size = self._shrunk(text, box.w, size) if lines == 1 else size
        self._letters(size, colour)
        found = broken(text, box.w - 0.05, self._measured)
        if len(found) > lines:
            rest = "".join(found[lines - 1 :]) if lines > 1 else text
            found = [*found[: lines - 1], shortened(rest, box.w, self._measured)]
        y = box.y
        for line in found:
            self._line(line, box, y, size, align, heavy, colour)
            y += size * lead
        return y

    def height_of(self, text: str, width: float, size: float, *, lines: int, lead: float = 1.34) -> float:
        """How high these words will be."""
        self._letters(size, INK)
        return min(lines, len(broken(text, width - 0.05, self._measured))) * size * lead

    def width_of(self, text: str, size: float) -> float:
        self._letters(size, INK)
        return self._measured(text)

    def code(self, address: str, box: Box, *, colour: Colour = INK) -> None:
        """A QR code drawn as what it is, squares: sharp at any size."""
        rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
        side = box.w / len(rows)
        self.set_fill_color(*colour)
        for y, row in enumerate(rows):
            for start, end in _runs(row):
                # A hair wider, so that no white line shows between two squares.
                self.rect(
                    box.x + start * side,
                    box.y + y * side,
                    (end - start) * side + 0.01,
                    side + 0.01,
                    style="F",
                )

    def portrait(self, content: BytesIO | None, initials: str, box: Box, *, ring: Colour = WHITE) -> None:
        """A round photo, or the initials of who agreed to none."""
        self.set_fill_color(*MIST)
        self.ellipse(box.x, box.y, box.w, box.w, style="F")
        if content is None:
            size = box.w * (0.42 if len(initials) == 1 else 0.32)
            middle = Box(box.x, box.y + box.w / 2 - size * 0.62, box.w, size)
            self.say(initials, middle, size, colour=TEAL, align="centre", heavy=True)
        else:
            with self.round_clip(box.x, box.y, box.w):
                self.image(_square(content), x=box.x, y=box.y, w=box.w, h=box.w)
        self.set_draw_color(*ring)
        self.set_line_width(box.w * 0.028)
        self.ellipse(box.x, box.y, box.w, box.w, style="D")

    @contextmanager
    def dashed(self, dash: float, gap: float) -> Iterator[None]:
        self.set_dash_pattern(dash, gap)
        try:
            yield
        finally:
            self.set_dash_pattern()

    def _line(
        self, line: str, box: Box, y: float, size: float, align: Align, heavy: bool, colour: Colour
    ) -> None:
        wide = self._measured(line)
        x = {"left": box.x, "centre": box.x + (box.w - wide) / 2, "right": box.right - wide}[align]
        baseline = y + size * 0.88
        if not heavy:
            self.text(x, baseline, line)
            return
        # One weight is in the font: the outline of the letters is drawn as well.
        self.set_line_width(size * 0.028)
        with self.local_context(
            text_mode=TextMode.FILL_STROKE, line_width=size * 0.028, draw_color=colour, text_color=colour
        ):
            self.text(x, baseline, line)

    def _shrunk(self, text: str, width: float, size: float) -> float:
        self._letters(size, INK)
        wide = self._measured(text)
        return size if wide <= width else max(size * width / wide * 0.995, size * 0.66)

    def _letters(self, size: float, colour: Colour) -> None:
        self.set_font(FAMILY, size=size * POINTS)
        self.set_text_color(*colour)

    def _measured(self, text: str) -> float:
        key = (round(self.font_size_pt, 2), text)
        if key not in self._widths:
            self._widths[key] = float(self.get_string_width(text))
        return self._widths[key]


def picture_of(photo: object) -> BytesIO | None:
    """The content of a work photo, or None where it cannot be read: a card is printed all the same."""
    if photo is None:
        return None
    row = files.File.objects.one(photo)  # type: ignore[arg-type] # the id of a file
    try:
        with files.open_thumbnail(row, PORTRAIT) as stored:
            content = BytesIO(stored.read())
        with Image.open(content, formats=["JPEG"]) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return BytesIO(content.getvalue())


def rotated(degrees: float) -> float:
    """The same direction, but so that words along it are read from the left."""
    turned = (degrees + 90) % 180 - 90
    return turned if math.isfinite(turned) else 0.0


def _square(content: BytesIO) -> Image.Image:
    """The upper middle of a picture, as wide as high: there the face is."""
    content.seek(0)
    with Image.open(content) as picture:
        side = min(picture.size)
        left = (picture.width - side) // 2
        top = max(0, min((picture.height - side) // 4, picture.height - side))
        return picture.convert("RGB").crop((left, top, left + side, top + side))


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where dark squares begin and end."""
    start = None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x
            start = None
