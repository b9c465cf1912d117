"""What is kept of a table of one month: its columns as they were then, its rows by number, or its counts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any
from uuid import UUID

from gewu.exchange.models import Edition


@dataclass(frozen=True, slots=True)
class Kept:
    """`lines` are values by the number of their record, in the order of the columns; `counts` by answer."""

    columns: tuple[tuple[str, str], ...]
    count_by: str
    lines: Mapping[str, Sequence[Any]]
    counts: Mapping[str, int]
    # Whose rows these are, in the order of the lines.
    subjects: Sequence[UUID] = ()
    # The programme whose members these are; blank for a table of all.
    programme: str = ""

    @property
    def packed(self) -> str:
        kept = {
            "columns": self.columns,
            "by": self.count_by,
            "lines": self.lines,
            "counts": self.counts,
            "subjects": [str(one) for one in self.subjects],
            "programme": self.programme,
        }
        return json.dumps(kept, ensure_ascii=False)

    @property
    def records(self) -> Mapping[str, UUID]:
        """Records by their numbers; a table of counts has none."""
        return dict(zip(self.lines, self.subjects, strict=False))

    def without(self, subject: UUID) -> "Kept":
        """The same without the line of one record. Counts name nobody, and stay what they were."""
        stays = [one != subject for one in self.subjects]
        lines = dict(compress(self.lines.items(), stays))
        return replace(self, lines=lines, subjects=list(compress(self.subjects, stays)))


def kept_of(row: Edition) -> Kept | None:
    """What a month's table held, unmasked; None once its time is over."""
    if row.content is None:
        return None
    kept = json.loads(row.content.open())
    columns = tuple((str(key), str(said)) for key, said in kept["columns"])
    subjects = [UUID(one) for one in kept["subjects"]]
    return Kept(columns, kept["by"], kept["lines"], kept["counts"], subjects, kept["programme"])


@dataclass(frozen=True, slots=True)
class Since:
    """What is otherwise than in an earlier month: numbers of records, and the columns that changed."""

    month: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, tuple[int, int]]
    # The records behind the numbers of both.
    ids: Mapping[str, UUID]


def since(before: Kept, now: Kept, month: str) -> Since:
    """Compare two months; a column that only one of them has is left out."""
    places = {key: place for place, (key, _said) in enumerate(before.columns)}
    both = [(place, places[key], key) for place, (key, _said) in enumerate(now.columns) if key in places]
    changed = {}
    for number, values in now.lines.items():
        old = before.lines.get(number)
        if old is not None and (keys := tuple(key for at, was, key in both if values[at] != old[was])):
            changed[number] = keys
    answers = {**before.counts, **now.counts} if before.count_by == now.count_by else {}
    return Since(
        month,
        tuple(one for one in now.lines if one not in before.lines),
        tuple(one for one in before.lines if one not in now.lines),
        changed,
        {one: (before.counts.get(one, 0), now.counts.get(one, 0)) for one in answers},
        {**before.records, **now.records},
    )
