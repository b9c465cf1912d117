"""What is copied: the rows of a case in every table that knows cases, and its journal."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from gewu.cases.queries import elsewhen
from gewu.kernel.canonical import canonical, dump
from gewu.kernel.links import head_of
from gewu.kernel.models import ChainedRow, Entry, Operational
from gewu.kernel.secrets import EncryptedField, unseal
from gewu.simulator.copying.moulds import (
    NOTHING,
    Gap,
    JsonTime,
    Known,
    Mould,
    Slots,
    day_of,
    escaped,
    field_of,
    moment_of,
    parts_of,
)

Rows: TypeAlias = "list[tuple[type[Operational], dict[str, str]]]"
AnyField: TypeAlias = "models.Field[Any, Any]"
Said = TypeVar("Said")
Placed: TypeAlias = tuple[tuple[int, Said], ...]
CASES = "cases.case"
# Found by looking over many cases, and once: a copy was not among those.
NEVER = frozenset({"supervision.anomaly"})
# The hash of the newest entry of a row.
HEAD = "journal_head"
BYTES = "\\\\x"


@dataclass(frozen=True, slots=True)
class Derived:
    """A column of a case that its rules count: filled from its standing."""

    column: str


@dataclass(frozen=True, slots=True)
class SealedIn:
    """A sealed value, opened: it is sealed again for the row of the copy."""

    table: str
    column: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class HashOf:
    """The hash of an entry of the copy."""

    entry: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry: what its hash covers, and its line. `previous` and `hash` are places of values."""

    head: Mould
    facts: Mould
    line: Mould
    previous: int | None
    hash: int


@dataclass(frozen=True, slots=True)
class Source:
    """A case as it is copied: the rows of each table, its entries by subject, how it stands."""

    case: UUID
    # As `cases.queries.elsewhen` wants them back.
    standing: Any
    definition: UUID
    # How many places there are for values; ids take the first, `number` is that of the number.
    places: int
    ids: int
    number: int | None
    # The other places, by what belongs there; `SealedIn.row` is the place of an id.
    moments: Placed[datetime]
    dates: Placed[date]
    spelled: Placed[JsonTime]
    derived: Placed[Derived]
    sealed: Placed[SealedIn]
    rows: tuple[tuple[str, Mould], ...]
    told: tuple[Told, ...]
    # When it began, and the days that it names: no day it was counted over lies outside of them.
    first: datetime
    days: tuple[date, date]


def tables() -> tuple[type[Operational], ...]:
    """The tables with rows of a case: the cases themselves, and whatever names one in `case_id`."""
    known = [model for model in apps.get_models() if issubclass(model, Operational)]
    known = [model for model in known if model._meta.label_lower not in NEVER]
    return tuple(
        model
        for model in known
        if model._meta.label_lower == CASES or any(field.attname == "case_id" for field in model._meta.fields)
    )


def columns_of(model: type[Operational]) -> tuple[str, ...]:
    """The columns in the order in which lines say them."""
    return tuple(field.attname for field in model._meta.concrete_fields if not field.generated)


@cache
def columns_by_table() -> Mapping[str, tuple[str, ...]]:
    """The columns of everything that is copied."""
    copied: tuple[type[Operational], ...] = (*tables(), Entry)
    return {model._meta.db_table: columns_of(model) for model in copied}


def read(township: int, found: Sequence[UUID]) -> list[Source]:
    """The sources of these cases; all of them lie in the township."""
    rows = {model: _rows(model, township, found) for model in tables()}
    of_case: dict[UUID, Rows] = defaultdict(list)
    for model, lines in rows.items():
        key = "id" if model._meta.label_lower == CASES else "case_id"
        for line in lines:
            of_case[UUID(line[key])].append((model, line))
    chained = [
        UUID(row["id"]) for parts in of_case.values() for model, row in parts if issubclass(model, ChainedRow)
    ]
    entries = _entries(township, chained)
    standings = elsewhen.standings(township, found)
    return [_source(case, of_case[case], entries, standings[case]) for case in found]


def _source(case: UUID, rows: Rows, entries: Mapping[str, list[Entry]], standing: Any) -> Source:
    by_row = {row["id"]: entries.get(row["id"], []) for _model, row in rows}
    told = [entry for chain in by_row.values() for entry in chain]
    own = next(row for model, row in rows if model._meta.label_lower == CASES)
    known = Known(frozenset(by_row) | {str(entry.id) for entry in told}, own["number"])
    slots = Slots(sorted(known.ids))
    heads = {row: str(chain[-1].id) for row, chain in by_row.items() if chain}
    moulds = tuple(_moulds(rows, known, heads, slots))
    links = tuple(link for chain in by_row.values() for link in _links(chain, known, slots))
    gaps = slots.values()
    return Source(
        case=case,
        standing=standing[0],
        definition=standing[1],
        places=len(gaps),
        ids=len(known.ids),
        number=next((place for place, said in enumerate(gaps) if said == own["number"]), None),
        moments=_placed(gaps, datetime),
        dates=tuple((place, said) for place, said in _placed(gaps, date) if not isinstance(said, datetime)),
        spelled=_placed(gaps, JsonTime),
        derived=_placed(gaps, Derived),
        sealed=_placed(gaps, SealedIn),
        rows=moulds,
        told=links,
        first=min(entry.recorded_at for entry in told),
        days=_days(gaps),
    )


def _placed(gaps: Sequence[Hashable], kind: type[Said]) -> Placed[Said]:
    return tuple((place, said) for place, said in enumerate(gaps) if isinstance(said, kind))


def _days(gaps: Sequence[Hashable]) -> tuple[date, date]:
    days = [day for gap in gaps for day in _day(gap)]
    return min(days), max(days)


def _day(gap: Hashable) -> Iterable[date]:
    match gap:
        case datetime():
            yield timezone.localdate(gap)
        case date():
            yield gap
        case JsonTime():
            yield gap.day


def _moulds(rows: Rows, known: Known, heads: Mapping[str, str], slots: Slots) -> Iterator[tuple[str, Mould]]:
    """One mould for all rows of a table."""
    lines: dict[str, list[str | Gap]] = defaultdict(list)
    for model, row in rows:
        lines[model._meta.db_table] += _line(model, row, known, heads, slots)
    return ((table, Mould(parts, slots)) for table, parts in lines.items())


def _links(chain: Sequence[Entry], known: Known, slots: Slots) -> Iterator[Told]:
    previous: Entry | None = None
    for entry in chain:
        before = HashOf(str(previous.id)) if previous else None
        yield Told(
            head=Mould(parts_of(dump(head_of(entry)), known), slots),
            facts=Mould(parts_of(canonical(entry.facts), known), slots),
            line=Mould(_entry_line(entry, before, known), slots),
            previous=slots.of(before) if before else None,
            hash=slots.of(HashOf(str(entry.id))),
        )
        previous = entry


def _entry_line(entry: Entry, before: HashOf | None, known: Known) -> list[str | Gap]:
    own: dict[str, list[str | Gap]] = {
        "recorded_at": [Gap(entry.recorded_at)],
        "happened_at": [Gap(entry.happened_at)],
        "previous": [BYTES, Gap(before)] if before else [BYTES],
        "hash": [BYTES, Gap(HashOf(str(entry.id)))],
        "facts": parts_of(escaped(canonical(entry.facts)), known),
    }
    fields = [own.get(name) or parts_of(field_of(getattr(entry, name)), known) for name in columns_of(Entry)]
    return _apart(fields)


def _apart(fields: Iterable[Iterable[str | Gap]]) -> list[str | Gap]:
    """Fields as the parts of a line, tabs between them."""
    parts: list[str | Gap] = []
    for field in fields:
        parts += ["\t" if parts else "", *field]
    return [*parts, "\n"]


def _rows(model: type[Operational], township: int, found: Sequence[UUID]) -> list[dict[str, str]]:
    """Each row as the fields of a COPY line, by column."""
    table, names = model._meta.db_table, columns_of(model)
    key = "id" if model._meta.label_lower == CASES else "case_id"
    quoted = ", ".join(f'"{name}"' for name in names)
    wanted = ", ".join(f"'{case}'" for case in found)
    asked = f"SELECT {quoted} FROM {table} WHERE township = {int(township)} AND {key} IN ({wanted})"  # noqa: S608 - ids of ours
    with connection.cursor() as cursor, _raw(cursor).copy(f"COPY ({asked} ORDER BY id) TO STDOUT") as copy:
        text = b"".join(bytes(piece) for piece in copy).decode()
    return [dict(zip(names, line.split("\t"), strict=True)) for line in text.splitlines()]


def _entries(township: int, subjects: Sequence[UUID]) -> dict[str, list[Entry]]:
    by_subject: dict[str, list[Entry]] = defaultdict(list)
    found = Entry.objects.filter(township=township, subject_id__in=subjects).order_by("subject_id", "number")
    for entry in found.iterator():
        by_subject[str(entry.subject_id)].append(entry)
    return by_subject


def _line(
    model: type[Operational], row: Mapping[str, str], known: Known, heads: Mapping[str, str], slots: Slots
) -> list[str | Gap]:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    return _apart(_field(model, field, row, known, heads, slots) for field in fields)


def _field(
    model: type[Operational],
    field: AnyField,
    row: Mapping[str, str],
    known: Known,
    heads: Mapping[str, str],
    slots: Slots,
) -> list[str | Gap]:
    text = row[field.attname]
    if model._meta.label_lower == CASES and field.attname in elsewhen.COUNTED:
        return [Gap(Derived(field.attname))]
    if text == NOTHING:
        return [text]
    if field.attname == HEAD and issubclass(model, ChainedRow):
        return [BYTES, Gap(HashOf(heads[row["id"]]))] if row["id"] in heads else [text]
    if isinstance(field, EncryptedField):
        return [BYTES, Gap(_opened(model, field, row, slots))]
    return _plain(field, text, known)


def _plain(field: AnyField, text: str, known: Known) -> list[str | Gap]:
    if isinstance(field, models.DateTimeField):
        return [moment_of(text)]
    if isinstance(field, models.DateField):
        return [day_of(text)]
    if isinstance(field, ArrayField) and isinstance(field.base_field, models.DateTimeField):
        moments: list[str | Gap] = ["{"]
        for quoted in filter(None, text.strip("{}").split(",")):
            moments += ["," if len(moments) > 1 else "", '"', moment_of(quoted.strip('"')), '"']
        return [*moments, "}"]
    return parts_of(text, known)


def _opened(
    model: type[Operational], field: "EncryptedField[Any, Any]", row: Mapping[str, str], slots: Slots
) -> SealedIn:
    sealed = field.home(model(id=UUID(row["id"])))
    stored = bytes.fromhex(row[field.attname].removeprefix(BYTES))
    return SealedIn(model._meta.db_table, field.attname, slots.of(row["id"]), unseal(stored, sealed))


def _raw(cursor: object) -> Any:
    """psycopg's own cursor below Django's: only that one copies."""
    return cast("Any", cursor).cursor
