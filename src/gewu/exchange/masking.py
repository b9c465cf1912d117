"""Cells as they may be shown on an import's page: enough to find them, not enough to know them."""

import re
from typing import Any

from django.utils.translation import get_language

from gewu.exchange.reading.book import DAY
from gewu.exchange.targets import Target
from gewu.kernel.secrets import mask_identity, mask_name, mask_phone
from gewu.registers.definition import FieldOf

_LONG = re.compile(r"\d(?:[\d.\s-]{4,}\d|\d{4,})[Xx]?")
SHOWN = 40
PERSONAL = frozenset({"person.name"})


def masked(target: Target, raw: Any) -> str:
    """A cell, masked by what its column is; long rows of digits are masked wherever they stand."""
    said = str(raw).removeprefix(DAY)
    if target.key in PERSONAL or target.field.endswith("_name"):
        said = mask_name(said)
    elif target.type == "identity_number":
        return mask_identity(said) if len(said) >= 15 else _starred(said)
    elif target.type == "phone":
        return mask_phone(said)[:SHOWN]
    elif target.held:
        return _starred(said)
    elif target.type not in {"day", "degrees", "number", "credit_code", "object_code"}:
        said = _LONG.sub(lambda found: _starred(found[0]), said)
    return said[:SHOWN]


def _starred(said: str) -> str:
    return f"{said[:3]}***{said[-2:]}" if len(said) > 6 else "*" * len(said)


def shown(field: FieldOf, value: Any) -> str:
    """A value of a register, masked by its class: open ones as people say them."""
    said = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    choice = field.choice(value)
    if choice and field.depth < 2:
        return choice.said(get_language() or "zh")
    if field.type == "identity_number":
        return mask_identity(said)
    if field.type == "phone":
        return mask_phone(said)
    if field.key == "name" or field.key.endswith("_name"):
        return mask_name(said)
    if field.type == "day" and field.depth:
        return f"{said[:4]}-**-**"
    return _starred(said) if field.depth else said
