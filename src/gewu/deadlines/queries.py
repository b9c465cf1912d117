"""The calendar of a place, and when a limit ends on it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from gewu.deadlines import almanac, known, rules
from gewu.deadlines.models import CalendarEdition
from gewu.deadlines.rules import Calendar, DayKind, Due, Limit, WorkingHours
from gewu.deadlines.sheet import SpecialDay
from gewu.places import queries as places

# Digits that are left out of the code of a township to name its county, its city and its province.
ABOVE = (0, 3, 5, 7)
USUAL = WorkingHours(windows=((8 * 60, 12 * 60), (14 * 60, 18 * 60)), day=8)


@dataclass(frozen=True, slots=True)
class YearOfDays:
    """A calendar year as it holds somewhere. Unpublished, it has no days and no document."""

    year: int
    published: bool
    document: str
    home: int | None
    number: int
    recorded_at: datetime | None
    days: tuple[SpecialDay, ...]


def due(township: int, start: datetime, limit: Limit) -> Due:
    """When a limit that starts now is over in this township."""
    return rules.due(start, limit, calendar_of(township))


def calendar_of(township: int) -> Calendar:
    """The working calendar of a township: its own hours, and the nearest edition of every year.

    At most a few seconds behind what other processes published.
    """
    return almanac.kept(township) or almanac.keep(township, _read_calendar(township))


def _read_calendar(township: int) -> Calendar:
    editions = _nearest(township)
    shipped = known.years() - editions.keys()
    days = [special for year in shipped for special in known.days_of(year)]
    days += [special for edition in editions.values() for special in special_days(edition)]
    return Calendar(
        hours=hours_of(township),
        zone=ZoneInfo(settings.TIME_ZONE),
        days={special.day: special.kind for special in days},
        published=frozenset(shipped | editions.keys()),
    )


def hours_of(township: int) -> WorkingHours:
    """When offices work there, by the locality; eight hours in two windows where none says."""
    locality = places.locality_of(township)
    if locality is None:
        return USUAL
    return WorkingHours(windows=locality.working_time.minutes, day=locality.working_time.day_hours)


def year_of(township: int, year: int) -> YearOfDays:
    """One year as it holds in a township."""
    edition = _nearest(township).get(year)
    if edition is not None:
        return _year(edition)
    days = known.days_of(year)
    announced = _("Notice of the General Office of the State Council, from %(library)s")
    source = announced % {"library": known.LIBRARY} if days else ""
    return YearOfDays(year, bool(days), source, home=None, number=0, recorded_at=None, days=days)


def editions_of(township: int, year: int) -> tuple[YearOfDays, ...]:
    """Every edition of a year that was brought in for a township or above it, newest first."""
    found = CalendarEdition.objects.filter(township__in=homes(township), year=year)
    return tuple(_year(edition) for edition in found.order_by("-recorded_at", "-id"))


def proposed(now: YearOfDays, days: tuple[SpecialDay, ...], document: str) -> YearOfDays:
    """The year as it would hold with these days."""
    return replace(now, published=True, document=document, days=days, recorded_at=None)


def special_between(township: int, first: int, last: int) -> dict[date, SpecialDay]:
    """The special days of some years, by day."""
    editions = _nearest(township)
    years = (
        special_days(editions[year]) if year in editions else known.days_of(year)
        for year in range(first, last + 1)
    )
    return {special.day: special for days in years for special in days}


def homes(township: int) -> tuple[int, ...]:
    """The codes an edition for this township may be kept under, nearest first, each padded to nine digits."""
    return tuple(dict.fromkeys(township // 10**digits * 10**digits for digits in ABOVE))


def special_days(edition: CalendarEdition) -> tuple[SpecialDay, ...]:
    return tuple(
        SpecialDay(date.fromisoformat(one["day"]), DayKind(one["kind"]), one["name"]) for one in edition.days
    )


def _nearest(township: int) -> dict[int, CalendarEdition]:
    """Of every year the newest edition of the nearest home."""
    order = homes(township)
    found = CalendarEdition.objects.filter(township__in=order)
    return {edition.year: edition for edition in _furthest_first(found, order)}


def _furthest_first(found: Iterable[CalendarEdition], order: tuple[int, ...]) -> list[CalendarEdition]:
    return sorted(found, key=lambda edition: (-order.index(edition.township), edition.number))


def _year(edition: CalendarEdition) -> YearOfDays:
    return YearOfDays(
        year=edition.year,
        published=True,
        document=edition.document,
        home=edition.township,
        number=edition.number,
        recorded_at=edition.recorded_at,
        days=special_days(edition),
    )
