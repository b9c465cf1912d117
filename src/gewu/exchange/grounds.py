"""Who is responsible where, for rows by the thousand: the ground of every house of a township."""

from dataclasses import dataclass, field
from uuid import UUID

from gewu.kernel.points import Point
from gewu.places import queries as places
from gewu.places.address_lines import Line, lines_of
from gewu.registers.ground import NOWHERE, Ground


@dataclass(slots=True)
class Grounds:
    """The grounds of a township's addresses, each worked out once."""

    lines: dict[UUID, Line]
    _known: dict[UUID, Ground] = field(default_factory=dict)
    _areas: dict[UUID, Ground] = field(default_factory=dict)

    @classmethod
    def of(cls, township: int) -> "Grounds":
        return cls({line.id: line for line in lines_of(township)})

    def at(self, address: str | UUID | None) -> Ground:
        """Where rows of this address belong today."""
        if not address:
            return NOWHERE
        identifier = address if isinstance(address, UUID) else UUID(address)
        if identifier not in self._known:
            line = self.lines.get(identifier)
            self._known[identifier] = self._ground(line) if line else NOWHERE
        return self._known[identifier]

    def point(self, lon: float, lat: float) -> Ground:
        """Where something stands that has a point and no address."""
        here = places.locate(Point(lon, lat))
        return Ground(None, None, here.community, here.grid, here.cell) if here else NOWHERE

    def _ground(self, line: Line) -> Ground:
        above = self._area(line.area) if line.area else NOWHERE
        building = line.id if line.is_house else line.building
        return Ground(line.id, building, above.in_community, above.in_grid, above.in_cell)

    def _area(self, area: UUID) -> Ground:
        if area not in self._areas:
            here = places.location_of(area)
            self._areas[area] = Ground(None, None, here.community, here.grid, here.cell)
        return self._areas[area]
