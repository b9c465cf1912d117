"""Sources, marks and rates in words."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gewu.kernel.canonical import JsonValue
from gewu.kernel.secrets import mask_identity, mask_phone
from gewu.registers.definition import FieldOf
from gewu.registers.sources import Mark, Source

NOTHING = "—"
CAME: Mapping[Source, str | Promise] = {
    Source.EXCHANGED: gettext_lazy("Exchanged with an office"),
    Source.WINDOW: gettext_lazy("Said at the window"),
    Source.DOOR: gettext_lazy("Said at the door"),
    Source.PHONE: gettext_lazy("Said on the phone"),
    Source.SELF: gettext_lazy("From the person themselves"),
    Source.PAPER: gettext_lazy("Typed from paper"),
}
LOOSE: Mapping[str, str | Promise] = {
    "person": gettext_lazy("In no household"),
    "household": gettext_lazy("Without a dwelling"),
    "dwelling": gettext_lazy("Nobody looked yet"),
    "establishment": gettext_lazy("Without an address"),
    "facility": gettext_lazy("In no grid at all"),
}
_BEHIND: Mapping[str, str | Promise] = {
    "stale": gettext_lazy("Not confirmed in time"),
    "gaps": gettext_lazy("Something needed is missing"),
    "disputed": gettext_lazy("Waits for a decision"),
}


def behind(kind: str, what: str) -> str:
    return str(_BEHIND.get(what, LOOSE[kind]))


def mark(found: Mark | None, names: Mapping[UUID, str]) -> str:
    """Where a value came from, when, by whom and whether somebody checked it."""
    if found is None:
        return _("Nobody said where it came from")
    day = timezone.localtime(found.at).date().isoformat()
    parts = [str(CAME[found.source]), day, names.get(found.by, "") if found.by else ""]
    state = _("checked") if found.state == "checked" else _("not checked")
    return " · ".join(part for part in (*parts, state) if part)


def value(field: FieldOf, held: JsonValue, *, readable: bool) -> str:
    """A value in words; secrets in part, and what is held more closely than the reader reads not at all."""
    if held in (None, "", []):
        return NOTHING
    if not readable:
        return "••••••"
    if field.type == "identity_number":
        return mask_identity(str(held))
    if field.type == "phone":
        return mask_phone(str(held))
    several = held if isinstance(held, list) else [held]
    return " · ".join(_one(field, one) for one in several)


def _one(field: FieldOf, held: JsonValue) -> str:
    choice = field.choice(held)
    if choice is not None:
        return choice.said(get_language() or "")
    return ("✓" if held else "✗") if isinstance(held, bool) else str(held)


def percent(share: float | None) -> str:
    """A share as people read it; none where there is nothing to divide by."""
    return NOTHING if share is None else f"{100 * share:.1f}%"
