"""Which rows are behind a figure of freshness, completeness, consistency: one condition for sum and list."""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import make_aware

from gewu.registers.definition import Register
from gewu.registers.models import Claim
from gewu.registers.rates import fresh_since

# Rows that stand for something now.
LIVING = {
    "person": Q(state__in=["here", "away"]),
    "household": Q(state="whole"),
    "dwelling": Q(state="standing"),
    "establishment": Q(state="open"),
    "facility": ~Q(state__in=["gone", "removed", "merged"]),
}
# 不掉人、不落户, and doors behind which nobody ever looked.
LOOSE = {
    "person": Q(household=None),
    "household": Q(dwelling=None),
    "dwelling": Q(checked_at=None),
    "establishment": Q(address=None),
    "facility": Q(in_grid=None),
}
BEHIND = ("stale", "gaps", "disputed", "loose")


def living(kind: str) -> Q:
    return LIVING[kind] & Q(went_to="")


def fresh(of: Register, today: date) -> Q:
    """Looked at within the rhythm of the register, or written since."""
    since = make_aware(datetime.combine(fresh_since(of.rhythm, today), time.min))
    return Q(checked_at__gte=since)


def lacks(field: str) -> Q:
    """Nothing is held: where something is, its source is known."""
    return ~Q(sources__has_key=field)


def disputed() -> Exists:
    """Something waits for a decision."""
    waiting = Claim.objects.filter(
        township=OuterRef("township"), subject=OuterRef("id"), state__in=["open", "ask"]
    )
    return Exists(waiting)


def behind(of: Register, what: str, today: date) -> Q:
    """The rows behind a figure: `stale`, `gaps` (or `gaps:field`), `disputed`, `loose`."""
    name, _colon, field = what.partition(":")
    if name == "stale":
        return ~fresh(of, today) | Q(checked_at=None)
    if name == "gaps":
        needed = [one.key for one in of.needed if not field or one.key == field]
        found = Q(pk__in=())
        for key in needed:
            found |= lacks(key)
        return found
    return Q(disputed()) if name == "disputed" else LOOSE[of.key]
