"""Reading and writing one field of a register row, wherever it is kept: a column, `values` or sealed."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from gewu.kernel.canonical import JsonValue
from gewu.kernel.secrets import Sealed, blind_index
from gewu.registers.definition import FieldOf, Register
from gewu.registers.models import RegisterRow
from gewu.registers.sources import Mark
from gewu.registers.spelling import found_by

INDEXES = {"identity_number": ("identity_index", "identity_number"), "phone": ("phone_index", "phone")}


def held(row: RegisterRow, fields: Iterable[FieldOf]) -> dict[str, JsonValue]:
    """Everything that is known, in clear. Only for who masks it or leaves a trace."""
    closed = sealed_values(row.secret)
    known = {one.key: _held(row, one, closed) for one in fields}
    return {key: value for key, value in known.items() if value is not None}


def sealed_values(secret: Sealed | None) -> dict[str, JsonValue]:
    """What one sealed text holds."""
    return cast("dict[str, JsonValue]", json.loads(secret.open())) if secret else {}


def mark_of(row: RegisterRow, key: str) -> Mark | None:
    """Where the value of a field came from; None if nothing is held."""
    packed = row.sources.get(key)
    return Mark.unpacked(packed) if packed else None


def put(row: RegisterRow, register: Register, values: Mapping[str, JsonValue]) -> set[str]:
    """Set these fields (None takes away); the names of the columns that changed."""
    changed: set[str] = set()
    closed = sealed_values(row.secret)
    for key, value in values.items():
        field = register.field(key)
        if field is None:
            raise LookupError(key)
        if field.column:
            changed |= put_column(row, field.column, value)
        elif field.secret:
            _set(closed, key, value)
            row.secret = json.dumps(closed, ensure_ascii=False) if closed else None
            changed.add("secret")
        else:
            _set(row.values, key, value)
            changed.add("values")
    return changed


def put_column(row: RegisterRow, column: str, value: JsonValue) -> set[str]:
    """Set a column and what is told by it: how a name is found, the index of what is sealed."""
    setattr(row, column, _stored(row, column, value))
    changed = {column}
    if column == "name":
        row.name_key, row.initials = found_by(str(value or ""))
        changed |= {"name_key", "initials"}
    elif column in INDEXES:
        index, kind = INDEXES[column]
        setattr(row, index, blind_index(kind, str(value)) if value else None)
        changed.add(index)
    return changed


def _stored(row: RegisterRow, column: str, value: JsonValue) -> object:
    field = row._meta.get_field(column)
    if value is None:
        return None if getattr(field, "null", False) else ""
    if field.get_internal_type() == "DateField":
        return date.fromisoformat(str(value))
    return value


def _held(row: RegisterRow, field: FieldOf, closed: Mapping[str, JsonValue]) -> JsonValue:
    if not field.column:
        return closed.get(field.key) if field.secret else row.values.get(field.key)
    value = getattr(row, field.column)
    match value:
        case Sealed():
            return value.open()
        case date():
            return value.isoformat()
        case "" | None:
            return None
    return cast("JsonValue", value)


def _set(values: dict[str, JsonValue], key: str, value: JsonValue) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value
