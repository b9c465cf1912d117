"""Where a row stands, as its address tells: the building, and who is responsible there now."""

from dataclasses import dataclass
from uuid import UUID

from gewu.kernel.points import Point
from gewu.places import queries as places
from gewu.registers.models import RegisterRow

GROUND = ("address", "building", "in_community", "in_grid", "in_cell")


@dataclass(frozen=True, slots=True)
class Ground:
    """An address and the places above it."""

    address: UUID | None = None
    building: UUID | None = None
    in_community: UUID | None = None
    in_grid: UUID | None = None
    in_cell: UUID | None = None

    def put_on(self, row: RegisterRow) -> None:
        for column in GROUND:
            setattr(row, column, getattr(self, column))


NOWHERE = Ground()


def ground_of(address: UUID) -> Ground:
    """Where rows of this address belong today."""
    found = places.address(address)
    building = found.id if found.kind == "building" else found.building
    return _in_area(found.area, address=found.id, building=building)


def door_of(address: UUID) -> str:
    """What a room or a unit is called inside its house; blank for a house."""
    found = places.address(address)
    if found.building is None:
        return ""
    return found.name.removeprefix(places.address(found.building).name)


def ground_at(point: Point) -> Ground:
    """Where something stands that has a point and no address."""
    here = places.locate(point)
    return _in_area(here.at if here else None)


def ground_of_row(row: RegisterRow) -> Ground:
    """The same ground as another row."""
    return Ground(**{column: getattr(row, column) for column in GROUND})


def _in_area(area: UUID | None, *, address: UUID | None = None, building: UUID | None = None) -> Ground:
    if area is None:
        return Ground(address, building)
    here = places.location_of(area)
    return Ground(address, building, here.community, here.grid, here.cell)
