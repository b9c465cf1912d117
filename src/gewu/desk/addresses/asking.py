"""The questions about an address, and what was answered."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.desk.addresses.browse import deepest
from gewu.kernel import clock
from gewu.kernel.errors import Invalid
from gewu.kernel.typed import point_in
from gewu.places import queries
from gewu.places.layout import MOST_FLATS, MOST_FLOORS, MOST_UNITS, Layout, suggested
from gewu.places.shaping import HOLDS, Correction, NewAddress
from gewu.places.values import Address
from gewu.ui.forms import Choice, Field

USES = ("home", "school", "nursery", "clinic", "shop", "market", "office", "seniors", "library", "works")
_TEXTS = ("name", "name_en", "plate", "use", "street")
_NUMBERS = ("house", "floors", "households")
_ASKED = {
    "estate": ("name", "name_en", "street", "house"),
    "road": ("name", "name_en"),
    "building": ("plate", "name", "name_en", "use", "floors", "households", "street", "house"),
    "unit": ("plate",),
    "room": ("plate",),
}


def kinds_in(above: Address | None) -> tuple[str, ...]:
    """What may stand in an address; by itself, an estate or a road."""
    if above is None:
        return ("estate", "road")
    return tuple(kind for kind, holders in HOLDS.items() if above.kind in holders)


def fields(
    kind: str, above: Address | None, given: Mapping[str, str], wrong: Mapping[str, str]
) -> list[Field]:
    """The questions about an address of a kind."""
    every = _every(given, wrong)
    asked = [name for name in _ASKED[kind] if not (above and above.kind == "estate" and name in _STREETS)]
    return [every[name] for name in asked]


_STREETS = {"street", "house"}


def _every(given: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, Field]:
    labels = {
        "name": (_("What it is called"), _("Of a house only if it has one.")),
        "name_en": (_("English name"), ""),
        "plate": (_("Number on the door"), _("3, 12, 501. The only room of a village house has none.")),
        "street": (_("Street"), ""),
        "house": (_("Number along the street"), ""),
        "floors": (_("Floors"), ""),
        "households": (_("Households"), ""),
    }
    found = {
        name: Field(
            name=name, label=label, help=help_, value=given.get(name, ""), error=wrong.get(name, ""),
            kind="number" if name in _NUMBERS else "text", minimum=0 if name in _NUMBERS else None,
            whole=name in _NUMBERS, max_length=None if name in _NUMBERS else 60,
        )
        for name, (label, help_) in labels.items()
    }  # fmt: skip
    words = {
        "home": _("home"), "school": _("school"), "nursery": _("nursery"), "clinic": _("clinic"),
        "shop": _("shop"), "market": _("market"), "office": _("office"), "seniors": _("seniors' room"),
        "library": _("library"), "works": _("factory"),
    }  # fmt: skip
    found["use"] = Field(
        name="use", label=_("Used as"), kind="choice", value=given.get("use", ""),
        choices=list(words.items()), error=wrong.get("use", ""),
    )  # fmt: skip
    return found


def typed(address: Address) -> dict[str, str]:
    """An address as the answers of its own form."""
    named = address.kind != "building" or not address.plate
    return {
        "name": address.name if named else "", "name_en": address.name_en if named else "",
        "plate": address.plate, "use": address.use, "street": address.street,
        "house": str(address.street_number or ""),
        "floors": str(address.floors or ""), "households": str(address.households),
        "lon": str(address.point.lon), "lat": str(address.point.lat), "crs": "WGS84",
    }  # fmt: skip


def new_address(given: Mapping[str, str], township: int, above: UUID | None) -> NewAddress:
    """What was answered about an address to be added."""
    numbers = {name: _number(given, name) for name in _NUMBERS}
    return NewAddress(
        township=township,
        kind=given.get("kind", ""),
        parent=above,
        point=point_in(given),
        house=numbers["house"] or 0,
        floors=numbers["floors"],
        households=numbers["households"] or 0,
        **{name: given.get(name, "") for name in _TEXTS},
    )


def correction(given: Mapping[str, str]) -> Correction:
    """What was answered about an address that is there: what the form did not ask stays as it is."""
    said: dict[str, Any] = {name: given[name] for name in _TEXTS if name in given}
    said |= {name: _number(given, name) for name in _NUMBERS if name in given}
    return Correction(**said, point=point_in(given))


def layout(given: Mapping[str, str], address: Address) -> Layout:
    """The layout typed, else the one the house needs for its households."""
    own = suggested(address.floors, address.households)
    if "units" not in given:
        return own
    numbers = [_number(given, name) for name in ("units", "floors", "flats")]
    units, floors, flats = (0 if number is None else number for number in numbers)
    return Layout(units, floors, flats)


def layout_fields(given: Mapping[str, str], address: Address, wrong: Mapping[str, str]) -> list[Field]:
    """Three numbers and how far each may go."""
    own = suggested(address.floors, address.households)
    asked = {
        "units": (_("Units"), _("0: the rooms lie in the house itself."), own.units, MOST_UNITS),
        "floors": (_("Floors"), "", own.floors, MOST_FLOORS),
        "flats": (_("Flats on a floor of a unit"), "", own.flats, MOST_FLATS),
    }
    return [
        Field(
            name=name, label=label, help=help_, kind="number", whole=True, minimum=0, maximum=most,
            value=given.get(name, str(value)), error=wrong.get(name, ""), required=True,
        )
        for name, (label, help_, value, most) in asked.items()
    ]  # fmt: skip


def grid_fields(given: Mapping[str, str], address: Address, wrong: Mapping[str, str]) -> list[Field]:
    """Which grid, since when, and why."""
    top = queries.area_by_code(str(address.township))
    language = get_language() or ""
    choices = [
        Choice(str(grid.id), grid.in_language(language), queries.area(grid.path[-2]).in_language(language))
        for grid in deepest(top.id)
    ]
    return [
        Field(
            name="area", label=_("Grid"), kind="grouped", required=True, choices=choices,
            value=given.get("area", str(address.area or "")), error=wrong.get("area", ""),
        ),
        Field(
            name="since", label=_("Since"), kind="date", required=True,
            value=given.get("since", localdate(clock.now()).isoformat()), error=wrong.get("since", ""),
        ),
        Field(
            name="reason", label=_("Why"), kind="long", rows=2, required=True, max_length=200,
            help=_("For instance: its only gate opens to that side."),
            value=given.get("reason", ""), error=wrong.get("reason", ""),
        ),
    ]  # fmt: skip


def version(given: Mapping[str, str]) -> int:
    """The version the form was drawn from; whatever is no number is older than every address."""
    seen = given.get("seen_version", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0


def by_now(given: Mapping[str, str], address: Address) -> dict[str, str]:
    """Beside each answer what stands there since somebody else has changed it: nothing of either is lost."""
    stands = typed(address)
    notes = {
        name: _("It says “%(value)s” by now.") % {"value": stands[name]}
        for name in (*_TEXTS, *_NUMBERS)
        if name in given and (given[name].strip() or "0") != (stands[name] or "0")
    }
    if any(given.get(name) and given[name] != stands[name] for name in ("lon", "lat")):
        notes["point"] = _("It stands elsewhere by now: %(point)s.") % {
            "point": f"{stands['lon']}, {stands['lat']}"
        }
    return notes


def area(given: Mapping[str, str]) -> UUID:
    """The grid chosen, or Invalid."""
    try:
        return UUID(given.get("area", ""))
    except ValueError:
        said = _("Choose one of the deepest grids of this place.")
        raise Invalid(said, fields={"area": said}) from None


def _number(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        said = _("This is no number.")
        raise Invalid(said, fields={name: said})
    return int(text)
