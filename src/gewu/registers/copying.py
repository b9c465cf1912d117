"""Rows by the thousand: whole rows of one table through PostgreSQL's COPY."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

NULL = r"\N"
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
Told = Callable[[Any], str]


def copy_in(rows: Sequence[models.Model]) -> None:
    """Store new rows of one table. Their ids must be set; nothing is checked but what the table checks."""
    if not rows:
        return
    table = type(rows[0])
    fields = [field for field in table._meta.concrete_fields if not field.generated]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"COPY {quote(table._meta.db_table)} ({columns}) FROM STDIN"
    told = [(field.attname, _told_by(field)) for field in fields]
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for chunk in _chunks(rows, told):
            copy.write(chunk)


def _chunks(rows: Sequence[models.Model], told: Sequence[tuple[str, Told]]) -> Iterator[str]:
    """A thousand lines at a time."""
    for first in range(0, len(rows), 1000):
        lines = (_line(row.__dict__, told) for row in rows[first : first + 1000])
        yield "".join(lines)


def _line(values: dict[str, Any], told: Sequence[tuple[str, Told]]) -> str:
    parts = [NULL if (value := values[name]) is None else say(value) for name, say in told]
    return "\t".join(parts) + "\n"


def _told_by(field: "models.Field[Any, Any]") -> Told:
    match field:
        case models.JSONField():
            return _json
        case models.BinaryField():
            return _bytes
        case ArrayField():
            return _array
        case models.CharField() | models.TextField():
            return _text
        case models.DateField():
            return _moment
    return str


def _text(value: str) -> str:
    return value.translate(_ESCAPED)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPED)


def _bytes(value: bytes | memoryview) -> str:
    return "\\\\x" + bytes(value).hex()


def _array(values: Sequence[object]) -> str:
    """Identifiers and keys: nothing in them needs quotes."""
    return "{" + ",".join(map(str, values)) + "}"


def _moment(value: date | datetime) -> str:
    return value.isoformat()
