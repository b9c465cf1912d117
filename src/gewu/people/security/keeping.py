"""What a session remembers of its person: which device this is, when it was seen, and what was confirmed."""

import secrets
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.people.commands import sessions
from gewu.people.commands.sessions import Arrival
from gewu.people.models import Device, User
from gewu.people.queries import security
from gewu.people.security.ways import device_name
from gewu.ui import clocks

COOKIE = "gewu_device"
COOKIE_AGE = 400 * 24 * 3600
_TOKEN_LENGTH = range(40, 60)
# Seconds: how finely we know when a session was last used, and how long a password just typed counts.
SEEN_EVERY = 600
CONFIRMED_FOR = 600
_SEEN, _CONFIRMED, _TOLD = "seen_at", "confirmed_at", "devices_told"


def begin(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Somebody has just signed in: the session is listed, the device gets its cookie."""
    token = _token(request)
    session = request.session
    if not session.session_key:
        session.save()
    arrival = Arrival(
        session=str(session.session_key),
        token=token,
        agent=request.headers.get("User-Agent", ""),
        address=address_of(request),
        way=_way(request, user),
    )
    sessions.begin_session(user=user, arrival=arrival)
    session[_SEEN] = _now()
    confirm(request)
    _tell(request, user)
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_AGE, samesite="Lax", httponly=True, secure=request.is_secure()
    )


def note_presence(request: HttpRequest) -> None:
    """Every ten minutes at most: note that the session is in use, and tell of devices that are new."""
    if not hasattr(request, "session") or _SEEN not in request.session or not isinstance(request.user, User):
        return
    if 0 <= _now() - int(request.session[_SEEN]) < SEEN_EVERY:
        return
    request.session[_SEEN] = _now()
    sessions.touch_session(key=str(request.session.session_key), address=address_of(request))
    _tell(request, request.user)


def confirm(request: HttpRequest) -> None:
    """The password was typed just now."""
    request.session[_CONFIRMED] = _now()


def confirmed(request: HttpRequest) -> bool:
    """Whether the password was typed so recently that it need not be asked again."""
    at: Any = request.session.get(_CONFIRMED)
    return isinstance(at, int) and 0 <= _now() - at < CONFIRMED_FOR


def address_of(request: HttpRequest) -> str:
    """Where the request came from, behind the proxies that are ours."""
    return str(get_adapter().get_client_ip(request))


def _tell(request: HttpRequest, user: User) -> None:
    """A notice of every sign-in from a new device that this session has not been told of."""
    told = set(request.session.get(_TOLD, ()))
    found = security.new_devices(user, str(request.session.session_key))
    new = [device for device in found if str(device.id) not in told]
    for device in new:
        messages.warning(request, _sentence(device))
    if new:
        request.session[_TOLD] = sorted(told | {str(device.id) for device in new})


def _sentence(device: Device) -> str:
    said = {"device": device_name(device), "when": clocks.full(device.first_seen_at)}
    told = _("Somebody signed in as you on a new device: %(device)s, %(when)s.") % said
    advice = _("If it was not you, end that session on your page and change the password.")
    return f"{told} {advice}"


def _way(request: HttpRequest, user: User) -> str:
    records = get_authentication_records(request, user)
    last = records[-1] if records else {}
    if last.get("passwordless"):
        return "passkey"
    return str(last.get("type") or "password")


def _token(request: HttpRequest) -> str:
    given = request.COOKIES.get(COOKIE, "")
    return given if len(given) in _TOKEN_LENGTH else secrets.token_urlsafe(32)


def _now() -> int:
    return int(clock.now().timestamp())
