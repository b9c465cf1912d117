"""What Gewu keeps of me: to read, to print, to take away as JSON."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.kernel import clock
from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.journal import entries_of
from gewu.people import queries
from gewu.people.access import signed_in, user_of
from gewu.people.account.words import told
from gewu.people.models import Post, StaffFile, User
from gewu.people.queries import security
from gewu.people.security.ways import WAYS, device_name

# The page shows the newest; the file has all of them.
SHOWN = 100


@require_safe
@signed_in
def data(request: ActorRequest) -> HttpResponse:
    """Everything that is kept of me as a user, on a page that prints."""
    kept = _kept(request)
    journal = kept.pop("journal")
    said = {"kept": kept, "journal": journal[:SHOWN], "more": max(len(journal) - SHOWN, 0)}
    return render(request, "people/data.html", said)


@require_safe
@signed_in
def data_file(request: ActorRequest) -> HttpResponse:
    """The same as a file, whole."""
    answer = JsonResponse(_kept(request), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="gewu-my-data.json"'
    return answer


def _kept(request: ActorRequest) -> dict[str, Any]:
    user = user_of(request)
    return {
        "taken_at": clock.now(),
        "account": _account(user),
        "notices": _kept_by_notices(request),
        "posts": [_post(post) for post in _all_posts(user)],
        "factors": [
            {"type": factor.type, "name": factor.name, "added_at": factor.added_at}
            for factor in security.factors_of(user.id)
        ],
        "sessions": [
            {
                "device": device_name(found.device),
                "address": found.address,
                "way": str(WAYS.get(found.way, "")),
                "begun_at": found.begun_at,
                "seen_at": found.seen_at,
            }
            for found in security.sessions_of(request.actor)
        ],
        "tokens": [
            {"label": token.label, "created_at": token.created_at, "expires_at": token.expires_at}
            for token in queries.tokens_of(request.actor)
        ],
        "journal": _journal(user),
    }


def _kept_by_notices(request: ActorRequest) -> dict[str, Any]:
    """Addresses that somebody gave to be told; Gewu asks nobody for them."""
    asked = cast("Callable[[Actor], dict[str, Any]]", import_string(settings.KEPT_BY_NOTICES))
    return asked(request.actor)


def _account(user: User) -> dict[str, Any]:
    return {
        "username": user.username,
        "name": user.name,
        "language": user.language,
        "created_at": user.created_at,
    }


def _all_posts(user: User) -> list[Post]:
    return list(user.posts.select_related("area", "organisation").order_by("first_day", "id"))


def _post(post: Post) -> dict[str, Any]:
    language = get_language() or ""
    home = post.low if post.low == post.high else None
    path = queries.place_path(post.area_id)
    return {
        "role": queries.role_name(post.role, language, home),
        "place": " ".join(step.in_language(language) for step in path),
        "organisation": post.organisation.in_language(language) if post.organisation else None,
        "standing_in": not post.primary,
        "first_day": post.first_day,
        "last_day": post.last_day,
    }


def _journal(user: User) -> list[dict[str, Any]]:
    """What the journal says about me in my township, newest first; who did it, where that was a person."""
    file = StaffFile.objects.filter(township=user.home, about=user.id).first()
    entries = entries_of(file.id)[::-1] if file else []
    names = queries.name_of(entry.user for entry in entries)
    return [
        {
            "at": entry.recorded_at,
            "kind": entry.kind,
            "what": told(entry.kind),
            "by": names.get(entry.user, "") if entry.user else _("Gewu"),
            "facts": entry.facts,
        }
        for entry in entries
    ]
