"""The units and rooms of a house by the numbers of its doors: units × floors × flats. Pure."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# As houses are built here: two flats on a floor of an entrance.
FLATS = 2
MOST_UNITS, MOST_FLOORS, MOST_FLATS = 30, 99, 40
MOST_ROOMS = 3_000


@dataclass(frozen=True, slots=True)
class Layout:
    """So many units, floors and flats on a floor of each unit. No units: rooms lie in the house itself.

    A house with no units, one floor and one flat is a village house: its only room has no plate of its own.
    """

    units: int
    floors: int
    flats: int

    @property
    def count(self) -> int:
        """How many rooms it makes."""
        return max(1, self.units) * self.floors * self.flats

    @property
    def lawful(self) -> bool:
        return (
            0 <= self.units <= MOST_UNITS
            and 1 <= self.floors <= MOST_FLOORS
            and 1 <= self.flats <= MOST_FLATS
            and self.count <= MOST_ROOMS
        )

    def unit_plates(self) -> tuple[str, ...]:
        return tuple(str(number) for number in range(1, self.units + 1))

    def room_plates(self) -> Iterator[str]:
        """Of one unit, from the ground up: 101, 102, 201 … 1802."""
        if not self.units and self.floors * self.flats == 1:
            yield ""
            return
        for floor in range(1, self.floors + 1):
            for flat in range(1, self.flats + 1):
                yield f"{floor}{flat:02}"


def suggested(floors: int | None, households: int) -> Layout:
    """The layout that a house of so many floors needs for its households."""
    if households <= 1:
        return Layout(0, 1, 1)
    storeys = floors or 1
    return Layout(min(MOST_UNITS, math.ceil(households / (storeys * FLATS))), storeys, FLATS)


def shared(households: int, rooms: Sequence[int]) -> list[int]:
    """The households of a house over its units by their rooms, to the last one."""
    whole = sum(rooms)
    if not whole:
        return [0 for _unit in rooms]
    exact = [households * part / whole for part in rooms]
    shares = [int(part) for part in exact]
    rest = sorted(range(len(rooms)), key=lambda unit: (shares[unit] - exact[unit], unit))
    for unit in rest[: households - sum(shares)]:
        shares[unit] += 1
    return shares
