"""An area of a layer as somebody writes it, and everything that is wrong with it."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel import text
from gewu.kernel.access import Tier
from gewu.kernel.errors import Invalid
from gewu.layers.building import Made
from gewu.layers.models import Layer, LayerArea
from gewu.layers.rules import Form, free_codes
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.values import Address

LONGEST, MOST_MEMBERS = 60, 200
LAST_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an area is to be. Without a code it gets the next one; houses are named a line each."""

    name: str
    name_en: str = ""
    code: str = ""
    form: str = ""
    areas: tuple[UUID, ...] = ()
    houses: tuple[str, ...] = ()
    office: UUID | None = None
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Tidy:
    """The same, made safe to keep."""

    made: Made
    office: UUID | None
    leader: str


def tidied(of: Layer, asked: Asked, own: LayerArea | None = None) -> Tidy:
    """The area made safe to keep, or Invalid naming everything that is wrong."""
    wrong: dict[str, str] = {}
    name = _clean(asked.name, "name", wrong)
    if not name and "name" not in wrong:
        wrong["name"] = _("Give the area a name.")
    houses = _houses(of.township, asked.houses, wrong)
    _look_at_members(of.township, asked, own, wrong)
    if asked.form and asked.form not in set(Form):
        wrong["form"] = _("Choose one of the given answers.")
    if asked.office and asked.office not in {one.id for one in people.organisations_of(of.township)}:
        wrong["office"] = _("Choose one of the given answers.")
    code = own.code if own else _code(of, asked.code, wrong)
    leader, name_en = _clean(asked.leader, "leader", wrong), _clean(asked.name_en, "name_en", wrong)
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)
    form = Form(asked.form) if asked.form else None
    areas = tuple(dict.fromkeys(asked.areas))
    return Tidy(Made(code, name, name_en or name, form, areas, houses), asked.office, leader)


def next_code(of: Layer) -> str:
    """The code that a new area gets: after the township's nine digits, three that were never given."""
    taken = _given(of)
    stem = f"{of.township:09d}"
    return next(free_codes(stem, LAST_DIGITS, taken), "")


def tree_of(township: int) -> dict[UUID, str]:
    """The areas of the tree that an area of a layer may hold."""
    top = places.area_by_code(f"{township:09d}")
    tiers = (Tier.COMMUNITY, Tier.GRID, Tier.CELL)
    return {place.id: place.code for tier in tiers for place in places.under(top.id, tier)}


def _given(of: Layer) -> set[str]:
    rows = LayerArea.objects.filter(township=of.township, layer_id=of.id)
    return set(rows.values_list("code", flat=True))


def _code(of: Layer, asked: str, wrong: dict[str, str]) -> str:
    code = asked.strip().upper() or next_code(of)
    if not code:
        wrong["code"] = _("All codes of this layer are given. Its scheme needs another digit.")
    elif not (code.isascii() and code.isalnum() and 3 <= len(code) <= 24):
        wrong["code"] = _("A code has 3 to 24 digits or capital letters.")
    elif asked and code in _given(of):
        wrong["code"] = _("This code was given before. Codes are never used twice.")
    return code


def _look_at_members(township: int, asked: Asked, own: LayerArea | None, wrong: dict[str, str]) -> None:
    if asked.areas and asked.houses:
        wrong["areas"] = _("An area is made of grids or of houses, not of both.")
    elif len(asked.areas) + len(asked.houses) > MOST_MEMBERS:
        wrong["areas"] = _("At most %(most)d grids or houses.") % {"most": MOST_MEMBERS}
    elif not set(asked.areas) <= tree_of(township).keys():
        wrong["areas"] = _("Choose one of the given answers.")
    elif not (asked.areas or asked.houses or (own and own.outline)):
        wrong["areas"] = _("Choose the grids it is made of, or name its houses.")


def _houses(township: int, lines: tuple[str, ...], wrong: dict[str, str]) -> tuple[Address, ...]:
    """The house each line means; a line that means none, or several, is said."""
    found: list[Address] = []
    for line in filter(None, (one.strip() for one in lines)):
        hits = [one for one in places.find_address(line, township=township, most=2) if one.kind == "building"]
        if len(hits) == 1 or (hits and hits[0].name == line):
            found.append(hits[0])
        else:
            wrong.setdefault("houses", _("No one house is called so: %(line)s") % {"line": line})
    return tuple({one.id: one for one in found}.values())


def _clean(said: str, field: str, wrong: dict[str, str]) -> str:
    try:
        return text.clean(said, field=field, limit=LONGEST, lines=False)
    except Invalid as refused:
        wrong.update(refused.fields)
        return ""
