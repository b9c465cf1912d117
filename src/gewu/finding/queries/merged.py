"""What some chosen cases have in common: the moves each offers, and one form for those that ask the same."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from gewu.cases import queries as cases
from gewu.cases.queries import CaseRow, OfferedMove, Offers
from gewu.kernel.access import Actor

OFFICES = ("organisation", "helper", "suggested")


@dataclass(frozen=True, slots=True)
class Common:
    """A move that some of the chosen cases offer."""

    move: OfferedMove
    type_key: str
    count: int


@dataclass(frozen=True, slots=True)
class Together:
    """The cases that can be moved with one form, the form, and those that cannot."""

    move: OfferedMove
    type_key: str
    rows: tuple[CaseRow, ...]
    others: tuple[CaseRow, ...]


def chosen_cases(actor: Actor, ids: Sequence[UUID]) -> tuple[Offers, ...]:
    """The chosen cases the actor sees, with what each offers."""
    return cases.offers_among(actor, ids)


def common_moves(offers: Sequence[Offers]) -> tuple[Common, ...]:
    """Every move on offer with how many cases offer it; what most can do comes first."""
    counts = Counter(move.name for one in offers for move in one.moves)
    first = {move.name: (move, one.row.type) for one in reversed(offers) for move in one.moves}
    return tuple(Common(*first[name], count) for name, count in counts.most_common())


def together(offers: Sequence[Offers], name: str) -> Together | None:
    """The largest number of cases that the move asks the same of; None if no case offers it."""
    asked: dict[str, list[tuple[CaseRow, OfferedMove]]] = {}
    for one in offers:
        for move in one.moves:
            if move.name == name:
                asked.setdefault(_signature(one.row, move), []).append((one.row, move))
    if not asked:
        return None
    most = max(asked.values(), key=len)
    rows = tuple(row for row, _move in most)
    taken = {row.id for row in rows}
    others = tuple(one.row for one in offers if one.row.id not in taken)
    return Together(_shared([move for _row, move in most]), rows[0].type, rows, others)


def _signature(row: CaseRow, move: OfferedMove) -> str:
    """What the form asks, but for the offices: a case is never given to the one it lies in already."""
    properties: Mapping[str, Any] = move.schema["properties"]  # type: ignore[assignment] # an object schema of ours
    plain = {key: value for key, value in properties.items() if key not in OFFICES}
    return json.dumps([row.type, sorted(properties), plain], sort_keys=True, default=str)


def _shared(moves: Sequence[OfferedMove]) -> OfferedMove:
    """One form for all: only offices that every case can be given to."""
    properties: dict[str, Any] = dict(moves[0].schema["properties"])  # type: ignore[arg-type] # likewise
    for answer in properties.keys() & set(OFFICES):
        properties[answer] = {**properties[answer], "oneOf": _everywhere(moves, answer)}
    return replace(moves[0], schema={**moves[0].schema, "properties": properties})


def _everywhere(moves: Sequence[OfferedMove], answer: str) -> list[dict[str, str]]:
    named = [_offices(move, answer) for move in moves]
    common = set.intersection(*(set(one) for one in named))
    return [{"const": office, "title": title} for office, title in named[0].items() if office in common]


def _offices(move: OfferedMove, answer: str) -> dict[str, str]:
    properties: Any = move.schema["properties"]
    return {str(one["const"]): str(one["title"]) for one in properties[answer].get("oneOf", ())}
