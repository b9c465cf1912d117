"""Forms, questions and proposals in the language of whoever reads."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gewu.burden.rules import Proposal, Why
from gewu.catalogue import queries as catalogue
from gewu.people.queries import role_name
from gewu.registers import queries as registers
from gewu.registers.definition import WithFields

REPORT: Final = "report"
DOORS: Final[dict[str, Callable[[], str]]] = {
    "desk": lambda: _("Desk"),
    "field": lambda: _("Phone of the staff"),
    "portal": lambda: _("Residents’ portal"),
}
# What every report asks, whatever it is about.
PLAIN: Final[dict[str, Callable[[], str]]] = {
    "text": lambda: _("What is the matter?"),
    "name": lambda: _("Name"),
    "phone": lambda: _("Phone"),
    "address": lambda: _("Address or landmark"),
    "area": lambda: _("Community or grid"),
    "location": lambda: _("Where is it?"),
    "photos": lambda: _("Photos"),
    "source": lambda: _("How did it reach us?"),
    "tell": lambda: _("Messages"),
}
# What a visit and a programme ask beside the fields of their definitions.
BESIDE: Final[dict[str, Callable[[], str]]] = {
    "outcome": lambda: _("How it went"),
    "right": lambda: _("Everything is right as it stands"),
    "subjects": lambda: _("Who was met"),
    "beside": lambda: _("Who came along"),
    "way": lambda: _("Door or phone"),
    "note": lambda: _("Note"),
    "basis": lambda: _("On which basis"),
    "checked": lambda: _("Check"),
    "number": lambda: _("Number of the household"),
    "relation": lambda: _("Relation to the head"),
    "place": lambda: _("House"),
    "door": lambda: _("Door or room"),
    "on": lambda: _("Since when"),
    "leaving": lambda: _("Who goes"),
    "to": lambda: _("Township"),
}


# What is done with a row of a register.
PARTS: Final[dict[str, Callable[[], str]]] = {
    "edit": lambda: _("Complete or correct"),
    "new": lambda: _("Somebody or something new"),
    "visit": lambda: _("Visit"),
    "enrol": lambda: _("Take into a programme"),
    "write": lambda: _("Complete or correct"),
    "move": lambda: _("Moves within the township"),
    "left": lambda: _("Moved away for good"),
    "died": lambda: _("Has died"),
    "handed": lambda: _("Hand over to another township"),
    "split": lambda: _("Part of it becomes its own household"),
    "merge": lambda: _("Joins another household"),
    "place": lambda: _("Stands at another address"),
}


def form_name(form: str) -> str:
    """`event/handle` as people call it; what no definition knows stands for itself."""
    key, _slash, part = form.partition("/")
    if key not in catalogue.case_type_keys():
        held = _held(key)
        return f"{held.said(_language())} · {_part(part)}" if held else form
    said = catalogue.words(key, get_language() or "")
    if part == REPORT:
        return f"{said.title} · {_('Report')}"
    return f"{said.title} · {said.moves[part].title}" if part in said.moves else form


def field_name(form: str, field: str) -> str:
    """The label of a question of a form."""
    key, _slash, part = form.partition("/")
    if part == "visit" and field in BESIDE:
        return BESIDE[field]()
    if key in catalogue.case_type_keys():
        fields = catalogue.words(key, get_language() or "").fields
        if field in fields:
            return fields[field].label
    held = _held(key)
    asked = held.field(field) if held else None
    if asked is not None:
        return asked.said(_language())
    said = PLAIN.get(field) or BESIDE.get(field)
    return said() if said else field


def _held(key: str) -> WithFields | None:
    """The register or the programme of a key."""
    known: dict[str, WithFields] = {one.key: one for one in registers.registers()}
    return (known | {one.key: one for one in registers.all_programmes()}).get(key)


def _part(part: str) -> str:
    return PARTS[part]() if part in PARTS else part


def _language() -> str:
    return get_language() or ""


def door_name(door: str) -> str:
    return DOORS[door]() if door in DOORS else door


def who(role: str) -> str:
    """A role as people call it."""
    return _("Residents") if role == "resident" else role_name(role, get_language() or "")


def proposal(one: Proposal) -> str:
    """A proposal as a sentence."""
    facts = {"field": field_name(one.form, one.field), "percent": one.percent, "of": one.of}
    match one.why:
        case Why.KNOWN:
            said = ngettext(
                "“%(field)s” was known in %(percent)d %% of %(of)d form: do not ask for it.",
                "“%(field)s” was known in %(percent)d %% of %(of)d forms: do not ask for it.",
                one.of,
            )
        case Why.UNREAD:
            said = ngettext(
                "“%(field)s” was filled in %(part)d time, and nobody read it for a year: drop it.",
                "“%(field)s” was filled in %(part)d times, and nobody read it for a year: drop it.",
                one.part,
            )
        case Why.UNANSWERED:
            said = ngettext(
                "“%(field)s” was left empty in %(percent)d %% of %(of)d form: drop it or say why it matters.",
                "“%(field)s” was left empty in %(percent)d %% of %(of)d forms:"
                " drop it or say why it matters.",
                one.of,
            )
    return said % {**facts, "part": one.part}


def minutes(seconds: float | None) -> str:
    """How long a form takes, as people say it."""
    if seconds is None:
        return "—"
    if seconds < 90:
        return _("%(n)d s") % {"n": round(seconds)}
    return _("%(n).1f min") % {"n": seconds / 60}
