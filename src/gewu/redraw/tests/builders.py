"""Towns that are redrawn: a made-up one of squares for rules, the tiny town for commands."""

from collections.abc import Iterator

from shapely import LineString, box

from gewu.cases.tests.builders import Cast, a_cast
from gewu.kernel.access import Actor
from gewu.places.testing import NORTH, SOUTH, TOWNSHIP
from gewu.redraw import commands
from gewu.redraw.cut import Cut, Group, Piece
from gewu.redraw.edits import fresh_keys
from gewu.redraw.models import Draft

__all__ = ["A1", "A2", "B1", "B2", "Cast", "a_cast", "a_draft", "across", "fresh", "squares"]

A1, A2, B1, B2 = NORTH + "011", NORTH + "012", SOUTH + "011", SOUTH + "012"
SIDE = 0.002
WEST, NORTH_EDGE = 117.7, 34.8


def squares(columns: int = 4, rows: int = 4) -> Cut:
    """A chess-board: the northern half is one community, the southern another; two groups in each."""
    pieces, groups = {}, {}
    for row in range(rows):
        for column in range(columns):
            home = "370402999001" if row < rows // 2 else "370402999002"
            group = f"{home}0{1 + (column >= columns // 2)}0"
            key = f"{group[:-1]}{1 + row % 2 * columns + column}"
            west, north = WEST + column * SIDE, NORTH_EDGE - row * SIDE
            ground = box(round(west, 6), round(north - SIDE, 6), round(west + SIDE, 6), round(north, 6))
            pieces[key] = Piece(key, ground, group, "unit")
            groups[group] = Group(group, home, "foundation")
    return Cut(pieces, groups)


def fresh(step: int = 1) -> Iterator[str]:
    return fresh_keys(step)


def across(cut: Cut, key: str) -> LineString:
    """From north to south through the middle of a piece, and over its borders."""
    middle = cut.pieces[key].ground.centroid
    return LineString([(middle.x, middle.y + SIDE), (middle.x, middle.y - SIDE)])


def a_draft(cast: Cast, *, by: Actor | None = None, title: str = "小龙社区拆分") -> Draft:
    return commands.begin(township=TOWNSHIP, title=title, actor=by or cast.admin)


def drawn(row: Draft, edit: dict[str, object], by: Actor) -> Draft:
    """One more step, seen as the draft stands."""
    seen = Draft.objects.one(row.id).version
    return commands.draw(draft_id=row.id, edit=edit, seen_version=seen, actor=by)


def down_the_middle(key: str = A1) -> dict[str, object]:
    """The western half of A1 from its eastern one: buildings 1 and 2 stand apart then."""
    return {"kind": "split", "key": key, "line": [[117.70045, 34.803], [117.70045, 34.8005]]}
