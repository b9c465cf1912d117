"""Offers by the thousand: the same weighing as `record`, new rows written by COPY and old ones in batches.

New rows begin without an entry of their own: the import that brings them has one for all, and each row names
its batch. Rows that were there get an entry like everybody else's.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from gewu.kernel import clock, journal, numbers
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.copying import copy_rows
from gewu.kernel.ids import new_id_texts
from gewu.kernel.secrets import indexer, sealer
from gewu.places import queries as places
from gewu.registers import holding
from gewu.registers.commands.record import NEW_STATE, Weighed, take_in
from gewu.registers.commands.snapshots import snapshot
from gewu.registers.definition import FieldOf, Register
from gewu.registers.ground import GROUND, NOWHERE, Ground
from gewu.registers.models import TABLES, RegisterRow
from gewu.registers.queries import register
from gewu.registers.sources import Origin
from gewu.registers.spelling import found_by

_spelled = lru_cache(maxsize=50_000)(found_by)


@dataclass(slots=True)
class Incoming:
    """What one line says of one row: values as `answers.checked` would leave them.

    `subject` is the row that is meant where the caller knows it, `id` the one a new row gets; `columns` are
    set on new rows as they are (the household and dwelling of a person).
    """

    values: Mapping[str, JsonValue]
    ground: Ground = NOWHERE
    subject: UUID | None = None
    id: UUID | None = None
    columns: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Landing:
    """What became of one line: `how` is created, changed or same; `before` restores a row that was changed.

    `left` is how many entries the row's journal had when it was left: more, and it was changed since.
    `household` is where a person who was there already lives.
    """

    id: UUID
    how: str
    claims: int = 0
    before: str = ""
    left: int = 0
    household: UUID | None = None


@dataclass(slots=True)
class _Offers:
    """One call: what it brings, and what it gathers for the journal."""

    of: Register
    origin: Origin
    actor: Actor
    notes: list[journal.Note] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)


def bring_many(
    kind: str, *, township: int, incoming: Sequence[Incoming], origin: Origin, actor: Actor
) -> list[Landing]:
    """Offer many rows at once, each found by its strong field; some hundred to a thousand at a time.

    What a row already says is counted as the same and left as it is.
    """
    offers = _Offers(register(kind), origin, actor)
    held = _held_rows(offers.of, township, incoming)
    fresh = [one for place, one in enumerate(incoming) if place not in held]
    made = iter(_insert(offers, township, fresh))
    landings = [
        _offer(held[place], one, offers) if place in held else Landing(next(made), "created")
        for place, one in enumerate(incoming)
    ]
    journal.record_all("register.recorded", offers.notes, actor=actor, write=sorted(offers.columns))
    return landings


def _held_rows(of: Register, township: int, incoming: Sequence[Incoming]) -> dict[int, RegisterRow]:
    """The rows that are there already, locked, by the place of their line."""
    rows = TABLES[of.key].objects.filter(township=township)  # type: ignore[attr-defined] # every table names its own
    indexers = {key: indexer(kind) for key, (_column, kind) in holding.INDEXES.items()}
    strong = ((place, _strong(of, one.values, indexers)) for place, one in enumerate(incoming))
    keys = {place: key for place, key in strong if key is not None}
    held: dict[int, RegisterRow] = {}
    for column in sorted({column for column, _value in keys.values()}):
        wanted = {value: place for place, (its, value) in keys.items() if its == column}
        for row in rows.filter(went_to="", **{f"{column}__in": list(wanted)}).select_for_update():
            value = getattr(row, column)
            held[wanted[value if isinstance(value, str) else bytes(value)]] = row
    subjects = {one.subject: place for place, one in enumerate(incoming) if one.subject}
    if subjects:
        meant = rows.filter(id__in=list(subjects)).select_for_update()
        held |= {subjects[row.id]: row for row in meant}
    return held


def _strong(
    of: Register, values: Mapping[str, JsonValue], indexers: Mapping[str, Callable[[str], bytes]]
) -> tuple[str, Any] | None:
    for key in of.strong:
        if value := values.get(key):
            index = holding.INDEXES.get(key)
            return (index[0], indexers[key](str(value))) if index else (key, value)
    return None


def _offer(row: RegisterRow, one: Incoming, offers: _Offers) -> Landing:
    before, household = snapshot(row, offers.of), getattr(row, "household", None)
    weighed = take_in(row, offers.of, one.values, origin=offers.origin, actor=offers.actor)
    if not weighed.taken and not weighed.claims:
        # What only confirms is counted, not written: a whole workbook that says the same changes nothing.
        return Landing(row.id, "same", household=household)
    offers.notes.append(journal.Note(row, _told(offers.origin, weighed)))
    offers.columns |= weighed.columns
    return Landing(row.id, "changed", len(weighed.claims), before, row.journal_length + 1, household)


def _told(origin: Origin, weighed: Weighed) -> dict[str, JsonValue]:
    return {
        "source": origin.source.value,
        "batch": str(origin.batch) if origin.batch else None,
        "taken": list(weighed.taken),
        "confirmed": list(weighed.confirmed),
        "claims": list(weighed.claims),
    }


def _insert(offers: _Offers, township: int, incoming: Sequence[Incoming]) -> list[UUID]:
    """New rows by COPY; their ids in order."""
    if not incoming:
        return []
    now = clock.now()
    maker = _Maker.of(offers.of, township, now, offers.origin, offers.actor)
    texts = new_id_texts(township, len(incoming))
    ids = [one.id or UUID(text) for one, text in zip(incoming, texts, strict=True)]
    locality = places.locality_of(township)
    letters = locality.letters if locality else "ZZ"
    drawn = numbers.draw_many(township, letters=letters, day=localdate(now), count=len(incoming))
    lines = (maker.row(*one) for one in zip(ids, drawn, incoming, strict=True))
    copy_rows(TABLES[offers.of.key], maker.columns, lines)
    return ids


@dataclass(slots=True)
class _Maker:
    """Makes the line of COPY for a new row of one register."""

    start: dict[str, object]
    mark: str
    columns: tuple[str, ...]
    fields: dict[str, FieldOf]
    sealers: dict[str, Callable[[str, UUID], bytes]]
    indexers: dict[str, Callable[[str], bytes]]
    sources: dict[tuple[str, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, of: Register, township: int, now: datetime, origin: Origin, actor: Actor) -> "_Maker":
        model = TABLES[of.key]
        start = dict(_defaults(model))
        start |= {"township": township, "state": NEW_STATE[of.key], "recorded_at": now, "changed_at": now}
        start |= {"batch": origin.batch, "checked_at": (origin.at or now) if origin.checked else None}
        mark = json.dumps(origin.mark(now, actor.user).packed())
        table = model._meta.db_table
        sealers = {column: sealer(table, column) for column in (*holding.INDEXES, "secret")}
        indexers = {column: indexer(kind) for column, (_index, kind) in holding.INDEXES.items()}
        return cls(start, mark, tuple(start), {one.key: one for one in of.fields}, sealers, indexers)

    def row(self, identifier: UUID, number: str, one: Incoming) -> list[object]:
        """The values of all columns, in their order."""
        cells = self.start | {"id": identifier, "number": number}
        cells |= {column: getattr(one.ground, column) for column in GROUND}
        plain: dict[str, JsonValue] = {}
        closed: dict[str, JsonValue] = {}
        for key, value in one.values.items():
            known = self.fields[key]
            if known.column:
                self._column(cells, identifier, known.column, value)
            else:
                (closed if known.secret else plain)[key] = value
        if closed:
            cells["secret"] = self.sealers["secret"](json.dumps(closed, ensure_ascii=False), identifier)
        if plain:
            cells["values"] = json.dumps(plain, ensure_ascii=False)
        cells["sources"] = self._sources(tuple(one.values))
        cells |= one.columns
        return list(cells.values())

    def _sources(self, keys: tuple[str, ...]) -> str:
        """The same mark for each field; rows of one table mostly fill the same fields."""
        if keys not in self.sources:
            self.sources[keys] = "{" + ",".join(f'"{key}":{self.mark}' for key in keys) + "}"
        return self.sources[keys]

    def _column(self, cells: dict[str, object], identifier: UUID, column: str, value: JsonValue) -> None:
        if column in holding.INDEXES:
            index, _kind = holding.INDEXES[column]
            cells[column] = self.sealers[column](str(value), identifier)
            cells[index] = self.indexers[column](str(value))
            return
        cells[column] = value
        if column == "name":
            cells["name_key"], cells["initials"] = _spelled(str(value))


def _defaults(model: type[RegisterRow]) -> Iterator[tuple[str, object]]:
    """What each column holds where nothing is said; JSON as its text."""
    for one in model._meta.concrete_fields:
        value = one.get_default()
        yield str(one.column), json.dumps(value) if isinstance(value, dict | list) else value
