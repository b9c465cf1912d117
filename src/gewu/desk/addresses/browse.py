"""The tree of addresses: estates and roads, what a text means, and the lists of work."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gewu.kernel import paging
from gewu.kernel.access import ActorRequest, Tier
from gewu.kernel.errors import NotFound
from gewu.kernel.text import clean
from gewu.kernel.typed import uuid_in
from gewu.people.access import staff_only
from gewu.places import browsing, queries
from gewu.places.keeping import may_keep
from gewu.places.locality import Locality
from gewu.places.values import Address, Place

PAGE = 50
KINDS = {
    "estate": gettext_lazy("Estate"),
    "road": gettext_lazy("Road"),
    "building": gettext_lazy("House"),
    "unit": gettext_lazy("Entrance unit"),
    "room": gettext_lazy("Room"),
}
WORK = {
    "nowhere": gettext_lazy("Houses without a grid"),
    "border": gettext_lazy("Houses on a border"),
    "apart": gettext_lazy("Units apart from their house"),
    "retired": gettext_lazy("No longer there"),
}
ICONS = {"estate": "building", "road": "road", "building": "home", "unit": "list", "room": "file"}


@dataclass(frozen=True, slots=True)
class Line:
    """One address of a list; `between` are the grids that a house on a border lies in."""

    address: Address
    kind: str
    icon: str
    grid: Place | None
    between: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as it is drawn."""

    label: str
    url: str
    on: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as it was asked for."""

    own: Locality
    text: str
    kind: str
    work: str
    rows: QuerySet[Any]


def asked_for(request: ActorRequest) -> Asked:
    """`?q=` searches, `?kind=`, `?area=` and `?work=` narrow, `?place=` chooses among several."""
    given, own = request.GET, locality_here(request)
    text = clean(given.get("q", ""), field="q", limit=100, lines=False)
    work = given.get("work", "") if given.get("work") in WORK else ""
    kind = given.get("kind", "") if given.get("kind") in KINDS else ""
    rows = browsing.listed(own.township, text=text, kind=kind, area=uuid_in(given, "area"), work=work)
    return Asked(own, text, kind, work, rows)


@require_safe
@staff_only
def browse(request: ActorRequest) -> HttpResponse:
    """A list as it is asked for, and what its text means as an address."""
    given, asked = request.GET, asked_for(request)
    own, text, kind, work = asked.own, asked.text, asked.kind, asked.work
    page = paging.page([asked.rows], order=["code", "id"], after=given.get("after") or None, size=PAGE)
    said = {
        "own": own,
        "places": [one for one in queries.localities() if request.actor.at_home_in(one.township)],
        "chosen_kind": kind,
        "chosen_work": work,
        "all_url": f"?place={own.township}",
        "csv": f"{reverse('desk:addresses_csv')}?{_plain(given)}",
        "text": text,
        "read": queries.read_address(text, township=own.township) if text else None,
        "lines": _lines([row.id for row in page.items], own.township, work),
        "next": page.next,
        "kinds": [_chip(given, "kind", key, str(label), kind) for key, label in KINDS.items()],
        "work": [_chip(given, "work", key, str(label), work) for key, label in WORK.items()],
        "grids": _grids(own),
        "area": given.get("area", ""),
        "may_keep": may_keep(request.actor, own.township),
        "narrowed": bool(text or kind or work or given.get("area")),
    }
    part = "#rows" if "HX-Request" in request.headers and given.get("after") else ""
    return render(request, f"desk/addresses/browse.html{part}", said)


def locality_here(request: ActorRequest) -> Locality:
    """The place asked for, else the first in which whoever asks works; NotFound where there is none."""
    asked = request.GET.get("place", "") or request.POST.get("place", "")
    here = [one for one in queries.localities() if request.actor.at_home_in(one.township)]
    chosen = next((one for one in here if str(one.township) == asked), None)
    if chosen or here:
        return chosen or here[0]
    raise NotFound(_("There are no addresses where you work."))


def line_of(address: Address) -> Line:
    """An address as a line of a list."""
    grid = queries.area(address.area) if address.area else None
    return Line(address, str(KINDS[address.kind]), ICONS[address.kind], grid)


def _lines(rows: Sequence[UUID], township: int, work: str) -> list[Line]:
    known = queries.addresses(rows)
    split = queries.on_a_border(township) if work == "border" else {}
    lines = [line_of(known[row]) for row in rows]
    return [
        Line(one.address, one.kind, one.icon, one.grid, tuple(map(queries.area, split[one.address.id])))
        if one.address.id in split
        else one
        for one in lines
    ]


def _chip(given: QueryDict, name: str, key: str, label: str, chosen: str) -> Chip:
    """Chosen already: the link takes it away again."""
    asked = given.copy()
    asked.pop("after", None)
    if chosen == key:
        asked.pop(name, None)
    else:
        asked[name] = key
    return Chip(label, f"?{asked.urlencode()}", chosen == key)


def _plain(given: QueryDict) -> str:
    """What was asked for, from the first line on."""
    asked = given.copy()
    asked.pop("after", None)
    return asked.urlencode()


def _grids(own: Locality) -> list[tuple[Place, tuple[Place, ...]]]:
    """The deepest grids under their communities, to choose from."""
    top = queries.area_by_code(str(own.township))
    return [(one, deepest(one.id)) for one in queries.under(top.id, Tier.COMMUNITY)]


def deepest(above: UUID) -> tuple[Place, ...]:
    """The deepest grids below an area that are in use."""
    found = queries.under(above, Tier.CELL) or queries.under(above, Tier.GRID)
    return tuple(place for place in found if place.retired_at is None)
