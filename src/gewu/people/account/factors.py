"""Setting up and taking away what is asked beside the password."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.people import queries
from gewu.people.access import signed_in, user_of
from gewu.people.account import confirming
from gewu.people.commands import factors
from gewu.people.models import User
from gewu.people.queries import security
from gewu.people.security import mfa, passkeys, totp
from gewu.people.security.ways import required_of
from gewu.people.signin import HOMES
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

_SECRET = "totp_being_set_up"  # noqa: S105  (the name of a place in the session)
Wrong = Mapping[str, str] | None


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_totp(request: ActorRequest) -> HttpResponse:
    """A code generator: its QR code, then the first code it shows."""
    user = user_of(request)
    secret = _secret(request, user)

    def draw(message: str = "", wrong: Wrong = None) -> HttpResponse:
        said = {
            "fields": [_code_field(wrong or {}), *confirming.field(request, wrong or {})],
            "message": "" if wrong else message,
            "address": totp.address(secret, username=user.username, issuer=mfa.issuer()),
            "secret": totp.in_groups(secret),
            "owed": _owed(request),
        }
        return render(request, "people/totp.html", said)

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    confirming.require(request)
    codes = factors.add_totp(secret=secret, code=request.POST.get("code", ""), actor=request.actor)
    del request.session[_SECRET]
    return _done(request, codes, _("The code generator is set up: it is asked for at every sign-in."))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_passkey(request: ActorRequest) -> HttpResponse:
    """A passkey: the browser makes it, after a PIN, a finger or a face, which never leave the device."""
    user = user_of(request)

    def draw(message: str = "", wrong: Wrong = None) -> HttpResponse:
        said = {
            "fields": [_name_field(request, wrong or {}), *confirming.field(request, wrong or {})],
            "message": (wrong or {}).get("credential", "" if wrong else message),
            "options": json.dumps(passkeys.offer_adding(user)),
            "owed": _owed(request),
        }
        return render(request, "people/passkey.html", said)

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    confirming.require(request)
    credential = passkeys.check_added(request.POST.get("credential", ""))
    codes = factors.add_passkey(name=request.POST.get("name", ""), credential=credential, actor=request.actor)
    return _done(request, codes, _("Your passkey is added. You can sign in with it alone."))


@require_POST
@signed_in
def rename(request: ActorRequest, factor_id: int) -> HttpResponse:
    factors.rename_passkey(factor_id=factor_id, name=request.POST.get("name", ""), actor=request.actor)
    messages.success(request, _("The passkey has its new name."))
    return redirect("me_security")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one_factor(request: ActorRequest, factor_id: int) -> HttpResponse:
    """One factor: what it is called, and a way to take it away."""
    found = [factor for factor in security.factors_of(user_of(request).id) if factor.id == factor_id]
    if not found:
        raise NotFound(_("There is no such passkey or code generator."))

    def draw(message: str = "", wrong: Wrong = None) -> HttpResponse:
        said = {
            "factor": found[0],
            "fields": confirming.field(request, wrong or {}),
            "message": "" if wrong else message,
            "last": len(security.factors_of(user_of(request).id)) == 1,
        }
        return render(request, "people/factor.html", said)

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    confirming.require(request)
    factors.remove_factor(factor_id=factor_id, actor=request.actor)
    messages.success(request, _("It is no longer asked for, and no longer opens."))
    return redirect("me_security")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recovery(request: ActorRequest) -> HttpResponse:
    """Fresh recovery codes, shown once, to print or write down."""

    def draw(message: str = "", wrong: Wrong = None) -> HttpResponse:
        said = {
            "fields": confirming.field(request, wrong or {}),
            "message": "" if wrong else message,
            "left": security.recovery_codes_left(user_of(request).id),
        }
        return render(request, "people/recovery.html", said)

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    confirming.require(request)
    return _shown(request, factors.new_recovery_codes(actor=request.actor))


def _done(request: ActorRequest, codes: Sequence[str], message: str) -> HttpResponse:
    """The first factor brings recovery codes: they are shown at once, for they are never shown again."""
    if codes:
        return _shown(request, codes, message)
    messages.success(request, message)
    return redirect("me_security")


def _shown(request: ActorRequest, codes: Sequence[str], message: str = "") -> HttpResponse:
    said: dict[str, Any] = {
        "codes": codes,
        "message": message,
        "home": HOMES[queries.home_of(request.actor)],
    }
    return render(request, "people/codes.html", said)


def _secret(request: ActorRequest, user: User) -> str:
    """The secret being set up, in the session until its first code, sealed like the one that is stored."""
    if stored := request.session.get(_SECRET):
        return mfa.opened_for(user.id, stored)
    secret = totp.new_secret()
    request.session[_SECRET] = mfa.sealed_for(user.id, secret)
    return secret


def _owed(request: ActorRequest) -> bool:
    user = user_of(request)
    return not user.second_factor and required_of(request.actor, demo=user.demo)


def _code_field(wrong: Mapping[str, str]) -> Field:
    return Field(
        name="code",
        label=_("Code shown by your phone"),
        required=True,
        error=wrong.get("code", ""),
        autocomplete="one-time-code",
        max_length=12,
    )


def _name_field(request: ActorRequest, wrong: Mapping[str, str]) -> Field:
    return Field(
        name="name",
        label=_("What do you call this passkey?"),
        help=_("For instance: office computer, my phone, blue key."),
        required=True,
        value=request.POST.get("name", ""),
        error=wrong.get("name", ""),
        max_length=factors.LONGEST_NAME,
    )
