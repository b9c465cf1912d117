"""Counting a deadline over HTTP. Open to everybody: calendars are public, and no case is named."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from gewu.deadlines import queries
from gewu.deadlines.rules import Limit
from gewu.deadlines.schemas import DayOut, DueOut, DueQuery, IntervalOut, YearOut
from gewu.kernel.errors import Invalid
from gewu.places import queries as places
from gewu.places.values import Place

router = Router(tags=["clock"], auth=None)
LAST_START = 2200


@router.get("/due", response=DueOut, summary="When a limit ends, and what was counted on the way")
def count_deadline(request: HttpRequest, wanted: Query[DueQuery]) -> DueOut:
    place = _place(wanted.place)
    start = _start(wanted.start)
    found = queries.due(place.home, start, Limit(wanted.amount, wanted.unit))
    return DueOut(
        place=place.id,
        start=start,
        amount=wanted.amount,
        unit=wanted.unit,
        due=found.moment,
        provisional=found.provisional,
        counted=[IntervalOut(begins=piece.begins, ends=piece.ends) for piece in found.counted],
    )


@router.get("/calendar/{year}", response=YearOut, summary="The days off and worked weekends of a year")
def calendar_year(request: HttpRequest, year: Path[int], place: str) -> YearOut:
    found = queries.year_of(_place(place).home, year)
    return YearOut(
        year=found.year,
        published=found.published,
        document=found.document,
        days=[DayOut(**asdict(special)) for special in found.days],
    )


def _place(text: str) -> Place:
    """By id or by code; NotFound when there is none."""
    try:
        return places.area(UUID(text))
    except ValueError:
        return places.area_by_code(text)


def _start(given: datetime) -> datetime:
    """On the clock of the place, and within the years that can be counted."""
    zone = ZoneInfo(settings.TIME_ZONE)
    if not 1990 <= given.year <= LAST_START:
        message = _("Choose a moment between 1990 and %(last)d.") % {"last": LAST_START}
        raise Invalid(message, fields={"start": message})
    return given.replace(tzinfo=zone) if given.tzinfo is None else given.astimezone(zone)
