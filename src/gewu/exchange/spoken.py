"""Fields and values of registers as people say them."""

from django.utils.translation import get_language

from gewu.exchange.masking import shown
from gewu.registers.definition import FieldOf


def label_of(field: FieldOf) -> str:
    """What a field is called."""
    return field.en if (get_language() or "").startswith("en") else field.zh


def spoken(field: FieldOf, value: object) -> str:
    """A value as people say it."""
    if isinstance(value, list):
        return "、".join(spoken(field, one) for one in value)
    choice = field.choice(value)
    return choice.said(get_language() or "zh") if choice else str(value)


def cell(field: FieldOf, value: object, depth: int) -> str:
    """A value as a reader of this depth sees it: spoken, or masked; blank for none."""
    if value is None:
        return ""
    return spoken(field, value) if field.depth <= depth else shown(field, value)
