"""How I sign in and where I am signed in: factors, sessions, devices, tokens."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.people import commands, queries
from gewu.people.access import signed_in, user_of
from gewu.people.commands import sessions
from gewu.people.models import SignedIn
from gewu.people.queries import security
from gewu.people.security.devices import PHONES
from gewu.people.security.ways import WAYS, device_name, required_of


@require_safe
@signed_in
def overview(request: ActorRequest) -> HttpResponse:
    """Everything about my signing in, on one page."""
    user = user_of(request)
    new = {device.id for device in security.new_devices(user, _key(request))}
    factors = security.factors_of(user.id)
    said = {
        "totp": [factor for factor in factors if factor.type == "totp"],
        "passkeys": [factor for factor in factors if factor.type == "webauthn"],
        "codes_left": security.recovery_codes_left(user.id),
        "required": required_of(request.actor, demo=user.demo),
        "sessions": [_told(found, _key(request), new) for found in security.sessions_of(request.actor)],
        "tokens": queries.tokens_of(request.actor),
    }
    return render(request, "people/security.html", said)


@require_POST
@signed_in
def end_session(request: ActorRequest, session_id: UUID) -> HttpResponse:
    sessions.end_session(session_id=session_id, actor=request.actor)
    messages.success(request, _("That session has ended."))
    return redirect("me_security")


@require_POST
@signed_in
def end_others(request: ActorRequest) -> HttpResponse:
    ended = sessions.end_other_sessions(key=_key(request), actor=request.actor)
    told = ngettext("%(n)d other session has ended.", "%(n)d other sessions have ended.", ended)
    messages.success(request, told % {"n": ended})
    return redirect("me_security")


@require_POST
@signed_in
def know_device(request: ActorRequest, device_id: UUID) -> HttpResponse:
    sessions.know_device(device_id=device_id, key=_key(request), actor=request.actor)
    messages.success(request, _("Good: this device is yours."))
    return redirect("me_security")


@require_POST
@signed_in
def revoke(request: ActorRequest, token_id: UUID) -> HttpResponse:
    commands.revoke_token(token_id=token_id, actor=request.actor)
    messages.success(request, _("The token no longer works."))
    return redirect("me_security")


def _told(found: SignedIn, key: str, new: set[UUID]) -> dict[str, object]:
    return {
        "id": found.id,
        "device": device_name(found.device),
        "device_id": found.device_id,
        "phone": found.device.system in PHONES,
        "address": found.address,
        "way": WAYS.get(found.way, ""),
        "begun_at": found.begun_at,
        "seen_at": found.seen_at,
        "here": found.session_key == key,
        "new": found.device_id in new,
    }


def _key(request: ActorRequest) -> str:
    return str(request.session.session_key)
