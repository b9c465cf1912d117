"""Addresses of the demo town as people keep them: rooms of some estates, other names, a house given away."""

from datetime import UTC, datetime

from gewu.people import queries as people
from gewu.places import commands
from gewu.places import queries as places
from gewu.places.values import Address

ESTATES = 6
NICKNAMES = ("老纺织院", "矿务局院", "东大院", "西大院", "老机床厂院", "老干部院")
SPRING = datetime(2026, 3, 31, 16, tzinfo=UTC)
WHY = "唯一的大门开在相邻网格一侧"


def keep_addresses(township: int) -> None:
    """Rooms and a nickname for the first estates; one house goes to the grid beside its own."""
    logins = {role: name for name, role, home in people.demo_logins() if home == township}
    if "admin" not in logins:
        return
    admin = people.actor_of(people.user_named(logins["admin"]), door="desk")
    street = places.area_by_code(str(township)).id
    estates = [one for one in places.addresses_in(street) if one.kind == "estate"][:ESTATES]
    for estate, nickname in zip(estates, NICKNAMES, strict=False):
        commands.add_alias(address=estate.id, name=nickname, kind="nick", actor=admin)
        homes = [house for house in places.buildings_of(estate.id) if house.households]
        commands.lay_out_houses(township, {house.id: needed_by(house) for house in homes})
    for house in places.buildings_of(estates[0].id)[:1]:
        beside = [near.area for near in places.neighbours(house.area)] if house.area else []
        for grid in beside[:1]:
            commands.assign_by_hand(address=house.id, area=grid, since=SPRING, reason=WHY, actor=admin)


def needed_by(house: Address) -> places.Layout:
    """The units and rooms a house needs for its households."""
    return places.suggested(house.floors, house.households)
