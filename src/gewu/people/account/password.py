"""Choosing a password of one's own."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people import commands
from gewu.people.access import signed_in, user_of
from gewu.people.commands import attempts, sessions
from gewu.people.security import keeping
from gewu.people.security.passwords import ASKED
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose_password(request: ActorRequest) -> HttpResponse:
    """A new password; this session stays, the others end."""

    def draw(message: str = "", wrong: Mapping[str, str] | None = None) -> HttpResponse:
        said = {
            "fields": _fields(wrong or {}),
            "message": "" if wrong else message,
            "rules": ASKED,
            "given": user_of(request).password_given,
        }
        return render(request, "people/password.html", said)

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    given = request.POST
    if given.get("password") != given.get("again"):
        message = _("This is not the same password as above.")
        raise Invalid(message, fields={"again": message})
    current = given.get("current", "")
    attempts.confirm_password(password=current, address=keeping.address_of(request), actor=request.actor)
    user = commands.change_password(current=current, password=given.get("password", ""), actor=request.actor)
    _keep_this_session(request, user)
    messages.success(request, _("Your password is changed. You are signed out everywhere else."))
    return redirect("me")


def _keep_this_session(request: ActorRequest, user: object) -> None:
    """Django gives the session a new key; the list of sessions follows it, and the others go."""
    before = str(request.session.session_key)
    update_session_auth_hash(request, user)  # type: ignore[arg-type]  # a user of ours
    sessions.move_session(before=before, after=str(request.session.session_key))
    sessions.end_other_sessions(key=str(request.session.session_key), actor=request.actor)
    keeping.confirm(request)


def _fields(wrong: Mapping[str, str]) -> list[Field]:
    asked = (
        ("current", _("Present password"), "current-password"),
        ("password", _("New password"), "new-password"),
        ("again", _("New password once more"), "new-password"),
    )
    return [
        Field(
            name=name,
            label=label,
            kind="password",
            required=True,
            error=wrong.get(name, ""),
            autocomplete=completing,
        )
        for name, label, completing in asked
    ]
