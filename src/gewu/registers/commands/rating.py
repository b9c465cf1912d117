"""Counting, once a day, how fresh, complete and consistent the registers are: one statement a register."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.timezone import localdate

from gewu.kernel import clock
from gewu.kernel.ids import new_id
from gewu.registers.definition import Register
from gewu.registers.models import TABLES, RateDay
from gewu.registers.queries import registers
from gewu.registers.queries.conditions import LOOSE, disputed, fresh, lacks, living


@transaction.atomic
def rate(township: int) -> int:
    """Count today's rates of a township; how many lines. Done again, the day is counted anew."""
    day = localdate(clock.now())
    lines = [line for of in registers() for line in _of(of, township, day)]
    RateDay.objects.filter(township=township, day=day).delete()
    RateDay.objects.bulk_create(lines)
    return len(lines)


def _of(of: Register, township: int, day: date) -> list[RateDay]:
    needed = [one.key for one in of.needed]
    rows = TABLES[of.key].objects.filter(living(of.key), township=township)  # type: ignore[attr-defined] # every table names its own
    counted = (
        rows.annotate(disputed=disputed())
        .order_by()
        .values("in_community", "in_grid")
        .annotate(
            n=Count("id"),
            fresh_n=Count("id", filter=fresh(of, day)),
            agreed_n=Count("id", filter=Q(disputed=False)),
            loose_n=Count("id", filter=LOOSE[of.key]),
            **{f"lacks_{key}": Count("id", filter=lacks(key)) for key in needed},
        )
    )
    return [_line(township, day, of.key, needed, one) for one in counted]


def _line(township: int, day: date, kind: str, needed: list[str], one: dict[str, object]) -> RateDay:
    count = {name: int(str(value)) for name, value in one.items() if not name.startswith("in_")}
    missing = {key: count[f"lacks_{key}"] for key in needed if count[f"lacks_{key}"]}
    asked = count["n"] * len(needed)
    return RateDay(
        id=new_id(township),
        township=township,
        day=day,
        kind=kind,
        in_community=_place(one["in_community"]),
        in_grid=_place(one["in_grid"]),
        rows=count["n"],
        fresh=count["fresh_n"],
        asked=asked,
        held=asked - sum(missing.values()),
        agreed=count["agreed_n"],
        loose=count["loose_n"],
        missing=missing,
    )


def _place(found: object) -> UUID | None:
    return found if isinstance(found, UUID) else None
