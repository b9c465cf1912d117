"""The ceremony of passkeys (WebAuthn): allauth and fido2 speak it, here their errors become refusals."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gewu.kernel.errors import Invalid
from gewu.people.models import User

LONGEST = 20_000
T = TypeVar("T")


def offer_adding(user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey that is found without a username, after a PIN or touch."""
    options: dict[str, Any] = auth.begin_registration(user, True)
    return options


def check_added(sent: str) -> dict[str, Any]:
    """The new credential as the browser sent it, if it answers the challenge of this session."""
    credential = _read(sent)

    def check() -> None:
        auth.parse_registration_response(credential)
        if not auth.complete_registration(credential).is_user_verified():
            raise _refused()

    _speaking(check)
    return credential


def offer_signing(user: User | None) -> dict[str, Any]:
    """A challenge: for this person's passkeys, or for whatever passkey of ours the browser finds."""
    options: dict[str, Any] = auth.begin_authentication(user)
    return options


def check_signed(sent: str, user: User | None) -> Authenticator:
    """The passkey with which the challenge was signed; its `user` is the person."""
    credential = _read(sent)

    def check() -> Authenticator:
        auth.parse_authentication_response(credential)
        whose = user or auth.extract_user_from_response(credential)
        return auth.complete_authentication(whose, credential)

    return _speaking(check)


def _read(sent: str) -> dict[str, Any]:
    try:
        credential = json.loads(sent) if len(sent) <= LONGEST else None
    except ValueError:
        credential = None
    if not isinstance(credential, dict):
        raise _refused()
    return credential


def _speaking(check: Callable[[], T]) -> T:
    """The libraries refuse in many ways what a browser of ours would never send."""
    try:
        return check()
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError) as refused:
        raise _refused() from refused


def _refused() -> Invalid:
    message = _("This passkey was not accepted. Please try once more.")
    return Invalid(message, fields={"credential": message})
