"""The page of an address: what it is and what is in it, its names, grids then and now, plates, cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gewu.cases import queries as cases
from gewu.desk.addresses.browse import KINDS, line_of
from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people import queries as people
from gewu.people.access import staff_only
from gewu.places import browsing, plates, queries
from gewu.places.keeping import may_keep
from gewu.places.layout import suggested
from gewu.places.values import Address, Place
from gewu.ui.forms import Field

MOST_INSIDE = 400
SHOWN = 8
ALIASES = {
    "nick": gettext_lazy("as people call it"),
    "old": gettext_lazy("former name"),
    "other": gettext_lazy("another name"),
}
HOWS = {
    "load": gettext_lazy("by the boundaries"),
    "redraw": gettext_lazy("by a redraw"),
    "hand": gettext_lazy("by hand"),
}
WHYS = {
    "lost": gettext_lazy("lost"),
    "damaged": gettext_lazy("damaged"),
    "wrong": gettext_lazy("wrong"),
    "gone": gettext_lazy("the address is gone"),
}
CHANGES = {
    "added": gettext_lazy("added"),
    "changed": gettext_lazy("corrected"),
    "retired": gettext_lazy("no longer there"),
    "named": gettext_lazy("another name given"),
    "unnamed": gettext_lazy("a name no longer used"),
    "laid_out": gettext_lazy("units and rooms laid out"),
    "assigned": gettext_lazy("given to another grid"),
    "rejoined": gettext_lazy("belongs with its house again"),
    "plates_issued": gettext_lazy("plates issued"),
    "plate_withdrawn": gettext_lazy("a plate withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A grid it belonged to, as a line of its history."""

    grid: Place
    since: datetime
    until: datetime | None
    how: str
    reason: str
    who: str
    own: bool


@require_safe
@staff_only
def one(request: ActorRequest, address_id: UUID) -> HttpResponse:
    """`?at=` (a day) asks which grid it belonged to then."""
    return draw(request, browsing.address_here(request.actor, address_id))


@require_safe
@staff_only
def scanned(request: ActorRequest, code: str) -> HttpResponse:
    """A plate that somebody of the staff has scanned."""
    found = browsing.address_here(request.actor, plates.plate_at(code).address.id)
    return redirect("desk:address", found.id)


def draw(
    request: ActorRequest, address: Address, *, message: str = "", wrong: Mapping[str, str] | None = None
) -> HttpResponse:
    """The page, with what a refused form on it said."""
    inside = queries.inside(address.id)
    keeps = may_keep(request.actor, address.township) and address.retired_at is None
    said = {
        "address": address,
        "kind": KINDS[address.kind],
        "crumbs": _crumbs(address),
        "inside": [line_of(below) for below in inside[:MOST_INSIDE]],
        "more_inside": max(0, len(inside) - MOST_INSIDE),
        "grid": queries.area(address.area) if address.area else None,
        "between": [queries.area(area) for area in queries.on_a_border(address.township).get(address.id, ())],
        "held": _history(address),
        "then": _then(request, address),
        "aliases": [(row, ALIASES[row.kind]) for row in browsing.aliases_of(address.id)],
        "alias_kinds": list(ALIASES.items()),
        "plates": [(row, WHYS.get(row.why, "")) for row in plates.history_of(address.id)],
        "changes": _changes(address),
        "cases": cases.search(request.actor, address.name, size=SHOWN).items,
        "may_keep": keeps,
        "printable": keeps and bool(plates.plates_in(address)),
        "layout": suggested(address.floors, address.households) if address.kind == "building" else None,
        "message": message,
        "wrong": wrong or {},
        "given": request.POST,
    }
    return render(request, "desk/addresses/one.html", said)


def day_in(text: str, field: str) -> datetime:
    """The beginning of a day somebody typed; Invalid names the field."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - only its day is taken
    except ValueError:
        message = _("This is no day.")
        raise Invalid(message, fields={field: message}) from None
    return datetime.combine(day, time.min, get_current_timezone())


def _crumbs(address: Address) -> list[Address]:
    """From the estate down to what it stands in."""
    steps: list[Address] = []
    above = address.parent
    while above and len(steps) < len(KINDS):
        steps.append(queries.address(above))
        above = steps[-1].parent
    return steps[::-1]


def _history(address: Address) -> list[Held]:
    found = queries.belongings_of(address.id)
    names = people.name_of({one.by for one in found if one.by})
    return [
        Held(
            queries.area(one.area), one.since, one.until, str(HOWS[one.how]), one.reason,
            names.get(one.by, "") if one.by else "", one.own,
        )
        for one in found
    ]  # fmt: skip


def _then(request: ActorRequest, address: Address) -> tuple[datetime, Place | None, Field] | None:
    """What it belonged to on the day asked for; a day that is none asks nothing."""
    text = request.GET.get("at", "")
    if not text:
        return None
    try:
        day = day_in(text, "at")
    except Invalid:
        return None
    area = queries.grid_of(address.id, at=min(day, clock.now()))
    return day, queries.area(area) if area else None, Field(name="at", value=text)


def _changes(address: Address) -> list[tuple[str, str, datetime, str, int]]:
    rows = list(browsing.changes_of(address.township, address.id)[:SHOWN])
    names = people.name_of({row.by for row in rows if row.by})
    return [
        (str(CHANGES[row.what]), row.said, row.at, names.get(row.by, "") if row.by else "", row.count)
        for row in rows
    ]
