"""Where the headings stand, what each column seems to be, and which rows are about the table, not of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from gewu.exchange.reading.book import DAY, Raw
from gewu.exchange.reading.cells import Reader, blank
from gewu.exchange.reading.folding import folded

HEADER_ROWS = 20
SAMPLE = 60
LONGEST_HEADING = 40
# Lines below or between that say something about the table.
_NOTES = re.compile(
    r"\s*(注[:：]|备注[:：]|说明[:：]|合\s*计|小\s*计|总\s*计|填表人|制表|审核人|填报单位|联系人[:：]|total\b)",
    re.IGNORECASE,
)
# A kind is believed when this share of the filled cells of a column can be read as it.
BELIEVED = 0.8


@dataclass(frozen=True, slots=True)
class Heading:
    """What a target goes by in the first line: its words, and how its cells are read."""

    key: str
    words: tuple[str, ...]
    reader: Reader
    telling: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The row of the headings (from nought), how many rows they take, and their words."""

    header: int
    depth: int
    headings: tuple[str, ...]

    @property
    def first(self) -> int:
        """The first row below the headings."""
        return self.header + self.depth

    @property
    def shape(self) -> str:
        """The same for tables of one form, whoever fills them."""
        return sha256("\n".join(folded(one) for one in self.headings).encode()).hexdigest()[:32]


def found(rows: Sequence[Sequence[Raw]], known: Mapping[str, str]) -> Layout | None:
    """The row with the most headings we know, alone or with the row below; None when there is none.

    `known` maps folded headings to targets. Titles above the table have one cell, or one text in all cells.
    """
    best: tuple[int, int, int] = (0, 0, 0)
    for number in range(min(len(rows), HEADER_ROWS)):
        for depth in (1, 2):
            if number + depth > len(rows):
                continue
            points = score(_joined(rows, number, depth), known)
            # Of two that say as much the one of a single row: what stands above it is a title.
            best = max(best, (points, -depth, -number))
    if best[0] < 2 and not _lone_column(rows, known):
        return None
    header, depth = (-best[2], -best[1]) if best[0] else (0, 1)
    return Layout(header, depth, tuple(_joined(rows, header, depth)))


def laid(rows: Sequence[Sequence[Raw]], header: int, depth: int = 1) -> Layout:
    """The layout with the headings where a person says they are."""
    return Layout(header, depth, tuple(_joined(rows, header, depth)))


def _lone_column(rows: Sequence[Sequence[Raw]], known: Mapping[str, str]) -> bool:
    return bool(rows) and len(rows[0]) == 1 and folded(str(rows[0][0])) in known


def _joined(rows: Sequence[Sequence[Raw]], number: int, depth: int) -> list[str]:
    """Headings of one row, or of two: 户籍地址 above 门牌 becomes 户籍地址门牌 unless both say the same."""
    top = [_said(cell) for cell in rows[number]]
    if depth == 1:
        return top
    below = [_said(cell) for cell in rows[number + 1]]
    width = max(len(top), len(below))
    top += [""] * (width - len(top))
    below += [""] * (width - len(below))
    return [upper if upper == lower else upper + lower for upper, lower in zip(top, below, strict=True)]


def _said(cell: Raw) -> str:
    return "" if cell is None else str(cell).removeprefix(DAY).replace("\n", "")[:LONGEST_HEADING]


def score(headings: Sequence[str], known: Mapping[str, str]) -> int:
    """How many different targets the headings name."""
    return len({known[one] for heading in headings if (one := folded(heading)) in known})


def guessed(layout: Layout, sample: Sequence[Sequence[Raw]], targets: Sequence[Heading]) -> dict[int, str]:
    """Which column is which target: by the words of its heading, then by what its cells can be read as."""
    exact = {folded(word): one.key for one in reversed(targets) for word in one.words}
    columns: dict[int, str] = {}
    for column, heading in enumerate(layout.headings):
        key = exact.get(folded(heading))
        if key and key not in columns.values():
            columns[column] = key
    _by_part(layout, targets, columns)
    _by_values(sample, targets, columns, len(layout.headings))
    return dict(sorted(columns.items()))


def _by_part(layout: Layout, targets: Sequence[Heading], columns: dict[int, str]) -> None:
    """A heading that holds the words of exactly one target still free: 本人联系电话 is 联系电话."""
    for column, heading in enumerate(layout.headings):
        said = folded(heading)
        if column in columns or not said:
            continue
        fits = {
            one.key
            for one in targets
            if one.key not in columns.values()
            and any(len(folded(word)) >= 3 and folded(word) in said for word in one.words)
        }
        if len(fits) == 1:
            columns[column] = fits.pop()


def _by_values(
    sample: Sequence[Sequence[Raw]], targets: Sequence[Heading], columns: dict[int, str], width: int
) -> None:
    """Columns under a strange heading whose cells can be nothing else: identity numbers, phones."""
    for column in range(width):
        if column in columns:
            continue
        cells = [row[column] for row in sample if column < len(row) and not blank(row[column])]
        for one in targets:
            if one.telling and cells and one.key not in columns.values() and _fits(cells, one):
                columns[column] = one.key
                break


def _fits(cells: Sequence[Raw], target: Heading) -> bool:
    return sum(not target.reader(cell).wrong for cell in cells) >= max(2, BELIEVED * len(cells))


def is_row(cells: Sequence[Raw], headings: Sequence[str]) -> bool:
    """Whether a line is a row of the table: not blank, no note, no sum, not the headings over again."""
    filled = [cell for cell in cells if cell is not None]
    if not filled:
        return False
    first = str(filled[0])
    if _NOTES.match(first):
        return False
    if (
        len(headings) > 2
        and len({str(cell) for cell in filled}) == 1
        and (len(filled) > 2 or len(first) > 12)
    ):
        return False
    repeated = sum(_said(cell) == heading for cell, heading in zip(cells, headings, strict=False) if heading)
    return repeated < max(2, len([one for one in headings if one]) // 2)
