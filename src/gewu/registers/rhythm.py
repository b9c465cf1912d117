"""When a visit is due again: whole calendar months, from the last one. Pure."""

from calendar import monthrange
from datetime import date
from typing import Literal

Rhythm = Literal["month", "quarter", "half", "year"]
MONTHS: dict[Rhythm, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def due(rhythm: Rhythm, after: date) -> date:
    """The day by which the next visit is due: the same day of a later month, or that month's last.

    From 31 January a month ends on 28 or 29 February.
    """
    return later(after, MONTHS[rhythm])


def later(day: date, months: int) -> date:
    """So many calendar months later; a day the month does not have becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years(born: date, today: date) -> int:
    """Age in full years. Whoever was born on 29 February has their birthday on 1 March of other years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
