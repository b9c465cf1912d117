"""What became of what: whose ground went where. Pure."""

from shapely import STRtree

from gewu.redraw.cut import Cut, Piece
from gewu.redraw.rules import touched

HAIR_METRES = 2.0


def lineage(base: Cut, cut: Cut) -> dict[tuple[str, str], str]:
    """(old key, new key) → how its ground got there, for everything that gave ground to another."""
    changed = touched(base, cut)
    after = [cut.pieces[key] for key in sorted(changed) if key in cut.pieces]
    tree = STRtree([new.ground for new in after])
    found: dict[tuple[str, str], str] = {}
    for old in (base.pieces[key] for key in sorted(changed) if key in base.pieces):
        near = [after[index] for index in sorted(tree.query(old.ground, predicate="intersects").tolist())]
        heirs = [new for new in near if new.key != old.key and _takes(cut, old, new)]
        for new in heirs:
            found[(old.key, new.key)] = _kind(old, new, heirs, cut)
    return found | _groups(base, cut, found)


def _takes(cut: Cut, old: Piece, new: Piece) -> bool:
    return cut.flat.wider(new.ground.intersection(old.ground), HAIR_METRES)


def _kind(old: Piece, new: Piece, heirs: list[Piece], cut: Cut) -> str:
    if old.key in cut.pieces:
        return "carve" if new.is_new else "shift"
    return "split" if len(heirs) > 1 else "merge"


def _groups(base: Cut, cut: Cut, found: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """A group that ended lives on in those above what became of its pieces."""
    kinds: dict[tuple[str, str], str] = {}
    for group in base.groups.keys() - cut.groups.keys():
        inside = [key for key, piece in base.pieces.items() if piece.parent == group]
        heirs = [key for key in inside if key in cut.pieces] + [new for old, new in found if old in inside]
        above = {cut.pieces[heir].parent for heir in heirs} & cut.groups.keys()
        kinds |= {(group, one): "split" if len(above) > 1 else "merge" for one in above}
    return kinds
