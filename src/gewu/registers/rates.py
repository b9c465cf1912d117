"""How fresh, complete and consistent a register is: plain sums, no database.

鲜活度: looked at within the rhythm. 完整率: how much of what is needed is held. 一致率: nothing waits to be
decided. 不落户、不掉人、不缺项: households without a dwelling, people in no household, doors nobody saw.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gewu.registers.rhythm import MONTHS, Rhythm, later

# Where a register names no rhythm, what is known of a row is looked at once a year.
USUAL: Rhythm = "year"


@dataclass(frozen=True, slots=True)
class Sums:
    """What was counted over rows. `asked`: needed fields over all rows; `held`: how many of them are held."""

    rows: int = 0
    fresh: int = 0
    asked: int = 0
    held: int = 0
    agreed: int = 0
    loose: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(mine + theirs for mine, theirs in zip(_values(self), _values(other), strict=True)))

    @property
    def freshness(self) -> float | None:
        return _share(self.fresh, self.rows)

    @property
    def completeness(self) -> float | None:
        return _share(self.held, self.asked)

    @property
    def consistency(self) -> float | None:
        return _share(self.agreed, self.rows)


def together(sums: Iterable[Sums]) -> Sums:
    """The sums of several places."""
    return sum(sums, Sums())


def fresh_since(rhythm: Rhythm | None, today: date) -> date:
    """Who was looked at on this day or later is fresh."""
    return later(today, -MONTHS[rhythm or USUAL])


def _values(one: Sums) -> tuple[int, ...]:
    return one.rows, one.fresh, one.asked, one.held, one.agreed, one.loose


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
