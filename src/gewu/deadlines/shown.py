"""How a counted deadline and a year are drawn: plain values for the templates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gewu.deadlines.queries import YearOfDays
from gewu.deadlines.rules import DAY, Calendar, DayKind, Due, Interval, Unit
from gewu.deadlines.sheet import SpecialDay

MOST_LINES = 60

UNITS: dict[Unit, str | Promise] = {
    Unit.WORK_HOUR: gettext_lazy("working hours"),
    Unit.WORK_DAY: gettext_lazy("working days"),
    Unit.URGENT_HOUR: gettext_lazy("urgent hours (day and night)"),
    Unit.URGENT_DAY: gettext_lazy("urgent days (24 hours each)"),
    Unit.CALENDAR_DAY: gettext_lazy("calendar days (24 hours each)"),
    Unit.LEGAL_WORK_DAY: gettext_lazy("working days set by law"),
    Unit.LEGAL_DAY: gettext_lazy("days set by law"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the working: a stretch that was counted, or days that were not and why."""

    day: date
    begins: datetime | None = None
    ends: datetime | None = None
    length: str = ""
    total: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month as the year page draws it."""

    day: date
    tone: str
    mark: str
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its weeks, Monday first; days of its neighbours are None."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]


def working_of(
    found: Due,
    calendar: Calendar,
    names: dict[date, SpecialDay],
    unit: Unit,
    stops: Sequence[tuple[datetime, datetime]] = (),
) -> list[Line]:
    """Every stretch with the running total; between them the days left out, and each stop as one line."""
    whole_days = unit in {Unit.LEGAL_DAY, Unit.LEGAL_WORK_DAY}
    lines: list[Line] = []
    total = timedelta()
    reached: date | None = None
    for piece in found.counted:
        day = calendar.day_of(piece.begins)
        if reached is not None:
            lines += _between(reached + DAY, day, calendar, names, stops)
        total += piece.length
        lines.append(_line(day, piece, total, whole_days=whole_days))
        reached = calendar.day_of(piece.ends - timedelta.resolution)
    return lines


def _between(
    first: date,
    until: date,
    calendar: Calendar,
    names: dict[date, SpecialDay],
    stops: Sequence[tuple[datetime, datetime]],
) -> Iterator[Line]:
    """What was not counted from one day up to another: days off, and every stop as one line."""
    for stopped, went_on in stops:
        began, ended = calendar.day_of(stopped), min(calendar.day_of(went_on), until)
        if first - DAY <= began < until and began < ended:
            yield from _left_out(first, began, calendar, names)
            still = _("the clock stood still until %(day)s") % {"day": ended.isoformat()}
            yield Line(max(began, first), why_not=still)
            first = ended
    yield from _left_out(first, until, calendar, names)


def _line(day: date, piece: Interval, total: timedelta, *, whole_days: bool) -> Line:
    said = _days if whole_days else span
    return Line(day, piece.begins, piece.ends, said(piece.length), said(total))


def _left_out(first: date, until: date, calendar: Calendar, names: dict[date, SpecialDay]) -> Iterator[Line]:
    day = first
    while day < until:
        if not calendar.works(day):
            yield Line(day, why_not=_reason(names.get(day)))
        day += DAY


def _reason(special: SpecialDay | None) -> str:
    return (special.name or _("public holiday")) if special else _("weekend")


def span(length: timedelta) -> str:
    """1 hour 30 minutes."""
    minutes = round(length.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours or not rest:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)


def _days(length: timedelta) -> str:
    return ngettext("%(count)d day", "%(count)d days", length.days) % {"count": length.days}


def months_of(year: YearOfDays) -> list[Month]:
    """Twelve months with their days off and worked weekends."""
    special = {one.day: one for one in year.days}
    return [Month(date(year.year, month, 1), _weeks(year.year, month, special)) for month in range(1, 13)]


def _weeks(year: int, month: int, special: dict[date, SpecialDay]) -> tuple[tuple[Cell | None, ...], ...]:
    first = date(year, month, 1)
    days: list[Cell | None] = [None] * first.weekday()
    day = first
    while day.month == month:
        days.append(_cell(day, special.get(day)))
        day += DAY
    days += [None] * (-len(days) % 7)
    return tuple(tuple(days[start : start + 7]) for start in range(0, len(days), 7))


def _cell(day: date, special: SpecialDay | None) -> Cell:
    if special is None:
        return Cell(day, "weekend" if day.weekday() >= 5 else "", "", "")
    if special.kind is DayKind.HOLIDAY:
        return Cell(day, "holiday", _("off"), special.name)
    return Cell(day, "workday", _("on"), special.name)
