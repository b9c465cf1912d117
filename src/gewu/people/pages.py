"""One's own page, and who is on duty."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.kernel.filters import Filter, parse
from gewu.people import commands, queries
from gewu.people.access import for_roles, signed_in
from gewu.people.roles import roles
from gewu.people.signin import HOMES, YEAR
from gewu.places import queries as places
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@require_safe
@signed_in
def me(request: ActorRequest) -> HttpResponse:
    """What I am here: my posts, my language, my tokens."""
    said = {
        "posts": queries.posts_of(request.actor),
        "tokens": queries.tokens_of(request.actor),
        "home": HOMES[queries.home_of(request.actor)],
    }
    return render(request, "people/me.html", said)


@require_POST
@signed_in
def choose_language(request: ActorRequest) -> HttpResponse:
    user = commands.set_language(language=request.POST.get("language", ""), actor=request.actor)
    response = redirect(_onward(request))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=YEAR, samesite="Lax")
    return response


def _onward(request: ActorRequest) -> str:
    """Back to the page of ours that the choice was made on."""
    onward = request.POST.get("next", "")
    secure = request.is_secure()
    known = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=secure)
    return onward if known else "me"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose_password(request: ActorRequest) -> HttpResponse:
    """A new password; this session stays, the others end."""

    def draw(message: str = "", wrong: Mapping[str, str] | None = None) -> HttpResponse:
        said = {"fields": _password_fields(wrong or {}), "message": "" if wrong else message}
        return render(request, "people/password.html", said)

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    given = request.POST
    if given.get("password") != given.get("again"):
        message = _("This is not the same password as above.")
        raise Invalid(message, fields={"again": message})
    user = commands.change_password(
        current=given.get("current", ""), password=given.get("password", ""), actor=request.actor
    )
    update_session_auth_hash(request, user)
    messages.success(request, _("Your password is changed."))
    return redirect("me")


@require_POST
@signed_in
def revoke(request: ActorRequest, token_id: UUID) -> HttpResponse:
    commands.revoke_token(token_id=token_id, actor=request.actor)
    messages.success(request, _("The token no longer works."))
    return redirect("me")


@require_safe
@for_roles("chief", "admin")
def on_duty(request: ActorRequest) -> HttpResponse:
    """Who is on duty in my part of the town, to find and to call upon."""
    chosen = parse(_filters(), request.GET)
    found = queries.on_duty(request.actor, chosen=chosen, after=request.GET.get("after"))
    said = {"page": found, "chosen": chosen, "roles": _role_names(), "given": request.GET}
    return render(request, "people/on_duty.html", said)


@require_safe
def on_duty_at(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """A part of the map's page: who looks after an area. Colleagues of the township see it."""
    area = places.area(area_id)
    posts = queries.posts_at(area.id) if request.actor.at_home_in(area.home) else []
    return render(request, "people/_on_duty_at.html", {"posts": posts})


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


def _password_fields(wrong: Mapping[str, str]) -> list[Field]:
    asked = (
        ("current", _("Present password"), "", "current-password"),
        ("password", _("New password"), _("At least 10 characters, not only digits."), "new-password"),
        ("again", _("New password once more"), "", "new-password"),
    )
    return [
        Field(
            name=name,
            label=label,
            help=about,
            kind="password",
            required=True,
            error=wrong.get(name, ""),
            autocomplete=completing,
        )
        for name, label, about, completing in asked
    ]
