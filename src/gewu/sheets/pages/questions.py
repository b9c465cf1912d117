"""The questions of a sheet as fields of a form: to type what it says, and to decide between typings.

Each is named `l` and the number of its line, and labelled with the number that is printed on the paper.
"""

from collections.abc import Iterator, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.kernel.access import ActorRequest
from gewu.registers.definition import FieldOf
from gewu.sheets import commands, queries
from gewu.sheets.models import Sheet
from gewu.sheets.queries import Asked, Part
from gewu.sheets.rules import differing
from gewu.ui.forms import Field

KINDS = {"text": "text", "lines": "long", "choice": "choice", "choices": "checks", "day": "date"}
KINDS |= {"number": "number", "flag": "yesno", "phone": "phone"}


def filled_in_on(day: str, wrong: str) -> Field:
    """On which day somebody wrote on it."""
    return Field(name="on", label=_("Filled in on"), kind="date", required=True, value=day, error=wrong)


def to_type(
    request: ActorRequest, row: Sheet, wrong: Mapping[str, str]
) -> list[tuple[Part, list[tuple[Field, str]]]]:
    """Every part with its lines, each with what is known of it: then it opens only where somebody wrote.

    Nothing stands in any of them, so that the second time is blind.
    """
    return [
        (part, [_line(request, one, wrong.get(f"l{one.line}", "")) for one in part.lines])
        for part in queries.parts(row, request.actor)
    ]


def decisions(request: ActorRequest, row: Sheet, wrong: Mapping[str, str]) -> Iterator[Field]:
    """For each line that two people typed differently: the first, the second, or neither."""
    first, second = commands.typed(row.first), commands.typed(row.second)
    about = {one.line: part.title for part in queries.parts(row, request.actor) for one in part.lines}
    for line in differing(first, second):
        kind, _subject, key = row.lines[int(line)]
        field = queries.field_of(kind, key)
        yield Field(
            name=f"l{line}",
            label=_label(line, field),
            help=about.get(line, ""),
            kind="radio",
            required=True,
            value=request.POST.get(f"l{line}", ""),
            error=wrong.get(f"l{line}", ""),
            choices=[
                ("first", _said(field, first.get(line))),
                ("second", _said(field, second.get(line))),
                ("neither", _("neither: leave it as it is")),
            ],
        )


def _line(request: ActorRequest, one: Asked, wrong: str) -> tuple[Field, str]:
    name, field = f"l{one.line}", one.field
    given = request.POST.getlist(name) if field.type == "choices" else request.POST.get(name, "")
    question = Field(
        name=name,
        label=_label(one.line, field),
        kind=KINDS.get(field.type, "text"),
        value=given,
        error=wrong,
        choices=[(choice.key, choice.said(_language())) for choice in field.choices],
        max_length=field.limit if field.type in {"text", "lines", "phone"} else None,
    )
    return question, "" if given or wrong else one.known


def _label(line: str, field: FieldOf) -> str:
    return f"{int(line) + 1} {field.said(_language())}"


def _said(field: FieldOf, value: object) -> str:
    if value in (None, ""):
        return _("(blank)")
    several = value if isinstance(value, list) else [value]
    chosen = [choice.said(_language()) if (choice := field.choice(one)) else str(one) for one in several]
    return " ".join(chosen)


def _language() -> str:
    return get_language() or ""
