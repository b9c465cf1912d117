"""The years the installed library knows: what the State Council 国务院办公厅 announced, 2004 on."""

from datetime import date
from functools import cache

from chinese_calendar import __version__, constants

from gewu.deadlines.rules import WEEKEND, DayKind
from gewu.deadlines.sheet import SpecialDay

LIBRARY = f"chinesecalendar {__version__}"


@cache
def years() -> frozenset[int]:
    """Every year whose days off are known without an import."""
    return frozenset(day.year for day in constants.holidays)


@cache
def days_of(year: int) -> tuple[SpecialDay, ...]:
    """The days of a known year that differ from their weekday, in order; none of an unknown one."""
    return tuple(sorted((*_off(year), *_made_up(year)), key=lambda special: special.day))


def _off(year: int) -> list[SpecialDay]:
    return [SpecialDay(day, DayKind.HOLIDAY, _name(day)) for day in constants.holidays if day.year == year]


def _made_up(year: int) -> list[SpecialDay]:
    return [
        SpecialDay(day, DayKind.WORKDAY, _name(day))
        for day in constants.workdays
        if day.year == year and day.weekday() in WEEKEND
    ]


def _name(day: date) -> str:
    english = constants.holidays.get(day) or constants.workdays.get(day) or ""
    return _chinese().get(english, english)


@cache
def _chinese() -> dict[str, str]:
    return {holiday.value: holiday.chinese for holiday in constants.Holiday}
