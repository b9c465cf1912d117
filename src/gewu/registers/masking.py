"""How a value is shown: in full, in part, or not at all."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gewu.kernel.canonical import JsonValue
from gewu.kernel.secrets import mask_identity, mask_phone
from gewu.registers.definition import Choice, FieldOf

CLOSED = "••••••"


def said(field: FieldOf, value: JsonValue, language: str) -> str:
    """A value in full, in words."""
    match field.type:
        case "choice":
            choice = field.choice(value)
            return choice.said(language) if choice else str(value)
        case "choices":
            return _join([field.choice(one) for one in value], language) if isinstance(value, list) else ""
        case "flag":
            return _("Yes") if value else _("No")
    return f"{value} m²" if field.unit == "square_metres" else str(value)


def masked(field: FieldOf, value: JsonValue) -> str:
    """A value in part: enough to compare with what somebody says, too little to use."""
    text = str(value)
    match field.type:
        case "identity_number":
            return mask_identity(text)
        case "phone":
            return mask_phone(text)
        case "day":
            return f"{text[:4]}-**-**"
        case "text" | "lines":
            return f"{text[:1]}{'*' * min(max(len(text) - 1, 2), 6)}"
    return CLOSED


def _join(found: Sequence[Choice | None], language: str) -> str:
    words = [one.said(language) for one in found if one]
    return (", " if language.startswith("en") else "、").join(words)
