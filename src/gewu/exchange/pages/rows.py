"""Which rows a list has, as a form asks it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.exchange.commands.carrying import at_home
from gewu.exchange.commands.scoping import areas_of, programmes_for
from gewu.exchange.wanting import OLDEST, Only
from gewu.kernel.access import Actor
from gewu.ui.forms import Choice, Field

LONGEST_AGE = 3


def only_of(given: Mapping[str, str]) -> Only:
    """Which rows are asked for. What is no number asks for nobody, and is refused as such."""
    return Only(
        given.get("area", ""), given.get("programme", ""), _age(given, "age_from"), _age(given, "age_to")
    )


def _age(given: Mapping[str, str], name: str) -> int | None:
    said = given.get(name, "").strip()
    if not said:
        return None
    return int(said) if said.isdecimal() and len(said) <= LONGEST_AGE else OLDEST + 1


def only_fields(kind: str, only: Only, wrong: Mapping[str, str], actor: Actor) -> Sequence[Field]:
    """A place; of persons a programme and their ages too."""
    township, language = at_home(actor).township, get_language() or "zh"
    places = [Choice(str(one.id), one.in_language(language)) for one in areas_of(township)]
    asked = [
        Field(
            name="area", label=_("Where"), kind="choice", value=only.area, error=wrong.get("area", ""),
            silent=True, placeholder=_("The whole place"), choices=places,
        )
    ]  # fmt: skip
    if kind != "person":
        return asked
    offered = [Choice(one.key, one.said(language)) for one in programmes_for(township, actor)]
    return [
        *asked,
        Field(
            name="programme",
            label=_("Programme"),
            kind="choice",
            value=only.programme,
            silent=True,
            placeholder=_("Everybody"),
            choices=offered,
            error=wrong.get("programme", ""),
        ),
        _age_field("age_from", _("From how many years on"), only.age_from, ""),
        _age_field("age_to", _("Up to how many years"), only.age_to, wrong.get("age_to", "")),
    ]


def _age_field(name: str, label: str, value: int | None, error: str) -> Field:
    return Field(
        name=name,
        label=label,
        silent=True,
        kind="number",
        whole=True,
        minimum=0,
        maximum=OLDEST,
        value="" if value is None else value,
        error=error,
    )
