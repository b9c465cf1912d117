"""The questions of an area, and what was typed into them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.catalogue import queries as catalogue
from gewu.kernel.access import Tier
from gewu.kernel.errors import Invalid
from gewu.layers import queries
from gewu.layers.asked import LONGEST, Asked, next_code
from gewu.layers.models import Layer, LayerArea
from gewu.layers.queries import AreaSheet
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.ui.forms import Choice, Field


def of(
    of: Layer, row: LayerArea | None, given: Mapping[str, Any], wrong: Mapping[str, str]
) -> dict[str, Field]:
    """Every question about an area, with what was typed and what is wrong."""

    def field(name: str, label: str, **more: Any) -> Field:
        return Field(name=name, label=label, value=given.get(name, ""), error=wrong.get(name, ""), **more)

    forms = [Choice(str(form), str(word)) for form, word in queries.FORMS.items()]
    found = {
        "name": field("name", _("Name of the area"), required=True, max_length=LONGEST),
        "name_en": field("name_en", _("Name in English"), max_length=LONGEST),
        "form": field(
            "form", _("Kind of grid"), kind="choice", choices=[("", _("not said")), *_pairs(forms)]
        ),
        "areas": Field(
            name="areas",
            label=_("Grids it is made of"),
            kind="several",
            value=_listed(given, "areas"),
            error=wrong.get("areas", ""),
            choices=_tree(of.township),
        ),
        "houses": field(
            "houses",
            _("Or houses, one on each line"),
            kind="long",
            rows=3,
            help=_("As people say it: an estate and the number of the house."),
        ),
        "office": field(
            "office",
            _("Office that answers"),
            kind="grouped",
            choices=[Choice("", _("nobody yet")), *_offices(of)],
        ),
        "leader": field("leader", _("Who leads it, by post"), max_length=LONGEST),
    }
    if row is None:
        code = next_code(of)
        found["code"] = field(
            "code", _("Code"), max_length=24, placeholder=code, help=_("Left empty, it is the next one.")
        )
    return found


def typed(sheet: AreaSheet) -> dict[str, Any]:
    """An area as its form holds it."""
    now = sheet.now
    own_ground = sheet.area.outline is not None
    return {
        "name": sheet.area.name_zh,
        "name_en": sheet.area.name_en,
        "form": sheet.area.form,
        "areas": () if own_ground else tuple(str(one.place.id) for one in sheet.tree),
        "houses": "\n".join(house.name for house in sheet.houses),
        "office": str(now.office) if now and now.office else "",
        "leader": now.leader if now else "",
    }


def asked(given: "MultiValueDict[str, str]") -> Asked:
    """What was typed as an area, or Invalid naming what cannot be read."""
    wrong: dict[str, str] = {}
    areas = tuple(_id(one, "areas", wrong) for one in given.getlist("areas"))
    office = _id(given.get("office") or "", "office", wrong) if given.get("office") else None
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)
    return Asked(
        name=given.get("name") or "",
        name_en=given.get("name_en") or "",
        code=given.get("code") or "",
        form=given.get("form") or "",
        areas=tuple(area for area in areas if area),
        houses=tuple((given.get("houses") or "").splitlines()),
        office=office,
        leader=given.get("leader") or "",
    )


def categories(given: Sequence[str], wrong: Mapping[str, str]) -> Field:
    """Which categories a layer carries."""
    language = get_language() or ""
    choices = [
        Choice(one.code, one.name(language), major.name(language))
        for major in catalogue.majors()
        for one in major.members()
    ]
    return Field(
        name="categories",
        label=_("Categories it answers for"),
        kind="several",
        value=given,
        error=wrong.get("categories", ""),
        choices=choices,
    )


def successor(sheet: AreaSheet, error: str) -> Field:
    """Which area takes the place of a retired one."""
    rows = [row for row in queries.every_area(sheet.layer) if row.until is None and row.id != sheet.area.id]
    choices = [("", _("none")), *((str(row.id), f"{row.code} {_name(row)}") for row in rows)]
    return Field(
        name="successor", label=_("What takes its place"), kind="choice", choices=choices, error=error
    )


def version(given: Mapping[str, str]) -> int:
    """The version the form was drawn from; whatever is no number is older than every row."""
    seen = given.get("seen_version", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0


def _name(row: LayerArea) -> str:
    return row.name_en if (get_language() or "").startswith("en") else row.name_zh


def _pairs(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in choices]


def _tree(township: int) -> list[Choice]:
    """Each community as a whole, then its grids and theirs."""
    top = places.area_by_code(f"{township:09d}")
    found: list[Choice] = []
    for community in places.under(top.id, Tier.COMMUNITY):
        name = _short(community)
        found.append(Choice(str(community.id), _("All of %(place)s") % {"place": name}, name))
        inside = [*places.under(community.id, Tier.GRID), *places.under(community.id, Tier.CELL)]
        found += [
            Choice(str(grid.id), _short(grid), name) for grid in sorted(inside, key=lambda one: one.code)
        ]
    return found


def _offices(of: Layer) -> list[Choice]:
    english = (get_language() or "").startswith("en")
    return [
        Choice(str(row.id), row.name_en if english else row.name_zh, str(row.get_kind_display()))
        for row in people.organisations_of(of.township)
    ]


def _short(place: places.AreaName) -> str:
    return place.name_en if (get_language() or "").startswith("en") else place.short


def _listed(given: Mapping[str, Any], name: str) -> Sequence[str]:
    return given.getlist(name) if isinstance(given, MultiValueDict) else given.get(name, ())


def _id(given: str, name: str, wrong: dict[str, str]) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        wrong[name] = _("Choose one of the given answers.")
        return None
