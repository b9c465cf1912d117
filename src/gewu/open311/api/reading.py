"""Discovery, services, definitions, tokens and requests: what anybody may read."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.cases import queries as cases
from gewu.kernel import numbers
from gewu.kernel.errors import Invalid, NotFound
from gewu.open311 import queries, tokens, wire
from gewu.open311.api import narrowing
from gewu.open311.api.asking import given, open_to_all, page_after, town_asked
from gewu.open311.api.shapes import definition_of, request_of, service_of
from gewu.open311.queries import Town
from gewu.open311.rules import MOST_IDS, listed
from gewu.places import queries as places

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
# The moment from which the door answers as it does; validators want it in the past.
CHANGESET = "2026-11-22T08:00:00+08:00"


@require_safe
@open_to_all
def discovery(request: HttpRequest, *, form: str, is_test: bool) -> HttpResponse:
    """Where the endpoints are, told alike by both. Alone without a charset: a validator compares it."""
    language = get_language() or ""
    names = "、".join(one.names.in_language(language) for one in places.localities())
    value: dict[str, wire.Value] = {
        "changeset": CHANGESET,
        "contact": _("The administrators of: %(names)s") % {"names": names},
        "key_service": _("Ask the administrator of the place for a key. It works at the test endpoint, too."),
        "endpoints": [_endpoint(request, kind) for kind in ("production", "test")],
    }
    return wire.answer(form, "discovery", value, charset=False)


def _endpoint(request: HttpRequest, kind: str) -> dict[str, wire.Value]:
    name = "open311:discovery" if kind == "production" else "open311:test-discovery"
    url = request.build_absolute_uri(reverse(name, args=["xml"]))
    return {
        "specification": SPECIFICATION,
        "url": url.removesuffix("/discovery.xml"),
        "changeset": CHANGESET,
        "type": kind,
        "formats": list(reversed(wire.FORMATS.values())),
    }


@require_safe
@open_to_all
def services(request: HttpRequest, *, form: str, is_test: bool) -> HttpResponse:
    town = town_asked(request, is_test=is_test)
    return wire.answer(form, "services", [service_of(one) for one in queries.services(town)])


@require_safe
@open_to_all
def definition(request: HttpRequest, code: str, *, form: str, is_test: bool) -> HttpResponse:
    """The questions of a service; an empty list where there are none."""
    town = town_asked(request, is_test=is_test)
    return wire.answer(form, "service_definition", definition_of(queries.service(town, code)))


@require_safe
@open_to_all
def token(request: HttpRequest, token: str, *, form: str, is_test: bool) -> HttpResponse:
    """The number behind a token."""
    town = town_asked(request, is_test=is_test)
    case_id = tokens.case_of(token)
    found = cases.open_one(case_id, queries.codes(town), township=town.home) if case_id else None
    if found is None:
        raise NotFound(_("token: there is no such token."))
    told: list[wire.Value] = [{"service_request_id": found.number, "token": token}]
    return wire.answer(form, "service_requests", told)


@require_safe
@open_to_all
def one_request(request: HttpRequest, number: str, *, form: str, is_test: bool) -> HttpResponse:
    town = town_asked(request, is_test=is_test)
    found = cases.open_numbered(town.home, _cleaned([number]), queries.codes(town))
    if not found:
        raise NotFound(_("service_request_id: there is no such request, or it is not public."))
    return _requests(request, form, found, town)


@require_safe
@open_to_all
def requests(request: HttpRequest, *, form: str, is_test: bool) -> HttpResponse:
    """A list; numbers that are asked for by name override everything else."""
    town = town_asked(request, is_test=is_test)
    if named := listed(given(request, "service_request_id")):
        if len(named) > MOST_IDS:
            message = _("At most %(limit)d at once.") % {"limit": MOST_IDS}
            raise Invalid(message, fields={"service_request_id": message})
        found = cases.open_numbered(town.home, _cleaned(named), queries.codes(town))
        return _requests(request, form, found, town)
    asked, part = narrowing.asked(request, town), narrowing.part(request)
    if narrowing.flag(request, "just_count"):
        return wire.answer(form, "counts", [{"count": cases.open_count(asked)}])
    page = cases.open_cases(asked, after=part.after, skip=part.skip, size=part.size)
    response = _requests(request, form, page.items, town)
    if page.more:
        onward = page_after(request, after=page.items[-1].number)
        response["Link"] = f'<{onward}>; rel="next"'
    return response


def _requests(request: HttpRequest, form: str, found: tuple[cases.OpenCase, ...], town: Town) -> HttpResponse:
    extended = narrowing.flag(request, "extensions")
    told = [request_of(request, one, town, extended=extended) for one in found]
    return wire.answer(form, "service_requests", told)


def _cleaned(typed: "tuple[str, ...] | list[str]") -> list[str]:
    """Numbers as they are stored; what cannot be one is no request of ours."""
    found = []
    for one in typed:
        try:
            found.append(numbers.clean(one))
        except Invalid:
            continue
    return found
