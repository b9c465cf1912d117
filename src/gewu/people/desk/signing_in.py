"""How a person signs in, for the administrator they come to when they cannot: locks, lost factors, sessions.

When and from where somebody signed in is theirs alone to see (`people.account.security`).
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.people import commands, queries
from gewu.people.access import for_roles
from gewu.people.queries import security
from gewu.people.security.ways import required_of
from gewu.ui.redraw import redraw_with


@require_safe
@for_roles("admin")
def signing_in(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Whether this person can sign in now, and what to do if not."""
    return _draw(request, person_id)


@require_POST
@for_roles("admin")
def lift_lock(request: ActorRequest, person_id: UUID) -> HttpResponse:
    _again(request, person_id)
    commands.lift_lock(user_id=person_id, actor=request.actor)
    messages.success(request, _("This person can try again at once."))
    return redirect("people:signing_in", person_id)


@require_POST
@for_roles("admin")
def remove_factor(request: ActorRequest, person_id: UUID) -> HttpResponse:
    _again(request, person_id)
    commands.remove_second_factor(user_id=person_id, actor=request.actor)
    messages.success(request, _("The second factor is removed. The password alone opens the account now."))
    return redirect("people:signing_in", person_id)


@require_POST
@for_roles("admin")
def end_sessions(request: ActorRequest, person_id: UUID) -> HttpResponse:
    _again(request, person_id)
    ended = commands.end_sessions(user_id=person_id, actor=request.actor)
    told = ngettext("%(n)d session has ended.", "%(n)d sessions have ended.", ended)
    messages.success(request, told % {"n": ended})
    return redirect("people:signing_in", person_id)


def _draw(request: ActorRequest, person_id: UUID, message: str = "") -> HttpResponse:
    user = queries.person_seen(request.actor, person_id)
    said = {
        "user_": user,
        "why_not": queries.why_not_managed(request.actor, user),
        "oneself": user.id == request.actor.user,
        "until": security.locked_until(user.username),
        "required": required_of(queries.actor_of(user, door="desk"), demo=user.demo),
        "message": message,
    }
    return render(request, "people/desk/signing_in.html", said)


def _again(request: ActorRequest, person_id: UUID) -> None:
    redraw_with(request, lambda message, wrong: _draw(request, person_id, message))
