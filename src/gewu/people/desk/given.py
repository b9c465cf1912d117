"""Reading what a form of ours sent; what cannot be read names its field."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid


def identifier(given: Mapping[str, str], name: str) -> UUID:
    """A choice that must be made."""
    found = optional_identifier(given, name)
    if found is None:
        raise _wrong(name, _("Please choose"))
    return found


def optional_identifier(given: Mapping[str, str], name: str) -> UUID | None:
    typed = given.get(name, "").strip()
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise _wrong(name, _("Choose one of the given answers.")) from None


def day(given: Mapping[str, str], name: str) -> date:
    """A day that must be named."""
    found = optional_day(given, name)
    if found is None:
        raise _wrong(name, _("Name the day."))
    return found


def optional_day(given: Mapping[str, str], name: str) -> date | None:
    typed = given.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise _wrong(name, _("Write the day as in 2026-11-30.")) from None


def seen_version(request: ActorRequest) -> int:
    """The version the form was drawn from; whatever is no number is older than everything."""
    typed = request.POST.get("seen_version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def receipt(request: ActorRequest) -> str | None:
    return request.POST.get("receipt") or None


def _wrong(name: str, message: str) -> Invalid:
    return Invalid(message, fields={name: message})
