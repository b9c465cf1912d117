"""Findings and figures as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gewu.checkups import words
from gewu.checkups.models import Finding, Statement
from gewu.checkups.rules import Step
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.kernel.filters import Chip, Chosen
from gewu.places import queries as places
from gewu.ui.forms import Field


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in a list."""

    of: Finding
    title: str
    sentence: str
    register: str
    where: str
    state: str
    tone: str
    given_to: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of a report, with what is wrong with it."""

    of: Statement
    item: str
    value: str
    wrong: Sequence[tuple[Finding, str]] = ()


def row_of(row: Finding) -> Row:
    return Row(
        of=row,
        title=words.title_of(row.check_key),
        sentence=words.sentence(row.check_key, row.said),
        register=str(words.REGISTERS.get(row.register, row.register)),
        where=_where(row),
        state=str(words.STATES[row.state]),
        tone=words.TONES[row.state],
    )


def rows_of(rows: Sequence[Finding], names: Mapping[UUID, str]) -> list[Row]:
    """Rows with who has each to mend."""
    return [
        replace(row_of(row), given_to=names.get(row.given_to, "") if row.given_to else "") for row in rows
    ]


def people_options(named: Mapping[UUID, str], on: UUID | None) -> list[dict[str, object]]:
    return [{"key": user, "name": name, "on": user == on} for user, name in named.items()]


def named_chips(chosen: Chosen, names: Mapping[UUID, str]) -> list[dict[str, str]]:
    """The filters that came with a link: the check, the grid by its name, whoever has it."""
    known = {str(user): name for user, name in names.items()}
    return [
        {"label": str(chip.label), "words": _words_of(chip, known), "without": chip.without}
        for chip in chosen.chips
        if chip.name in {"check", "grid", "given_to", "day_from", "day_to"}
    ]


def _words_of(chip: Chip, names: Mapping[str, str]) -> str:
    if chip.name == "grid":
        return places.area(UUID(str(chip.words))).in_language(words.language())
    return names.get(str(chip.words), "") if chip.name == "given_to" else str(chip.words)


def line_of_file(row: Finding) -> list[str]:
    found = row_of(row)
    day = localtime(row.found_at).strftime("%Y-%m-%d")
    return [day, found.title, found.sentence, found.register, found.where, found.state]


def figure_of(row: Statement, wrong: Sequence[Finding] = ()) -> FigureRow:
    told = [(one, words.sentence(one.check_key, one.said)) for one in wrong]
    return FigureRow(row, words.item_name(row.item), plain(row.value), told)


def subject_of(row: Finding) -> str:
    """The address of the page where it is mended; nothing for figures, which are listed beside it."""
    if row.subject_id is None:
        return ""
    if row.register == "building":
        return reverse("registers:building", args=[row.subject_id])
    return reverse("registers:file", args=[row.register, row.subject_id])


def plain(value: Decimal | None) -> str:
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def chips(
    request: ActorRequest, choices: Mapping[str, str | Promise], name: str, on: str
) -> list[dict[str, object]]:
    """One chip per value; the one that is on leads back to all."""
    rest = [(key, value) for key, value in request.GET.items() if key not in {name, "after"}]
    return [
        {
            "label": str(label),
            "url": "?" + urlencode([*rest, (name, "" if key == on else key)]),
            "on": key == on,
            "count": None,
        }
        for key, label in choices.items()
    ]


def why_field(request: ActorRequest, wrong: Mapping[str, str], name: str = "why") -> Field:
    return Field(
        name=name,
        label=_("Why"),
        kind="long",
        rows=2,
        required=True,
        max_length=500,
        value=request.POST.get(name, "") if wrong else "",
        error=wrong.get(name, ""),
    )


def step_in(request: ActorRequest) -> Step:
    given = request.POST.get("step", "")
    if given not in set(Step):
        message = _("Choose one of the given answers.")
        raise Invalid(message, fields={"step": message})
    return Step(given)


def _where(row: Finding) -> str:
    if row.register == "figures":
        return f"{words.place_name(str(row.said.get('place', '')))} · {row.said.get('period', '')}"
    deepest = row.in_cell or row.in_grid or row.in_community
    return places.area(deepest).in_language(words.language()) if deepest else ""
