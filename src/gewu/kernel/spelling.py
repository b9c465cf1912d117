"""Any request as plain JSON, so that two can be compared: models, dataclasses, ids, moments and files."""

import dataclasses
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import singledispatch
from uuid import UUID

from django.core.files.base import File
from pydantic import BaseModel

from gewu.kernel.canonical import JsonValue, canonical, sha256


@singledispatch
def spelled(value: object) -> JsonValue:
    """The value as JSON; the same for equal values, refused for what cannot be compared."""
    if dataclasses.is_dataclass(value):
        return {field.name: spelled(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"a request may not hold a {type(value).__name__}")


@spelled.register(str)
@spelled.register(int)
@spelled.register(float)
@spelled.register(type(None))
def _plain(value: "str | int | float | None") -> JsonValue:
    return value


@spelled.register(UUID)
@spelled.register(Decimal)
def _text(value: object) -> JsonValue:
    return str(value)


@spelled.register(date)
@spelled.register(datetime)
@spelled.register(time)
def _moment(value: date | time) -> JsonValue:
    return value.isoformat()


@spelled.register
def _enum(value: Enum) -> JsonValue:
    return spelled(value.value)


@spelled.register
def _bytes(value: bytes) -> JsonValue:
    return sha256(value).hex()


@spelled.register
def _file(value: File) -> JsonValue:  # type: ignore[type-arg]  # singledispatch needs the plain class
    value.seek(0)
    content = sha256(*value.chunks()).hex()
    value.seek(0)
    return [value.name, content]


@spelled.register
def _model(value: BaseModel) -> JsonValue:
    return {name: spelled(getattr(value, name)) for name in type(value).model_fields}


@spelled.register(Mapping)
def _mapping(value: Mapping[object, object]) -> JsonValue:
    return {str(key): spelled(item) for key, item in value.items()}


@spelled.register(list)
@spelled.register(tuple)
def _sequence(value: "list[object] | tuple[object, ...]") -> JsonValue:
    return [spelled(item) for item in value]


@spelled.register(AbstractSet)
def _set(value: AbstractSet[object]) -> JsonValue:
    return sorted((spelled(item) for item in value), key=canonical)
