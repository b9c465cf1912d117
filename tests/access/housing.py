"""Addresses as the matrix asks for them: a plate on a house, and what keepers send."""

from uuid import uuid4

from gewu.places import commands, plates, queries
from tests.access.town import Town


def a_plate(town: Town) -> str:
    """The plate of a house; asked for again, the same."""
    found = plates.plates_of([town.tiny.building_1])
    if not found:
        admin = town.people["admin"].actor
        found = commands.issue_plates(above=town.tiny.building_1, kinds=["building"], actor=admin)
    return found[0].code


def a_unit(town: Town) -> dict[str, object]:
    """A unit that is not there yet."""
    return {"kind": "unit", "plate": uuid4().hex[:8], "township": town.tiny.township}


def another_grid(town: Town) -> dict[str, str]:
    return {"area": str(town.tiny.b1), "reason": "大门开在南侧"}


def seen(town: Town) -> dict[str, str]:
    """That the address is looked at as it stands."""
    return {"seen_version": str(queries.address(town.tiny.school).version)}


def another_name() -> dict[str, str]:
    return {"name": f"老院{uuid4().hex[:6]}", "kind": "nick"}
