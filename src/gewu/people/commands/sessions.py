"""Sessions and devices of a person: beginning, being seen, ending.

Only what protects the person is journalled: a journal of every coming and going would be a record of
working hours, which we do not keep.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import NotAllowed, NotFound, RuleBroken
from gewu.people.commands.authority import managed
from gewu.people.commands.staff_file import note
from gewu.people.models import Device, SignedIn, User
from gewu.people.queries import actor_of
from gewu.people.security import devices

# Devices nobody came with for so long are forgotten.
_FORGOTTEN = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A sign-in: the key of its session, the device's token, what the browser says, and how it was done."""

    session: str
    token: str
    agent: str
    address: str
    way: str


@transaction.atomic
def begin_session(*, user: User, arrival: Arrival) -> SignedIn:
    """List a session that has just begun; the journal keeps that a device came for the first time."""
    device = _device(user, arrival)
    now = clock.now()
    SignedIn.objects.filter(session_key=arrival.session).delete()
    return SignedIn.objects.create(
        user=user,
        device=device,
        session_key=arrival.session,
        address=devices.shortened(arrival.address),
        way=arrival.way,
        begun_at=now,
        seen_at=now,
    )


@transaction.atomic
def touch_session(*, key: str, address: str) -> None:
    """Note that a session is in use. Not journalled."""
    found = SignedIn.objects.filter(session_key=key).select_for_update().first()
    if found is None:
        return
    found.seen_at, found.address = clock.now(), devices.shortened(address)
    found.save(update_fields=["seen_at", "address"])
    Device.objects.filter(id=found.device_id).update(last_seen_at=found.seen_at)


def leave_session(*, key: str) -> None:
    """Its person signs out. Not journalled."""
    SignedIn.objects.filter(session_key=key).delete()


def move_session(*, before: str, after: str) -> None:
    """The session has a new key: it is the same session. Not journalled."""
    SignedIn.objects.filter(session_key=before).update(session_key=after)


@transaction.atomic
def end_session(*, session_id: UUID, actor: Actor) -> None:
    """End one session of one's own."""
    found = SignedIn.objects.filter(id=session_id, user_id=actor.user).first() if actor.user else None
    if found is None:
        raise NotFound(_("There is no such session."))
    _end([found], user=found.user, actor=actor)


@transaction.atomic
def end_other_sessions(*, key: str, actor: Actor) -> int:
    """End every session of one's own but the one with this key. Answers with how many there were."""
    user = User.objects.filter(id=actor.user).first() if actor.user else None
    if user is None:
        raise NotAllowed(_("Sign in first."))
    return _end(list(user.signed_in.exclude(session_key=key)), user=user, actor=actor)


@transaction.atomic
def end_sessions(*, user_id: UUID, actor: Actor) -> int:
    """End every session of a person one administers. Answers with how many there were."""
    user = managed(user_id, actor)
    return _end(list(user.signed_in.all()), user=user, actor=actor)


@transaction.atomic
def know_device(*, device_id: UUID, key: str, actor: Actor) -> None:
    """Say that a new device is one's own: from another one, for the new one could say it of itself."""
    device = Device.objects.filter(id=device_id, user_id=actor.user).first() if actor.user else None
    if device is None:
        raise NotFound(_("There is no such device."))
    if not SignedIn.objects.filter(session_key=key, device__first_seen_at__lt=device.first_seen_at).exists():
        raise RuleBroken(_("Say this from a device you signed in with before."))
    device.known_at = clock.now()
    device.save(update_fields=["known_at"])
    note("device.known", about=device.user_id, township=device.user.home, actor=actor, device=str(device.id))


def sweep_sessions() -> None:
    """Forget sessions that are over, and devices nobody came with for a long time."""
    open_now = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    SignedIn.objects.exclude(session_key__in=open_now).delete()
    Device.objects.filter(last_seen_at__lt=clock.now() - _FORGOTTEN, signed_in=None).delete()


def _device(user: User, arrival: Arrival) -> Device:
    now, digest = clock.now(), devices.digest(arrival.token, user.id)
    found = Device.objects.filter(user=user, digest=digest).first()
    if found is not None:
        found.last_seen_at = now
        found.save(update_fields=["last_seen_at"])
        return found
    first = not Device.objects.filter(user=user).exists()
    browser, system = devices.family(arrival.agent)
    made = Device.objects.create(
        user=user,
        digest=digest,
        browser=browser,
        system=system,
        first_seen_at=now,
        last_seen_at=now,
        known_at=now if first else None,
    )
    facts: dict[str, JsonValue] = {"device": str(made.id), "browser": browser, "system": system}
    facts["first"] = first
    note("device.added", about=user.id, township=user.home, actor=actor_of(user, door="portal"), **facts)
    return made


def _end(sessions: list[SignedIn], *, user: User, actor: Actor) -> int:
    if not sessions:
        return 0
    Session.objects.filter(session_key__in=[found.session_key for found in sessions]).delete()
    SignedIn.objects.filter(id__in=[found.id for found in sessions]).delete()
    note("session.ended", about=user.id, township=user.home, actor=actor, count=len(sessions))
    return len(sessions)
