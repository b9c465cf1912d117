"""How well each grid of a made-up town knows its doors: some were at nearly all this quarter, some at few."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils.timezone import localdate, make_aware

from gewu.kernel.access import Tier
from gewu.places import queries as places
from gewu.places.queries import Address

# How large a share of its doors a grid was at within the quarter, and how many grids are like that.
KEEN = (0.97, 0.9, 0.82, 0.7, 0.5, 0.25)
OF_SIXTEEN = (2, 4, 4, 3, 2, 1)
# Of the other doors: days since somebody was there last. The rest nobody has been at yet.
LONG_AGO = ((0.6, (95, 330)), (0.85, (380, 700)))


@dataclass(slots=True)
class Rounds:
    """The rounds of all grids of a town until now; the same for the same chance."""

    now: datetime
    chance: Random
    keen: dict[UUID, float] = field(default_factory=dict)

    def seen(self, house: Address) -> datetime | None:
        """When somebody was at a door of this house last; None: never."""
        days = self._days(house)
        if days is None:
            return None
        day = localdate(self.now) - timedelta(days=days)
        return make_aware(datetime.combine(day, time(self.chance.randint(9, 19), self.chance.randint(0, 59))))

    def _days(self, house: Address) -> int | None:
        if self.chance.random() < self._keen(house):
            return self.chance.randint(2, 85)
        drawn = self.chance.random()
        span = next((days for bound, days in LONG_AGO if drawn < bound), None)
        return self.chance.randint(*span) if span else None

    def _keen(self, house: Address) -> float:
        grid = _grid(house)
        if grid not in self.keen:
            self.keen[grid] = self.chance.choices(KEEN, OF_SIXTEEN)[0]
        return self.keen[grid]


def _grid(house: Address) -> UUID:
    """The grid of a house; what lies in none stands for itself."""
    if house.area is None:
        return house.id
    area = places.area(house.area)
    return area.path[-2] if area.tier == Tier.CELL else area.id
