"""The areas of a layer as a file describes them: named ones, squares of ground, one for a house."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from gewu.layers.building import Made, Town
from gewu.layers.definition import AreaEntry, LayerEntry
from gewu.layers.rules import squares
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.locality import LocalityError


@dataclass(frozen=True, slots=True)
class Entry:
    """One area to be, under which other, and who answers for it."""

    made: Made
    parent: str
    office: UUID | None
    leader: str


def areas_of(entry: LayerEntry, town: Town) -> list[Entry]:
    """Every area of the layer, parents first."""
    offices = {one.key: one.id for one in people.organisations_of(town.township)}
    usual = _office(entry.office, offices, entry)
    found = [_named(area, entry, offices, usual) for area in _parents_first(entry.areas)]
    made = [*_squares(entry, town), *_houses(entry, town)]
    return [*found, *(Entry(one, "", usual, "") for one in made)]


def _parents_first(areas: tuple[AreaEntry, ...]) -> list[AreaEntry]:
    return sorted(areas, key=lambda area: area.parent is not None)


def _named(area: AreaEntry, entry: LayerEntry, offices: dict[str, UUID], usual: UUID | None) -> Entry:
    members = tuple(places.area_by_code(code).id for code in area.members)
    houses = tuple(places.address(_address(code)) for code in area.buildings)
    made = Made(area.code, area.zh, area.en, area.form, members, houses)
    return Entry(made, area.parent or "", _office(area.office, offices, entry) or usual, area.leader)


def _address(code: str) -> UUID:
    return places.address_id(code)


def _squares(entry: LayerEntry, town: Town) -> Iterator[Made]:
    """Each community cut into squares, three digits after its code (DB11: 社区内顺序自西向东、由北至南)."""
    if entry.squares is None:
        return
    pieces = squares(town.communities, entry.squares)
    for community in sorted(pieces, key=lambda place: place.code):
        for number, ground in enumerate(pieces[community], 1):
            name, english = f"{community.short}单元{number:03}", f"{community.name_en} unit {number:03}"
            yield Made(f"{community.code}{number:03}", name, english, ground=ground)


def _houses(entry: LayerEntry, town: Town) -> Iterator[Made]:
    """A dedicated grid for every house of certain uses, numbered through the township."""
    if not entry.houses:
        return
    found = [one for one in places.addresses_in(town.street.id) if one.use in entry.houses]
    for number, house in enumerate(found, 1):
        form = entry.houses[house.use]
        yield Made(f"{town.township:09d}Z{number:03}", house.name, house.name_en, form, houses=(house,))


def _office(key: str, offices: dict[str, UUID], entry: LayerEntry) -> UUID | None:
    if not key:
        return None
    if key not in offices:
        raise LocalityError("layers.toml", [f"layer {entry.key}: no office {key!r}"])
    return offices[key]
