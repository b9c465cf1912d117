"""Calendars for everybody's tests."""

from zoneinfo import ZoneInfo

from gewu.deadlines import almanac
from gewu.deadlines.queries import USUAL
from gewu.deadlines.rules import Calendar

# Eight hours in two windows, Monday to Friday, and no holidays: every year is as it will stay.
PLAIN_WEEKS = Calendar(hours=USUAL, zone=ZoneInfo("Asia/Shanghai"), published=frozenset(range(2000, 2100)))


def quiet_calendars() -> None:
    """Read the calendars of this test anew, and no more often than once: statements can be counted."""
    almanac.rest(3600)
