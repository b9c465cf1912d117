"""Rates of the registers, grid by grid: sums of a day, their way over the days, and the rows behind them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.kernel.paging import Page, page
from gewu.registers.models import RateDay, RegisterRow
from gewu.registers.queries.conditions import BEHIND, behind, living
from gewu.registers.queries.definitions import register
from gewu.registers.queries.rows import rows
from gewu.registers.rates import Sums, together

Place = tuple[UUID | None, UUID | None]
TREND = 30
SIZE = 50


@dataclass(frozen=True, slots=True)
class Rates:
    """The newest day an actor sees: sums by community and grid, then by register. `missing` over all."""

    day: date | None
    by_place: Mapping[Place, Mapping[str, Sums]] = field(default_factory=dict)
    missing: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def whole(self) -> Mapping[str, Sums]:
        """Each register over all places."""
        kinds = dict.fromkeys(kind for sums in self.by_place.values() for kind in sums)
        return {kind: together(one.get(kind, Sums()) for one in self.by_place.values()) for kind in kinds}


def rates(actor: Actor) -> Rates:
    """Today's rates where the actor reads registers; of the newest day that was counted."""
    seen = RateDay.objects.visible_to(actor)
    newest = seen.aggregate(day=Max("day"))["day"]
    if newest is None:
        return Rates(None)
    by_place: dict[Place, dict[str, Sums]] = defaultdict(dict)
    missing: dict[tuple[str, str], int] = defaultdict(int)
    for one in seen.filter(day=newest):
        place = by_place[one.in_community, one.in_grid]
        place[one.kind] = place.get(one.kind, Sums()) + sums_of(one)
        for key, count in one.missing.items():
            missing[one.kind, key] += count
    return Rates(newest, dict(by_place), dict(missing))


def trend(actor: Actor, kind: str) -> tuple[tuple[date, Sums], ...]:
    """A register over the last days that were counted, oldest first."""
    since = localdate(clock.now()) - timedelta(days=TREND)
    days: dict[date, Sums] = {}
    for one in RateDay.objects.visible_to(actor).filter(day__gte=since, kind=kind):
        days[one.day] = days.get(one.day, Sums()) + sums_of(one)
    return tuple(sorted(days.items()))


def rows_behind(
    actor: Actor, *, kind: str, what: str, grid: UUID | None = None, after: str | None = None
) -> Page[RegisterRow]:
    """The rows behind a figure, as far as the actor sees them; NotFound for a figure that is none."""
    of = register(kind)
    name, _colon, key = what.partition(":")
    if name not in BEHIND or (key and of.field(key) is None):
        raise NotFound(_("There is no such figure."))
    found = rows(kind, actor).filter(living(kind), behind(of, what, localdate(clock.now())))
    if grid is not None:
        found = found.filter(in_grid=grid)
    return page([found.order_by()], order=("id",), after=after, size=SIZE)


def sums_of(one: RateDay) -> Sums:
    return Sums(one.rows, one.fresh, one.asked, one.held, one.agreed, one.loose)
