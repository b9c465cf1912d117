"""The places an administrator sets things for."""

from django.utils.translation import get_language

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.notices.models import MANAGES
from gewu.places import queries as places


def towns(request: ActorRequest) -> dict[str, str]:
    """Townships run here that the actor administers, by code."""
    language = get_language() or ""
    mine = [post.scope for post in request.actor.posts if post.role == MANAGES]
    return {
        str(one.township): one.names.in_language(language)
        for one in places.localities()
        if any(scope.low <= one.township <= scope.high for scope in mine)
    }


def town(request: ActorRequest) -> int:
    """The one that is meant: `?place=`, or the first."""
    known = towns(request)
    asked = request.POST.get("place") or request.GET.get("place") or next(iter(known), "")
    if asked not in known:
        raise NotFound("There is no such place.")
    return int(asked)
