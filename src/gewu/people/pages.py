"""Who is on duty."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.filters import Filter, parse
from gewu.people import queries
from gewu.people.access import for_roles
from gewu.people.roles import roles
from gewu.places import queries as places


@require_safe
@for_roles("chief", "admin")
def on_duty(request: ActorRequest) -> HttpResponse:
    """Who is on duty in my part of the town, to find and to call upon."""
    chosen = parse(_filters(), request.GET)
    found = queries.on_duty(request.actor, chosen=chosen, after=request.GET.get("after"))
    away = queries.away_today(post.user_id for post in found.items)
    said = {"page": found, "chosen": chosen, "roles": _role_names(), "given": request.GET, "away": away}
    return render(request, "people/on_duty.html", said)


@require_safe
def on_duty_at(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """A part of the map's page: who looks after an area. Colleagues of the township see it."""
    area = places.area(area_id)
    posts = queries.posts_at(area.id) if request.actor.at_home_in(area.home) else []
    away = queries.away_today(post.user_id for post in posts) if posts else set()
    return render(request, "people/_on_duty_at.html", {"posts": posts, "away": away})


def _filters() -> tuple[Filter, ...]:
    return (
        Filter("q", gettext_lazy("Name or place"), kind="text", narrow=_name_or_place),
        Filter("role", gettext_lazy("Role"), choices=_role_names()),
    )


def _name_or_place(typed: object) -> Q:
    wanted = str(typed)
    return Q(user__name__icontains=wanted) | Q(area__search_text__icontains=wanted.lower())


def _role_names() -> dict[str, str]:
    language = get_language() or ""
    return {key: queries.role_name(key, language) for key, role in roles().items() if role.tiers}
