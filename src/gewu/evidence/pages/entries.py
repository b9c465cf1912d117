"""Searching the journal."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gewu.evidence import queries
from gewu.evidence.queries import Wanted
from gewu.kernel.access import ActorRequest
from gewu.kernel.filters import Filter, parse
from gewu.people.access import for_roles


@require_safe
@for_roles("auditor")
def search(request: ActorRequest) -> HttpResponse:
    """Entries by case, kind, who and day; the next ones alone when a swap asks for them."""
    places = {str(code): queries.name_of(code) for code in queries.townships(request.actor)}
    values = parse(_filters(places), request.GET).values
    wanted = _wanted(values, places)
    after = request.GET.get("after") or None
    page: dict[str, Any] = {
        "wanted": wanted,
        "places": places,
        "kinds": queries.kinds(get_language() or ""),
        "page": queries.entries(request.actor, wanted, after=after) if wanted else None,
        "days": wanted.days() if wanted and not wanted.number else None,
    }
    more = "HX-Request" in request.headers and after
    response = render(request, f"evidence/journal.html{'#rows' if more else ''}", page)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _wanted(values: Mapping[str, Any], places: Mapping[str, str]) -> Wanted | None:
    code = values.get("township") or next(iter(places), None)
    if code is None:
        return None
    return Wanted(
        township=int(code),
        number=values.get("number", ""),
        kind=values.get("kind", ""),
        who=values.get("who", ""),
        since=values.get("since"),
        until=values.get("until"),
    )


def _filters(places: Mapping[str, str]) -> tuple[Filter, ...]:
    return (
        Filter("township", _("Place"), choices=places),
        Filter("number", _("Number of the case"), kind="text"),
        Filter("kind", _("Kind"), choices=queries.kinds(get_language() or "")),
        Filter("who", _("Username"), kind="text"),
        Filter("since", _("From day"), kind="day"),
        Filter("until", _("To day"), kind="day"),
    )
