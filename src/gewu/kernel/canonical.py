"""One spelling for every JSON value, so that it can be hashed: sorted keys, no spaces, UTF-8."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeAlias

from django.utils.translation import gettext as _

from gewu.kernel.errors import Invalid

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"

DEEPEST = 64
LONGEST_INTEGER = 10**300


def canonical(value: object, *, field: str = "facts") -> str:
    """The one spelling of a JSON value, or Invalid when it has none that reads back as the same value."""
    try:
        _check(value, 0)
        text = dump(value)
        text.encode()
    except (TypeError, ValueError) as problem:
        message = _("This cannot be stored: %(problem)s") % {"problem": problem}
        raise Invalid(message, fields={field: str(problem)}) from problem
    return text


def dump(value: object) -> str:
    """As `canonical`, for a value that is known to have a spelling."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def parse(text: str) -> JsonValue:
    """Read back what `canonical` wrote."""
    value: JsonValue = json.loads(text)
    return value


def spell(moment: datetime) -> str:
    """A moment to the microsecond, which is what the database keeps."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def sha256(*parts: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def _check(value: object, depth: int) -> None:
    """Refuse what JSON spells but does not give back: NUL, numbers without end, keys that are not text."""
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    match value:
        case str() if "\0" in value:
            raise ValueError("a NUL character")
        case int() if abs(value) >= LONGEST_INTEGER:
            raise ValueError("a number without end")
        case dict():
            if not all(isinstance(key, str) for key in value):
                raise TypeError("a key that is not text")
            _check_all([*value.keys(), *value.values()], depth)
        case list() | tuple():
            _check_all(value, depth)


def _check_all(values: Iterable[object], depth: int) -> None:
    for value in values:
        _check(value, depth + 1)
