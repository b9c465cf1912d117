"""Pages by key: every page of a list costs the same, and rows inserted meanwhile neither repeat nor hide.

Several querysets (one per post of an actor) are merged in their order and each row comes once. An order ends
in `id`; NULL counts as later than everything, as in PostgreSQL's own indexes. When several querysets are
merged, text columns in the order must have the collation "C", so that Python compares as the database does.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cmp_to_key
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from gewu.kernel.errors import Invalid

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
LARGEST = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items of a list, and the cursor of the page after them (None on the last)."""

    items: tuple[Item, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    descending: bool
    nullable: bool


def page(
    querysets: Sequence[QuerySet[Row]], *, order: Sequence[str], after: str | None, size: int = 50
) -> Page[Row]:
    """The page of `size` rows that follows the cursor `after` in the merged list."""
    if not 1 <= size <= LARGEST:
        message = _("A page has between 1 and %(largest)d rows.") % {"largest": LARGEST}
        raise Invalid(message, fields={"size": message})
    if not querysets:
        return Page(items=(), next=None)
    columns = _columns(querysets[0], order)
    signer = signing.Signer(salt=f"paging:{querysets[0].model._meta.label}:{','.join(order)}")
    beyond = _beyond(columns, _read(signer, after, len(columns))) if after else Q()
    # One row more than asked tells whether there is a next page.
    parts = [queryset.filter(beyond).order_by(*order)[: size + 1] for queryset in querysets]
    rows = _take(_merged(parts, columns), size + 1)
    if len(rows) <= size:
        return Page(items=tuple(rows), next=None)
    last = [_written(getattr(rows[size - 1], column.name)) for column in columns]
    return Page(items=tuple(rows[:size]), next=signer.sign_object(last))


def _columns(queryset: QuerySet[Row], order: Sequence[str]) -> tuple[_Column, ...]:
    if not order or order[-1].removeprefix("-") not in {"id", "pk"}:
        raise ValueError("an order ends in id, or two rows could share a place")
    return tuple(
        _Column(name, spelled.startswith("-"), _is_nullable(queryset, name))
        for spelled in order
        for name in [spelled.removeprefix("-")]
    )


def _is_nullable(queryset: QuerySet[Row], name: str) -> bool:
    try:
        return bool(getattr(queryset.model._meta.get_field(name), "null", True))
    except FieldDoesNotExist:
        return name != "pk"  # an annotation: who knows


def _beyond(columns: Sequence[_Column], values: Sequence[object]) -> Q:
    """What comes after these values: (a > x) or (a = x and (b > y or …)), led by a bound an index can use."""
    column, value = columns[0], values[0]
    further = _further(column, value)
    if len(columns) == 1:
        return further
    tie = Q(**{f"{column.name}__isnull": True}) if value is None else Q(**{column.name: value})
    condition = further | (tie & _beyond(columns[1:], values[1:]))
    if value is None or column.nullable:
        return condition
    return Q(**{f"{column.name}__{'lte' if column.descending else 'gte'}": value}) & condition


def _further(column: _Column, value: object) -> Q:
    is_null = Q(**{f"{column.name}__isnull": True})
    if value is None:
        return ~is_null if column.descending else Q(pk__in=())
    if column.descending:
        return Q(**{f"{column.name}__lt": value})
    greater = Q(**{f"{column.name}__gt": value})
    return greater | is_null if column.nullable else greater


def _merged(parts: Sequence[QuerySet[Row]], columns: Sequence[_Column]) -> Iterator[Row]:
    def compare(one: Row, other: Row) -> int:
        for column in columns:
            result = _compared(getattr(one, column.name), getattr(other, column.name))
            if result:
                return -result if column.descending else result
        return 0

    if len(parts) == 1:
        return iter(parts[0])
    return heapq.merge(*parts, key=cmp_to_key(compare))


def _compared(one: Any, other: Any) -> int:
    if one is None or other is None:
        return (one is None) - (other is None)
    return int(one > other) - int(one < other)


def _take(rows: Iterator[Row], count: int) -> list[Row]:
    """The first rows, each once: equal rows stand side by side, because the order ends in the id."""
    taken: list[Row] = []
    for row in rows:
        if not taken or row.pk != taken[-1].pk:
            taken.append(row)
        if len(taken) == count:
            break
    return taken


def _read(signer: signing.Signer, cursor: str, width: int) -> list[object]:
    """The values in a cursor. It is signed for one list and order, so what opens is what we wrote."""
    try:
        written = signer.unsign_object(cursor)
    except (signing.BadSignature, ValueError, UnicodeError) as broken:
        message = _("This page mark is broken or belongs to another list. Please start at the first page.")
        raise Invalid(message, fields={"after": message}) from broken
    if len(written) != width:
        raise ValueError("a cursor and its order differ")
    return [_READ[kind](text) if kind else text for kind, text in written]


def _written(value: object) -> tuple[str, object]:
    match value:
        case None | bool() | int() | str():
            return "", value
        case datetime():
            return "moment", value.astimezone(UTC).isoformat()
        case date():
            return "day", value.isoformat()
        case UUID():
            return "id", value.hex
        case float():
            return "float", value.hex()
        case Decimal():
            return "decimal", str(value)
    raise TypeError(f"a list cannot be ordered by {type(value).__name__}")


_READ: dict[str, Any] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "id": UUID,
    "float": float.fromhex,
    "decimal": Decimal,
}
