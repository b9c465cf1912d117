"""Where questions are asked: in the report and in steps; some must be answered, others may be."""

from collections.abc import Mapping
from typing import Any

from gewu.studio.document import FRAME, MOVES, Sections


def askers(sections: Sections) -> list[tuple[str, Mapping[str, Any]]]:
    """Everything that asks, by a name of its own: `report`, and steps as `3.dispatch`, since names recur."""
    report = ("report", sections[FRAME].get("report", {}))
    return [report, *((f"{number}.{move['name']}", move) for number, move in enumerate(sections[MOVES]))]


def asked_in(sections: Sections, name: str) -> dict[str, str]:
    """Where a question is asked: "report" and the names of moves → `needs` or `may`."""
    found: dict[str, str] = {}
    for where, piece in askers(sections):
        for how in ("needs", "may"):
            if name in piece.get(how, ()):
                found[where] = how
    return found


def asked_where(sections: Sections, key: str, wanted: Mapping[str, str]) -> Sections:
    """The sections with the question asked where it is wanted: `needs` or `may` by the names of `askers`."""
    report = sections[FRAME].get("report", {})
    moves = [
        asking(move, key, wanted.get(f"{number}.{move['name']}", ""))
        for number, move in enumerate(sections[MOVES])
    ]
    frame = sections[FRAME] | {"report": asking(report, key, wanted.get("report", ""))}
    return sections | {MOVES: moves, FRAME: frame}


def asking(piece: Mapping[str, Any], key: str, how: str) -> dict[str, Any]:
    """The piece with the question among those it `needs`, those it `may` ask, or "" among neither."""
    if how and key in piece.get(how, ()):
        return dict(piece)  # it stays where it stands among the others
    after = dict(piece)
    for name in ("needs", "may"):
        kept = [one for one in piece.get(name, ()) if one != key]
        kept += [key] if how == name else []
        if kept or name in piece:
            after[name] = kept
        if not kept:
            after.pop(name, None)
    return after
