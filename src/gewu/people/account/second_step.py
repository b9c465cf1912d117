"""The second step of signing in, and signing in with a passkey alone."""

import json
from collections.abc import Mapping
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gewu.kernel.errors import Invalid, RuleBroken
from gewu.people.commands import attempts, factors
from gewu.people.forms import SignIn
from gewu.people.models import User
from gewu.people.queries import security
from gewu.people.security import keeping, passkeys
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]  # allauth has no types
def second_step(request: HttpRequest) -> HttpResponse:
    """The password was right: now the code of the phone, a passkey, or a recovery code."""
    stage: Any = request._login_stage  # type: ignore[attr-defined]  # noqa: SLF001  (allauth puts it there)
    user: User = stage.login.user

    def draw(message: str = "", wrong: Mapping[str, str] | None = None) -> HttpResponse:
        kinds = {factor.type for factor in security.factors_of(user.id)}
        said = {
            "fields": [_code_field("totp" in kinds, wrong or {})],
            "message": (wrong or {}).get("credential", "" if wrong else message),
            "totp": "totp" in kinds,
            "options": json.dumps(passkeys.offer_signing(user)) if "webauthn" in kinds else None,
        }
        return render(request, "account/second_step.html", said)

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    post_authentication(request, _checked(request, user))
    answer: HttpResponse = stage.exit()
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def with_passkey(request: HttpRequest) -> HttpResponse:
    """GET: a challenge, as JSON. POST: the passkey that answered it; nothing else is asked."""
    if request.method != "POST":
        return JsonResponse(passkeys.offer_signing(None))

    def draw(message: str = "", wrong: Mapping[str, str] | None = None) -> HttpResponse:
        said = {"form": SignIn(request=request), "message": message}
        return render(request, "account/login.html", said)

    redraw_with(request, draw)
    passkey = passkeys.check_signed(request.POST.get("credential", ""), None)
    if not passkey.user.may_sign_in:
        raise RuleBroken(_("This account is closed."))
    login = Login(user=passkey.user, redirect_url=_onward(request))
    answer: HttpResponse = perform_passwordless_login(request, passkey, login)
    return answer


def _checked(request: HttpRequest, user: User) -> Authenticator:
    """The factor that was shown, or a refusal; failures are counted in the database."""
    attempts.count_code(username=user.username)
    try:
        factor = _shown(request, user)
    except Invalid:
        attempts.note_failure(username=user.username, address=keeping.address_of(request), step="code")
        raise
    attempts.forgive_code(username=user.username)
    return factor


def _shown(request: HttpRequest, user: User) -> Authenticator:
    if "credential" in request.POST:
        return passkeys.check_signed(request.POST["credential"], user)
    factor = factors.take_code(user=user, code=request.POST.get("code", ""))
    if factor is None:
        message = _("This code is wrong or was used already. Wait for the next one, or take a recovery code.")
        raise Invalid(message, fields={"code": message})
    factor.user = user
    return factor


def _onward(request: HttpRequest) -> str | None:
    onward = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return onward if known else None


def _code_field(with_generator: bool, wrong: Mapping[str, str]) -> Field:
    return Field(
        name="code",
        label=_("Code shown by your phone, or a recovery code") if with_generator else _("Recovery code"),
        required=True,
        error=wrong.get("code", ""),
        autocomplete="one-time-code",
        max_length=16,
    )
