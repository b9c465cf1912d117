"""Counting failed attempts to sign in, in the database, so that every process counts alike."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.kernel import clock
from gewu.kernel.access import ANYONE, Actor
from gewu.kernel.errors import Invalid, NotAllowed, TooMany
from gewu.people.commands.authority import managed
from gewu.people.commands.staff_file import note
from gewu.people.models import SignInCount, User
from gewu.people.queries.security import attempt_key, name_key
from gewu.people.rules import CODE_LIMIT, SIGN_IN_LIMITS, Allowed

_KEPT = timedelta(days=1)


@transaction.atomic
def count_attempt(*, username: str, address: str) -> None:
    """Count an attempt before its password is looked at, or refuse it. `forgive_attempt` takes it back."""
    _count(_limits(username, address), name=name_key(username))


@transaction.atomic
def forgive_attempt(*, username: str, address: str) -> None:
    """The password was right: this attempt was no failure."""
    _forgive(_limits(username, address))


@transaction.atomic
def count_code(*, username: str) -> None:
    """Count an attempt at the second step, from whatever address: whoever tries it knows the password."""
    _count(_code_limits(username), name=name_key(username))


@transaction.atomic
def forgive_code(*, username: str) -> None:
    """The code or passkey was right."""
    _forgive(_code_limits(username))


@transaction.atomic
def note_failure(*, username: str, address: str, step: str = "password") -> None:
    """After a wrong password ("password") or code ("code"): if it was one too many, the journal says so."""
    limits = _limits(username, address) if step == "password" else _code_limits(username)
    limits.pop(attempt_key("address", address), None)
    full = [row for row in _locked(limits) if row.failed >= limits[bytes(row.key)].failures]
    user = User.objects.filter(username=_plain(username)).first() if full else None
    if user is not None:
        note("user.locked", about=user.id, township=user.home, actor=ANYONE, step=step)


@transaction.atomic
def lift_lock(*, user_id: UUID, actor: Actor) -> None:
    """Let a person try again at once, whatever was typed wrongly under their name."""
    user = managed(user_id, actor)
    SignInCount.objects.filter(name=name_key(user.username)).delete()
    note("user.unlocked", about=user.id, township=user.home, actor=actor)


def confirm_password(*, password: str, address: str, actor: Actor) -> None:
    """Refuse whoever sits at an open session and does not know its person's password. Tries are counted."""
    user = User.objects.filter(id=actor.user, is_active=True).first() if actor.user else None
    if user is None:
        raise NotAllowed(_("Sign in first."))
    count_attempt(username=user.username, address=address)
    if not user.check_password(password):
        note_failure(username=user.username, address=address)
        message = _("This is not your present password.")
        raise Invalid(message, fields={"current": message})
    forgive_attempt(username=user.username, address=address)


def sweep_counts() -> None:
    """Forget counts whose time is long over."""
    SignInCount.objects.filter(since__lt=clock.now() - _KEPT).delete()


def _limits(username: str, address: str) -> dict[bytes, Allowed]:
    name = _plain(username)
    told = {"name and address": f"{name}\n{address}", "name": name, "address": address}
    return {attempt_key(kind, told[kind]): allowed for kind, allowed in SIGN_IN_LIMITS.items()}


def _code_limits(username: str) -> dict[bytes, Allowed]:
    return {attempt_key("code", _plain(username)): CODE_LIMIT}


def _plain(username: str) -> str:
    return username.strip().lower()


def _count(limits: Mapping[bytes, Allowed], *, name: bytes) -> None:
    _open_counts(limits, name)
    for row in _locked(limits):
        allowed = limits[bytes(row.key)]
        if row.since + allowed.within <= clock.now():
            row.since, row.failed = clock.now(), 0
        if row.failed >= allowed.failures:
            seconds = _seconds_left(row, allowed)
            raise TooMany(_wait(seconds), retry_after=seconds)
        row.failed += 1
        row.save(update_fields=["since", "failed"])


def _forgive(limits: Mapping[bytes, Allowed]) -> None:
    for row in _locked(limits):
        row.failed = max(row.failed - 1, 0)
        row.save(update_fields=["failed"])


def _open_counts(limits: Mapping[bytes, Allowed], name: bytes) -> None:
    """The count of an address is nobody's in particular: no administrator lifts it with a name."""
    named = {key for key, allowed in limits.items() if allowed is not SIGN_IN_LIMITS["address"]}
    rows = [
        SignInCount(key=key, name=name if key in named else b"", since=clock.now(), failed=0)
        for key in sorted(limits)
    ]
    SignInCount.objects.bulk_create(rows, ignore_conflicts=True)


def _locked(limits: Mapping[bytes, Allowed]) -> list[SignInCount]:
    """In the order of their keys, so that two attempts never wait for each other."""
    return list(SignInCount.objects.filter(key__in=limits).order_by("key").select_for_update())


def _seconds_left(row: SignInCount, allowed: Allowed) -> int:
    return ceil((row.since + allowed.within - clock.now()).total_seconds())


def _wait(seconds: int) -> str:
    """How long the door stays closed, until when, and who can open it before."""
    minutes = ceil(seconds / 60)
    told = ngettext("Please try again in %(n)d minute.", "Please try again in %(n)d minutes.", minutes)
    until = timezone.localtime(clock.now() + timedelta(seconds=seconds))
    other = _("That is at %(time)s. Your administrator can unlock it before.") % {"time": f"{until:%H:%M}"}
    return " ".join((_("Too many failed attempts."), told % {"n": minutes}, other))
