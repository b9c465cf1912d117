"""Ledgers as pages show them: names of periods and figures, reasons to choose from."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.cases.queries.levels import level_name
from gewu.clearance import queries
from gewu.clearance.queries import REASONS, Carried, Sheet, Wanted
from gewu.clearance.rules import COUNTED, Period, before, span
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people.queries import home_of
from gewu.places.values import Place
from gewu.ui.forms import Field

Words = str | Promise
PERIODS: Mapping[Period, Words] = {
    Period.DAY: gettext_lazy("Cleared by the day"),
    Period.WEEK: gettext_lazy("Cleared by the week"),
    Period.MONTH: gettext_lazy("Cleared by the month"),
}
RATES: Mapping[Period, Words] = {
    Period.DAY: gettext_lazy("Rate of the day"),
    Period.WEEK: gettext_lazy("Rate of the week"),
    Period.MONTH: gettext_lazy("Rate of the month"),
}
SHORT: Mapping[Period, Words] = {
    Period.DAY: gettext_lazy("Day"),
    Period.WEEK: gettext_lazy("Week"),
    Period.MONTH: gettext_lazy("Month"),
}
FIGURES: Mapping[str, Words] = {
    "before": gettext_lazy("Carried over from before"),
    "opened": gettext_lazy("Came in"),
    "taken_in": gettext_lazy("Taken over from another place"),
    "closed": gettext_lazy("Closed here"),
    "given_away": gettext_lazy("Given to another place"),
    "carried": gettext_lazy("Carried over"),
    "late": gettext_lazy("Of these late"),
    "due": gettext_lazy("Was due"),
    "cleared": gettext_lazy("Of these closed"),
}
WHY: Mapping[str, Words] = {
    "weather": gettext_lazy("Weather"),
    "parts": gettext_lazy("Waiting for parts or money"),
    "other_office": gettext_lazy("Waiting for another office"),
    "talks": gettext_lazy("Talks are going on"),
    "nobody_there": gettext_lazy("The people concerned cannot be reached"),
    "more_work": gettext_lazy("More work than expected"),
    "not_ours": gettext_lazy("Not in our powers; it should go up"),
    "put_off": gettext_lazy("Put off, and the reporter knows"),
    "raised": gettext_lazy("Gone up to a higher level"),
    "not_due": gettext_lazy("Not due yet"),
    "held_closely": gettext_lazy("Held closely"),
}
# Figures that most ledgers have not; shown only where they count something.
SELDOM = frozenset({"taken_in", "given_away"})


def base_of(request: ActorRequest) -> str:
    """The shell: the phone's for people of the field, the desk's for everybody else."""
    return "clearance/base_field.html" if home_of(request.actor) == "field" else "clearance/base_desk.html"


def wanted_of(one: Wanted) -> dict[str, Any]:
    return {"of": one, "title": PERIODS[one.period], "days": days(one.period, one.first)}


def periods_of(place: Place) -> dict[str, Any]:
    """The period that runs now and the one before, for each length."""
    lines = []
    for period in Period:
        first = queries.today_in(period)
        last = before(period, first)
        lines.append(
            {
                "period": period,
                "title": PERIODS[period],
                "now": (first, days(period, first)),
                "last": (last, days(period, last)),
            }
        )
    return {"place": place, "lines": lines}


def days(period: Period, first: date) -> str:
    """2026-04-12; 2026-04-06 – 04-12; 2026-04."""
    last = span(period, first)[1]
    match period:
        case Period.DAY:
            return first.isoformat()
        case Period.WEEK:
            return f"{first.isoformat()} – {last:%m-%d}"
    return f"{first:%Y-%m}"


def sheet_of(
    request: ActorRequest,
    sheet: Sheet,
    wrong: Mapping[str, str],
    *,
    correcting: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Everything on the page of a ledger."""
    figures = sheet.figures
    numbers = [(name, FIGURES[name], getattr(figures, name)) for name in COUNTED]
    return {
        "base": base_of(request),
        "sheet": sheet,
        "title": PERIODS[sheet.period],
        "rate_name": RATES[sheet.period],
        "days": days(sheet.period, sheet.first),
        "numbers": [(name, words, n) for name, words, n in numbers if n or name not in SELDOM],
        "solved": _solved(figures.solved),
        "lines": [_line(request, one, wrong) for one in sheet.carried],
        "below": sheet.below,
        "unsigned_below": sum(not one.signed for one in sheet.below),
        "earlier": before(sheet.period, sheet.first),
        "correcting": _correcting(request, correcting or {}) if sheet.may_correct else (),
        "wrong_correction": bool(correcting),
        "figure_names": FIGURES,
        "receipt": request.POST.get("receipt") or uuid4().hex,
    }


def reasons_in(given: Mapping[str, str]) -> dict[UUID, str]:
    """Case → why it is carried over, from a form."""
    found = {}
    for name, value in given.items():
        if name.startswith("reason-"):
            try:
                found[UUID(name.removeprefix("reason-"))] = value
            except ValueError:
                continue
    return found


def number_in(given: Mapping[str, str], name: str) -> int:
    try:
        return int(given.get(name, ""))
    except ValueError:
        message = _("Write a whole number.")
        raise Invalid(message, fields={name: message}) from None


def reason_name(reason: str) -> str:
    return str(WHY.get(reason, reason))


def _line(request: ActorRequest, one: Carried, wrong: Mapping[str, str]) -> dict[str, Any]:
    name = f"reason-{one.case}"
    return {
        "of": one,
        "name": name,
        "why": reason_name(one.reason) if one.reason else "",
        "chosen": request.POST.get(name, ""),
        "error": wrong.get(name, ""),
        "choices": [(key, str(WHY[key])) for key in REASONS] if one.needs else (),
    }


def _solved(solved: Mapping[str, int]) -> list[tuple[str, int, float]]:
    """Level, cases, percent of those closed."""
    total = sum(solved.values())
    order = ("grid", "community", "township", "county", "unknown")
    return [
        (
            level_name(level) if level != "unknown" else _("not recorded"),
            solved[level],
            100 * solved[level] / total,
        )
        for level in order
        if solved.get(level)
    ]


def _correcting(request: ActorRequest, wrong: Mapping[str, str]) -> tuple[Field, ...]:
    given = request.POST if wrong else {}
    return (
        Field(
            name="figure",
            label=_("Which figure"),
            kind="choice",
            required=True,
            value=given.get("figure", ""),
            error=wrong.get("figure", ""),
            choices=[(name, str(FIGURES[name])) for name in COUNTED],
        ),
        Field(
            name="should_be",
            label=_("Should read"),
            kind="number",
            whole=True,
            minimum=0,
            required=True,
            value=given.get("should_be", ""),
            error=wrong.get("should_be", ""),
        ),
        Field(
            name="why",
            label=_("Why"),
            kind="long",
            rows=2,
            required=True,
            max_length=500,
            value=given.get("why", ""),
            error=wrong.get("why", ""),
        ),
    )
