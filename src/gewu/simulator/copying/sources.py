"""What is copied: the rows of a case in every table that knows cases, and its journal."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from gewu.cases.queries import elsewhen
from gewu.kernel.canonical import canonical
from gewu.kernel.models import ChainedRow, Entry, Operational
from gewu.kernel.secrets import EncryptedField, unseal
from gewu.simulator.copying.moulds import NOTHING, Gap, Known, Mould, day_of, moment_of, parts_of

CASES = "cases.case"
# Gaps of a line that are no id and no moment of the case.
HEAD = "journal_head"
Named = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Derived:
    """A column of a case that its rules count: filled from its standing."""

    column: str


@dataclass(frozen=True, slots=True)
class SealedIn:
    """A sealed value, opened: it is sealed again for the row of the copy."""

    table: str
    column: str
    row: str
    text: str


@dataclass(frozen=True, slots=True)
class HeadOf:
    """The hash of the newest entry of a copied row."""

    row: str


@dataclass(frozen=True, slots=True)
class Line:
    table: str
    mould: Mould


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with its facts as a mould; the chain is made anew."""

    entry: Entry
    facts: Mould


@dataclass(frozen=True, slots=True)
class Source:
    """A case as it is copied: its rows, its entries by subject, how it stands, when it began and ended."""

    case: UUID
    number: str
    # As `cases.queries.elsewhen` wants them back.
    standing: Any
    definition: UUID
    ids: frozenset[str]
    lines: tuple[Line, ...]
    told: tuple[Told, ...]
    first: datetime
    last: datetime


def tables() -> tuple[type[Operational], ...]:
    """The tables with rows of a case: the cases themselves, and whatever names one in `case_id`."""
    known = [model for model in apps.get_models() if issubclass(model, Operational)]
    return tuple(
        model
        for model in known
        if model._meta.label_lower == CASES or any(field.attname == "case_id" for field in model._meta.fields)
    )


def columns_of(model: type[Operational]) -> tuple[str, ...]:
    """The columns in the order in which lines say them."""
    return tuple(field.attname for field in model._meta.concrete_fields if not field.generated)


def read(township: int, found: Sequence[UUID]) -> list[Source]:
    """The sources of these cases; all of them lie in the township."""
    rows = {model: _rows(model, township, found) for model in tables()}
    of_case: dict[UUID, list[tuple[type[Operational], dict[str, str]]]] = defaultdict(list)
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


def _source(
    case: UUID,
    rows: Sequence[tuple[type[Operational], dict[str, str]]],
    entries: Mapping[str, list[Entry]],
    standing: Any,
) -> Source:
    told = [entry for _model, row in rows for entry in entries.get(row["id"], ())]
    own = next(row for model, row in rows if model._meta.label_lower == CASES)
    ids = frozenset(row["id"] for _model, row in rows) | {str(entry.id) for entry in told}
    known = Known(ids, own["number"])
    return Source(
        case=case,
        number=own["number"],
        standing=standing[0],
        definition=standing[1],
        ids=ids,
        lines=tuple(Line(model._meta.db_table, _mould(model, row, known)) for model, row in rows),
        told=tuple(Told(entry, Mould(parts_of(canonical(entry.facts), known))) for entry in told),
        first=min(entry.recorded_at for entry in told),
        last=max(entry.recorded_at for entry in told),
    )


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


def _mould(model: type[Operational], row: Mapping[str, str], known: Known) -> Mould:
    parts: list[str | Gap] = []
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        parts += ["\t" if parts else "", *_field(model, field, row, known)]
    return Mould([*parts, "\n"])


def _field(
    model: type[Operational], field: "models.Field[Any, Any]", row: Mapping[str, str], known: Known
) -> Iterable[str | Gap]:
    text = row[field.attname]
    if model._meta.label_lower == CASES and field.attname in elsewhen.COUNTED:
        return [Gap(Derived(field.attname))]
    if text == NOTHING:
        return [text]
    return _told(model, field, row, known)


def _told(
    model: type[Operational], field: "models.Field[Any, Any]", row: Mapping[str, str], known: Known
) -> Iterable[str | Gap]:
    text = row[field.attname]
    if field.attname == HEAD and issubclass(model, ChainedRow):
        return [Gap(HeadOf(row["id"]))]
    if isinstance(field, EncryptedField):
        return [Gap(_opened(model, field, row))]
    if isinstance(field, models.DateTimeField):
        return [moment_of(text)]
    if isinstance(field, models.DateField):
        return [day_of(text)]
    return parts_of(text, known)


def _opened(model: type[Operational], field: "EncryptedField[Any, Any]", row: Mapping[str, str]) -> SealedIn:
    sealed = field.home(model(id=UUID(row["id"])))
    stored = bytes.fromhex(row[field.attname].removeprefix("\\\\x"))
    return SealedIn(model._meta.db_table, field.attname, row["id"], unseal(stored, sealed))


def _raw(cursor: object) -> Any:
    """psycopg's own cursor below Django's: only that one copies."""
    return cast("Any", cursor).cursor
