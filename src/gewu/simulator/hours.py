"""When things happen: days and hours of reports, office hours, and the hours people work outside."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from gewu.simulator.shape import Rhythm

LAST_REPORT = 16
DAWN, DUSK = 7.5, 19.5


def zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def midnight(day: date) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time.min, tzinfo=zone())


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last one of a shorter month."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def spread(rhythm: Rhythm, chance: Random, *, first: date, last: date, count: int) -> list[datetime]:
    """So many moments from the first to the last day, as the rhythm of the place has it."""
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    weights = [_liveliness(rhythm, day, chance) for day in days]
    chosen = chance.choices(days, weights, k=count)
    return sorted(_moment(rhythm, day, chance, latest=LAST_REPORT if day == last else 24) for day in chosen)


def _liveliness(rhythm: Rhythm, day: date, chance: Random) -> float:
    return rhythm.weekdays[day.weekday()] * rhythm.months[day.month - 1] * chance.uniform(0.75, 1.3)


def _moment(rhythm: Rhythm, day: date, chance: Random, *, latest: int) -> datetime:
    hour = chance.choices(range(latest), rhythm.hours[:latest])[0]
    return midnight(day) + timedelta(hours=hour, seconds=chance.randrange(3600))


def office(rhythm: Rhythm, moment: datetime, minutes: float) -> datetime:
    """So many minutes of office time later."""
    left = timedelta(minutes=minutes)
    day = moment.astimezone(zone()).date()
    while True:
        for opens, closes in rhythm.office:
            start = max(moment, midnight(day) + timedelta(hours=opens))
            end = midnight(day) + timedelta(hours=closes)
            if start + left <= end:
                return start + left
            left -= max(end - start, timedelta())
        day += timedelta(days=1)


def by_daylight(moment: datetime, chance: Random) -> datetime:
    """The moment itself if people work outside then, else on the next morning."""
    local = moment.astimezone(zone())
    hour = local.hour + local.minute / 60
    if DAWN <= hour <= DUSK:
        return moment
    day = local.date() + timedelta(days=1 if hour > DUSK else 0)
    return midnight(day) + timedelta(hours=chance.uniform(DAWN, DAWN + 2))


def squeezed(moments: Sequence[datetime], *, start: datetime, limit: datetime) -> list[datetime]:
    """The same order of moments after `start`, drawn together so that the last is not after the limit."""
    last = moments[-1] if moments else limit
    if last <= limit:
        return list(moments)
    shrink = max((limit - start) / (last - start), 0)
    return [whole(start + (moment - start) * shrink) for moment in moments]


def whole(moment: datetime) -> datetime:
    """To the second: nobody reports between two of them."""
    return moment.replace(microsecond=0)
