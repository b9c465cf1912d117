"""Is it one of these? A resident sees open public cases near by, and says "me too" instead of reporting."""

import re
from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gewu.cases.commands import second as count_in
from gewu.catalogue.queries import category
from gewu.kernel.access import ActorRequest
from gewu.portal import rules
from gewu.portal.commands import use
from gewu.portal.visitors import address_of
from gewu.routing.pages.nearby import for_residents, part

DEVICE = "gewu_device"
DEVICE_KEPT = 365 * 24 * 3600
TOKEN = re.compile(r"[\w-]{20,40}")


@never_cache
@require_POST
def near(request: HttpRequest, code: str) -> HttpResponse:
    """The part under the place: asked for by itself, and the form goes on without it."""
    use(rules.NEAR_PER_ADDRESS, address_of(request))
    return part(render(request, "portal/_near.html", {"near": near_to(request, request.POST, code)}))


def near_to(request: HttpRequest, given: Mapping[str, str], code: str) -> tuple[Any, ...]:
    """Open public cases of this category near what was said so far; nothing of what is not public."""
    if not category(code).public:
        return ()
    return for_residents(cast("ActorRequest", request).actor, given, code)


@never_cache
@require_POST
def second(request: HttpRequest, number: str) -> HttpResponse:
    """Count one more who wants it solved: an account, or else this device, once."""
    address = address_of(request)
    use(rules.LOOKUPS_PER_ADDRESS, address)
    use(rules.SECONDS_PER_ADDRESS, address)
    use(rules.SECONDS_PER_NUMBER, number)
    actor = cast("ActorRequest", request).actor
    device = _device(request)
    counted = count_in(number=number, who=str(actor.user or device), actor=actor)
    said = "new" if counted else "known"
    answer = HttpResponseRedirect(f"{reverse('portal:case', args=[number])}?too={said}")
    if actor.user is None:
        answer.set_cookie(
            DEVICE,
            device,
            max_age=DEVICE_KEPT,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return answer


def _device(request: HttpRequest) -> str:
    """What tells this device from others: made at the first "me too", and known to nobody else."""
    known = request.COOKIES.get(DEVICE, "")
    return known if TOKEN.fullmatch(known) else token_urlsafe(18)
