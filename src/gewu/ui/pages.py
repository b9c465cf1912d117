"""The few pages of the design system itself: choices of type and light, problems, the living style page."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from gewu.ui.problems import PROBLEMS
from gewu.ui.specimens import specimens

YEAR = 365 * 24 * 3600
ROOMS = {name: f"ui/style_{name}.html" for name in ("field", "desk", "print")}
# The style page stands still, so that two pictures of it can be compared.
SPECIMEN_MOMENT = "2026-03-05T15:20:00+08:00"
CHOICES = {"type": ("normal", "large"), "theme": ("light", "dark")}


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep the visitor's choice of type size and light in a cookie, and go back."""
    onward = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/"
    response = HttpResponseRedirect(onward)
    for name, allowed in CHOICES.items():
        if (chosen := request.POST.get(name)) in allowed:
            response.set_cookie(f"gewu_{name}", str(chosen), max_age=YEAR, samesite="Lax", httponly=True)
    return response


@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """What a kind of refusal means: the page behind the `type` of a problem document."""
    if code not in PROBLEMS:
        raise Http404
    said = {"code": code, "problem": PROBLEMS[code], "problems": PROBLEMS}
    return render(request, "ui/problem.html", said)


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The living style page, for those who are signed in: every component, in each room."""
    if not request.user.is_authenticated:
        raise Http404
    template = ROOMS.get(request.GET.get("room", ""), "ui/style.html")
    now = datetime.fromisoformat(SPECIMEN_MOMENT)
    return render(request, template, specimens(now))
