"""The emergency line before anything else: what forms and answers show when a report speaks of danger."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from gewu.cases import refusals
from gewu.catalogue import queries as catalogue

CALLED = "called"


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """A number to call at any hour."""

    number: str
    name: str


def lines_for(category: str, text: str) -> tuple[EmergencyLine, ...]:
    """Whom to call before this is written down; nobody for everyday things."""
    language = get_language() or ""
    found = catalogue.emergency_lines(category, text)
    return tuple(EmergencyLine(line.number, line.name(language)) for line in found)


def require_shown(given: Mapping[str, str], *, category: str) -> None:
    """Refuse a form once whose words speak of danger if it has not shown the line yet."""
    if not given.get(CALLED) and lines_for(category, given.get("text", "")):
        raise refusals.call_first()
