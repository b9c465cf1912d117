"""Where values come from: what stands against each other is decided once; how fresh and whole the rest is."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid, NotFound
from gewu.kernel.exports import csv_response
from gewu.kernel.typed import uuid_in
from gewu.people.access import for_roles
from gewu.people.queries import name_of
from gewu.places import queries as places
from gewu.registers import tellings
from gewu.registers.commands.deciding import MOST, decide
from gewu.registers.queries import claims as waiting
from gewu.registers.queries import rates as counted
from gewu.registers.queries import register, registers
from gewu.registers.queries.claims import Dispute
from gewu.registers.rates import Sums

READERS = ("gridworker", "assistant", "gridlead", "chief", "clerk", "supervisor", "auditor")
DECIDERS = ("gridworker", "assistant", "gridlead", "chief", "clerk")


@require_safe
@for_roles(*READERS)
def disputes(request: ActorRequest) -> HttpResponse:
    """Fields with more than one value, side by side; `?kind=&field=`."""
    kind, field = request.GET.get("kind", ""), request.GET.get("field", "")
    found = waiting.disputes(request.actor, kind=kind, field=field, after=request.GET.get("after") or None)
    names = name_of(
        mark.by for one in found.items for mark in (one.mark, *(each.mark for each in one.offers)) if mark
    )
    counts = waiting.counts(request.actor)
    page = {
        "rows": [_dispute(one, names) for one in found.items],
        "next": found.next,
        "filters": [_filter(key, n, (kind, field)) for key, n in counts.items()],
        "total": sum(counts.values()),
        "chosen": (kind, field) if field else None,
        "chosen_name": waiting.field_name(kind, field, _language()) if field else "",
        "alike": min(counts.get((kind, field), 0), MOST),
        "may": not request.actor.roles.isdisjoint(DECIDERS),
        "receipt": uuid4().hex,
    }
    return render(request, "registers/disputes.html", page)


@require_POST
@for_roles(*DECIDERS)
def decided(request: ActorRequest) -> HttpResponse:
    """One decision: for one field, or for all claims of one kind."""
    given = request.POST
    kind, field = given.get("kind", ""), given.get("field", "")
    one = uuid_in(given, "claim")
    claims = [one] if one else waiting.waiting_ids(request.actor, kind=kind, field=field, most=MOST)
    if not claims:
        raise Invalid(_("Nothing waits there any more."), fields={"claim": _("Choose one.")})
    done = decide(
        claims=claims,
        verdict=given.get("verdict", ""),
        actor=request.actor,
        receipt=given.get("receipt") or None,
    )
    said = ngettext("%(n)d field was decided.", "%(n)d fields were decided.", done)
    messages.success(request, said % {"n": done})
    beside = f"?kind={kind}&field={field}" if field and register(kind).field(field) else ""
    return redirect(reverse("provenance:disputes") + beside)


@require_safe
@for_roles(*READERS)
def rates(request: ActorRequest) -> HttpResponse:
    """Freshness, completeness and consistency, grid by grid; `?kind=&as=csv`."""
    kind = request.GET.get("kind", "person")
    of = register(kind)
    found = counted.rates(request.actor)
    lines = list(_lines(found, kind))
    if request.GET.get("as") == "csv":
        return csv_response(f"rates-{kind}", _header(kind), (_cells(one) for one in lines))
    whole = found.whole.get(kind, Sums())
    page = {
        "kinds": [(one.key, one.said(_language()), one.key == kind) for one in registers()],
        "kind": kind,
        "name": of.said(_language()),
        "day": found.day,
        "whole": _shown(whole),
        "finding": _finding(whole, kind),
        "loose": tellings.LOOSE[kind],
        "lines": lines,
        "missing": [
            (key, waiting.field_name(kind, key, _language()), n)
            for (one, key), n in sorted(found.missing.items(), key=lambda pair: -pair[1])
            if one == kind
        ],
        "trend": [(day, _shown(sums)) for day, sums in reversed(counted.trend(request.actor, kind))],
    }
    return render(request, "registers/rates.html", page)


@require_safe
@for_roles(*READERS)
def behind(request: ActorRequest, kind: str, what: str) -> HttpResponse:
    """The rows behind a figure; `?grid=`."""
    grid = uuid_in(request.GET, "grid")
    after = request.GET.get("after") or None
    found = counted.rows_behind(request.actor, kind=kind, what=what, grid=grid, after=after)
    name, _colon, key = what.partition(":")
    page = {
        "kind": kind,
        "name": register(kind).said(_language()),
        "title": tellings.behind(kind, name),
        "field": waiting.field_name(kind, key, _language()) if key else "",
        "grid": _place(grid) if grid else "",
        "rows": found.items,
        "next": found.next,
    }
    return render(request, "registers/behind.html", page)


def _dispute(one: Dispute, names: Mapping[UUID, str]) -> dict[str, Any]:
    language = _language()
    return {
        "of": one,
        "field": one.field.said(language),
        "register": register(one.kind).said(language),
        "held": tellings.value(one.field, one.held, readable=one.readable),
        "mark": tellings.mark(one.mark, names),
        "offers": [
            (
                offered,
                tellings.value(one.field, offered.value, readable=one.readable),
                tellings.mark(offered.mark, names),
            )
            for offered in one.offers
        ],
    }


def _filter(key: tuple[str, str], n: int, chosen: tuple[str, str]) -> dict[str, Any]:
    kind, field = key
    return {
        "url": f"?kind={kind}&field={field}",
        "label": f"{register(kind).said(_language())} · {waiting.field_name(kind, field, _language())}",
        "count": n,
        "here": key == chosen,
    }


def _lines(found: counted.Rates, kind: str) -> Iterator[dict[str, Any]]:
    """By place in the order of codes; rows in no grid last."""
    known = [
        (_area(grid or community), grid, sums[kind])
        for (community, grid), sums in found.by_place.items()
        if kind in sums
    ]
    for (code, name), grid, sums in sorted(known, key=lambda one: (one[0][0] == "", one[0])):
        yield {"code": code, "name": name or _("In no grid"), "grid": grid, **_shown(sums)}


def _shown(sums: Sums) -> dict[str, Any]:
    return {
        "rows": sums.rows,
        "freshness": tellings.percent(sums.freshness),
        "completeness": tellings.percent(sums.completeness),
        "consistency": tellings.percent(sums.consistency),
        "stale": sums.rows - sums.fresh,
        "gaps": sums.asked - sums.held,
        "disputed": sums.rows - sums.agreed,
        "loose": sums.loose,
    }


def _finding(whole: Sums, kind: str) -> str:
    """The title of the page says what was found."""
    if not whole.rows:
        return _("Nothing is counted yet")
    stale = whole.rows - whole.fresh
    if stale:
        facts = {"n": stale, "of": whole.rows, "register": register(kind).said(_language())}
        return _("%(register)s: %(n)d of %(of)d not confirmed in time") % facts
    return _("%(register)s: all confirmed in time") % {"register": register(kind).said(_language())}


def _area(area: UUID | None) -> tuple[str, str]:
    if area is None:
        return "", ""
    try:
        found = places.area(area)
    except NotFound:
        return "", ""
    return found.code, found.in_language(_language())


def _place(area: UUID) -> str:
    return _area(area)[1]


def _header(kind: str) -> tuple[str, ...]:
    head = (_("Code of the place"), _("Place"), _("Records"))
    rates_ = (_("Freshness"), _("Completeness"), _("Consistency"))
    return (*head, *rates_, str(tellings.LOOSE[kind]))


def _cells(one: Mapping[str, Any]) -> tuple[object, ...]:
    names = ("code", "name", "rows", "freshness", "completeness", "consistency", "loose")
    return tuple(one[name] for name in names)


def _language() -> str:
    return get_language() or ""
