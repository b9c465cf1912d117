"""What becomes of a sheet of paper, and how two typings of it are compared. Pure."""

from collections.abc import Mapping, Sequence
from typing import Literal

State = Literal["printed", "collected", "typed", "differing", "checked", "lost"]
STATES: tuple[State, ...] = ("printed", "collected", "typed", "differing", "checked", "lost")
# For whom a sheet is: a household with all who live in it, else what stands behind a door.
SUBJECTS = ("household", "dwelling", "establishment")
Step = Literal["collect", "type", "settle", "lose"]
# In which states a step may be taken.
WHEN: Mapping[str, frozenset[str]] = {
    "collect": frozenset({"printed"}),
    "type": frozenset({"collected", "typed"}),
    "settle": frozenset({"differing"}),
    "lose": frozenset({"printed", "collected", "typed", "differing"}),
}
# Not in the registers yet, and not lost.
UNDER_WAY = WHEN["lose"]
# Sheets that are printed at once.
MOST = 100
Line = tuple[str, str, str]
Answers = Mapping[str, object]


def without(subject: str, lines: Sequence[Sequence[str]]) -> tuple[list[Sequence[str]], dict[str, str]]:
    """The lines about others, and under which number each of those stands now that the rest is gone."""
    left = [(str(order), line) for order, line in enumerate(lines) if line[1] != subject]
    return [line for _order, line in left], {order: str(now) for now, (order, _line) in enumerate(left)}


def differing(first: Answers, second: Answers) -> tuple[str, ...]:
    """The lines whose answers are not the same, in the order of the sheet; a blank is an answer, too."""
    lines = sorted({*first, *second}, key=int)
    return tuple(line for line in lines if first.get(line) != second.get(line))


def settled(first: Answers, second: Answers, chosen: Mapping[str, str]) -> dict[str, object]:
    """The answers after a third look: `chosen` says for each line that differs first, second or neither."""
    taken = dict(first)
    for line, which in chosen.items():
        taken.pop(line, None)
        source = {"first": first, "second": second}.get(which, {})
        if line in source:
            taken[line] = source[line]
    return taken
