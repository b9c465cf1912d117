"""Decisions about cards and plates on plain values."""

from dataclasses import dataclass
from typing import Literal

State = Literal["planned", "up", "damaged", "missing"]
WRONG: frozenset[State] = frozenset({"damaged", "missing"})


@dataclass(frozen=True, slots=True)
class Handed:
    """Doors of one house: where a card was left, where it was not wanted, where nobody opened."""

    delivered: int
    refused: int
    nobody: int

    @property
    def doors(self) -> int:
        return self.delivered + self.refused + self.nobody


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of so many households so many have the card of the person who is there now.

    `outdated`: cards that still name somebody else. They were delivered and count no more.
    """

    households: int
    delivered: int
    refused: int
    nobody: int
    outdated: int
    houses: int
    houses_done: int

    @property
    def share(self) -> float | None:
        """In percent, one digit; None where nobody lives."""
        return round(100 * self.delivered / self.households, 1) if self.households else None

    @property
    def waiting(self) -> int:
        """Households where a card is still to be given: not delivered, and not refused."""
        return max(0, self.households - self.delivered - self.refused)


@dataclass(frozen=True, slots=True)
class PlateCount:
    """Plates of an area by how they stand."""

    planned: int
    up: int
    damaged: int
    missing: int
    unchecked: int

    @property
    def all(self) -> int:
        return self.planned + self.up + self.damaged + self.missing


def handed_problem(handed: Handed, households: int) -> Literal["negative", "more"] | None:
    """Why these numbers cannot be, if they cannot: no house has more doors than households."""
    if min(handed.delivered, handed.refused, handed.nobody) < 0:
        return "negative"
    return "more" if handed.doors > households else None


def may_follow(before: State, after: State) -> bool:
    """A plate that never hung is neither damaged nor missing; every other finding may follow every other."""
    return after != "planned" and (before != "planned" or after == "up")


def opens_case(before: State, after: State, *, open_case: bool) -> bool:
    """Damage becomes work once: not again while the case about it is still open."""
    return after in WRONG and not open_case


def units_of(households: int, floors: int | None) -> int:
    """How many stairways a house probably has: two flats on each landing. To be corrected."""
    if not floors or not households:
        return 1
    return max(1, min(6, round(households / (2 * floors))))


def initials_of(name: str) -> str:
    """What stands where there is no photo: the surname, or two letters of a name in Latin script."""
    words = name.split()
    if not words:
        return "?"
    if words[0][0].isascii():
        return "".join(word[0] for word in words[:2]).upper()
    return words[0][0]


@dataclass(frozen=True, slots=True)
class CardWork:
    """What is still to do on somebody's ground."""

    cards: Coverage
    plates: PlateCount

    @property
    def houses(self) -> int:
        return self.cards.houses

    @property
    def wrong(self) -> int:
        return self.plates.damaged + self.plates.missing
