"""Counting a deadline with its working, and the calendar year it is counted on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.deadlines import commands, queries
from gewu.deadlines.rules import LONGEST, Limit, Unit, due
from gewu.deadlines.sheet import read, written
from gewu.deadlines.shown import MOST_LINES, UNITS, months_of, working_of
from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid, NotFound
from gewu.people.access import staff_only
from gewu.places import queries as places
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

MOST_BYTES = 100_000
KNOWN_YEARS = range(2004, 2101)


@require_safe
@staff_only
def calculator(request: ActorRequest) -> HttpResponse:
    """`?place=&start=&amount=&unit=`: the end of a limit, and how it was counted."""
    given = request.GET
    township = _township(request)
    said: dict[str, Any] = {"years": _years(), "place": _named(township)}
    try:
        said |= _counted(township, given) if "amount" in given else {"fields": _fields(given)}
    except Invalid as refused:
        said |= {"fields": _fields(given, refused.fields), "refused": True}
    status = 422 if said.get("refused") else 200
    return render(request, "deadlines/calculator.html", said, status=status)


@require_safe
@staff_only
def one_year(request: ActorRequest, year: int) -> HttpResponse:
    """The year as it holds at the place of the actor, and how to bring another edition in."""
    return _year_page(request, year)


@require_safe
@staff_only
def sheet_of_year(request: ActorRequest, year: int) -> HttpResponse:
    """The year as the sheet that can be brought in again."""
    _known(year)
    found = queries.year_of(_township(request), year)
    response = HttpResponse("\ufeff" + written(found.days), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="calendar-{year}.csv"'
    return response


@require_POST
@staff_only
def publish(request: ActorRequest, year: int) -> HttpResponse:
    """First shows what would hold (`step` left out), then, with `step=publish`, lets it hold."""
    _known(year)
    given = {"document": request.POST.get("document", ""), "days": _sheet_in(request)}

    def again(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        return _year_page(request, year, given, wrong, message="" if wrong else message)

    redraw_with(request, again)
    home = _home(request)
    commands.require_publisher(request.actor, home)
    if request.POST.get("step") != "publish":
        return _year_page(request, year, given, preview=read(given["days"], year))
    commands.publish_year(
        home=home, year=year, document=given["document"], sheet=given["days"], actor=request.actor
    )
    messages.success(request, _("The calendar of %(year)s holds from now.") % {"year": year})
    return redirect("deadlines:year", year=year)


def _year_page(
    request: ActorRequest,
    year: int,
    given: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    *,
    message: str = "",
    preview: Any = None,
) -> HttpResponse:
    _known(year)
    township = _township(request)
    found = queries.year_of(township, year)
    shown = found if preview is None else queries.proposed(found, preview, (given or {}).get("document", ""))
    said = {
        "year": found,
        "shown": shown,
        "months": months_of(shown),
        "preview": preview is not None,
        "place": _named(township),
        "from": _named(found.home) if found.home else "",
        "editions": queries.editions_of(township, year),
        "years": _years(),
        "publisher": bool(commands.homes_of(request.actor)),
        "fields": _publish_fields(given or {}, wrong or {}),
        "given": given,
        "message": message,
    }
    return render(request, "deadlines/year.html", said)


def _counted(township: int, given: Mapping[str, str]) -> dict[str, Any]:
    """The answer to a filled form, or Invalid naming what is wrong."""
    start, limit = _start(given.get("start", "")), _limit(given)
    calendar = queries.calendar_of(township)
    found = due(start, limit, calendar)
    names = queries.special_between(township, start.year, found.moment.year)
    lines = working_of(found, calendar, names, limit.unit)
    return {
        "fields": _fields(given),
        "due": found,
        "limit": limit,
        "unit": UNITS[limit.unit],
        "whole_days": limit.unit in {Unit.LEGAL_DAY, Unit.LEGAL_WORK_DAY},
        "last_day": calendar.day_of(found.moment - datetime.resolution),
        "lines": lines[:MOST_LINES],
        "more": len(lines) - MOST_LINES if len(lines) > MOST_LINES else 0,
    }


def _limit(given: Mapping[str, str]) -> Limit:
    try:
        unit = Unit(given.get("unit", ""))
    except ValueError:
        message = _("Choose one from the list.")
        raise Invalid(message, fields={"unit": message}) from None
    written_amount = given.get("amount", "")
    if (
        not written_amount.isascii()
        or not written_amount.isdigit()
        or not 1 <= int(written_amount) <= LONGEST
    ):
        message = _("Write a whole number from 1 to %(most)d.") % {"most": LONGEST}
        raise Invalid(message, fields={"amount": message})
    return Limit(int(written_amount), unit)


def _start(text: str) -> datetime:
    """A moment on the clock of the place; nothing given means now."""
    if not text:
        return clock.now().astimezone(_zone())
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.year not in KNOWN_YEARS:
        message = _("Write the day and the time, such as 2026-11-20 16:00.")
        raise Invalid(message, fields={"start": message})
    return found.replace(tzinfo=_zone()) if found.tzinfo is None else found.astimezone(_zone())


def _fields(given: Mapping[str, str], wrong: Mapping[str, str] | None = None) -> list[Field]:
    wrong = wrong or {}
    now = clock.now().astimezone(_zone()).strftime("%Y-%m-%dT%H:%M")
    return [
        Field(
            name="start",
            label=_("It starts"),
            kind="datetime",
            value=given.get("start") or now,
            error=wrong.get("start", ""),
            size="short",
        ),
        Field(
            name="amount",
            label=_("How much"),
            kind="number",
            value=given.get("amount", "4"),
            minimum=1,
            maximum=LONGEST,
            whole=True,
            required=True,
            error=wrong.get("amount", ""),
            size="short",
        ),
        Field(
            name="unit",
            label=_("Counted in"),
            kind="choice",
            value=given.get("unit", Unit.WORK_HOUR.value),
            choices=[(unit.value, str(words)) for unit, words in UNITS.items()],
            required=True,
            error=wrong.get("unit", ""),
        ),
    ]


def _publish_fields(given: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    return [
        Field(
            name="document",
            label=_("Document number"),
            help=_(
                "The notice the days are taken from, such as the circular of the State Council of November."
            ),
            value=given.get("document", ""),
            required=True,
            max_length=80,
            error=wrong.get("document", ""),
        ),
        Field(
            name="days",
            label=_("Days off and worked weekends"),
            help=_(
                "One line a day: its date, holiday or workday, its name, with commas between."
                " The CSV of a known year shows how."
            ),
            kind="long",
            rows=8,
            value=given.get("days", ""),
            required=True,
            error=wrong.get("days", ""),
        ),
    ]


def _sheet_in(request: ActorRequest) -> str:
    """What was pasted, or the file instead of it."""
    upload = request.FILES.get("file")
    if upload is None:
        return request.POST.get("days", "")
    content: bytes = upload.read(MOST_BYTES)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = _("This file is no CSV in UTF-8. Save it again as “CSV UTF-8”.")
        raise Invalid(message, fields={"days": message}) from None


def _township(request: ActorRequest) -> int:
    """The place asked about, or the place of the actor's first post."""
    asked = request.GET.get("place", "")
    if asked:
        return _area(asked).home
    return request.actor.posts[0].scope.low


def _area(text: str) -> places.Place:
    try:
        return places.area(UUID(text))
    except ValueError:
        return places.area_by_code(text)


def _home(request: ActorRequest) -> int:
    return next(iter(commands.homes_of(request.actor)), request.actor.posts[0].scope.low)


def _named(home: int) -> str:
    """The name of the area whose code this is, padded with zeros."""
    for digits in (9, 6, 4, 2):
        try:
            return places.area_by_code(str(home)[:digits]).in_language(get_language() or "")
        except NotFound:
            continue
    return str(home)


def _known(year: int) -> None:
    if year not in KNOWN_YEARS:
        raise NotFound(_("Calendars are kept from %(first)d to %(last)d.") % {"first": 2004, "last": 2100})


def _years() -> range:
    this = clock.now().astimezone(_zone()).year
    return range(this - 1, this + 2)


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
