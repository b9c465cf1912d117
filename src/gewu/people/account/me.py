"""My page: posts, organisations, language and type, and the ways to the other pages."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.people import commands, queries
from gewu.people.access import signed_in, user_of
from gewu.people.queries import security
from gewu.people.security.ways import required_of
from gewu.people.signin import HOMES, YEAR


@require_safe
@signed_in
def me(request: ActorRequest) -> HttpResponse:
    """What I am here: my posts and who stands in for me, my organisations, my language."""
    user, posts = user_of(request), security.own_posts(request.actor)
    said = {
        "posts": posts,
        "organisations": {post.organisation for post in posts if post.organisation},
        "second_factor": user.second_factor,
        "required": required_of(request.actor, demo=user.demo),
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
