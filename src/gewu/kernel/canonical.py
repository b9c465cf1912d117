"""One spelling for every JSON value, so that it can be hashed: sorted keys, no spaces, shortest floats, plain UTF-8."""

import hashlib
import json
from typing import TypeAlias

from django.utils.translation import gettext as _

from gewu.kernel.errors import Invalid

JsonValue: TypeAlias = "None | bool | int | float | str | list[JsonValue] | dict[str, JsonValue]"

DEEPEST = 64
LONGEST_INTEGER = 10**300


def canonical(value: object, *, field: str = "facts") -> str:
    """The one spelling of a JSON value, or Invalid when it has none that reads back as the same value."""
    try:
        _check(value, 0)
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        text.encode()
    except (TypeError, ValueError) as problem:
        message = _("This cannot be stored: %(problem)s") % {"problem": problem}
        raise Invalid(message, fields={field: str(problem)}) from problem
    return text


def parse(text: str) -> JsonValue:
    """Read back what `canonical` wrote."""
    value: JsonValue = json.loads(text)
    return value


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
        case str():
            if "\0" in value:
                raise ValueError("a NUL character")
        case bool() | None | float():
            pass
        case int():
            if abs(value) >= LONGEST_INTEGER:
                raise ValueError("a number without end")
        case dict():
            for key, item in value.items():
                if not isinstance(key, str):
                    raise TypeError("a key that is not text")
                _check(key, depth)
                _check(item, depth + 1)
        case list() | tuple():
            for item in value:
                _check(item, depth + 1)
        case _:
            raise TypeError(f"{type(value).__name__} is not JSON")
