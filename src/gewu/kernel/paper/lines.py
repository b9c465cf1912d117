"""Breaking text into lines: Chinese after any character, Latin words and numbers whole where they fit."""

import re
from collections.abc import Callable, Iterator

# What must not begin a line, and what must not end one (GB/T 15834 标点符号用法).
CLOSING = "，。、；：？！）》〉】」』”’…—·,.;:?!)]}%"
OPENING = "（《〈【「『“‘([{"
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_OPEN, _CLOSE = re.escape(OPENING), re.escape(CLOSING)
_PIECE = re.compile(rf"\s+|[{_OPEN}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPEN}]+)[{_CLOSE}]*|[{_OPEN}]+")

Measure = Callable[[str], float]


def broken(text: str, width: float, measure: Measure) -> list[str]:
    """The lines of a text, none wider than `width` (in the unit of `measure`); an empty line stays one."""
    return [line for paragraph in text.splitlines() or [""] for line in _lines(paragraph, width, measure)]


def shortened(text: str, width: float, measure: Measure) -> str:
    """The text on one line, its end cut off with a sign where it is too long."""
    if measure(text) <= width:
        return text
    return next(
        (f"{text[:end]}…" for end in range(len(text), 0, -1) if measure(f"{text[:end]}…") <= width), ""
    )


def _lines(paragraph: str, width: float, measure: Measure) -> Iterator[str]:
    line, wide = "", 0.0
    for piece in _pieces(paragraph, width, measure):
        more = measure(piece)
        if line and not piece.isspace() and wide + more > width:
            yield line.rstrip()
            line, wide = "", 0.0
        if line or not piece.isspace():
            line, wide = line + piece, wide + more
    yield line.rstrip()


def _pieces(paragraph: str, width: float, measure: Measure) -> Iterator[str]:
    """What stays together, but for what fits on no line: that goes character by character."""
    for piece in _PIECE.findall(paragraph):
        if measure(piece) > width:
            yield from piece
        else:
            yield piece
