"""Counting failed attempts to sign in, in the database, so that every process counts alike."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.errors import TooMany
from gewu.people.models import SignInCount
from gewu.people.rules import SIGN_IN_LIMITS, Allowed

_KEPT = timedelta(days=1)


@transaction.atomic
def count_attempt(*, username: str, address: str) -> None:
    """Count an attempt before its password is looked at, or refuse it. `forgive_attempt` takes it back."""
    limits = _limits(username, address)
    _open_counts(limits)
    for row in _locked(limits):
        allowed = limits[bytes(row.key)]
        if row.since + allowed.within <= clock.now():
            row.since, row.failed = clock.now(), 0
        if row.failed >= allowed.failures:
            raise TooMany(_("Too many failed attempts."), retry_after=_seconds_left(row, allowed))
        row.failed += 1
        row.save(update_fields=["since", "failed"])


@transaction.atomic
def forgive_attempt(*, username: str, address: str) -> None:
    """The password was right: this attempt was no failure."""
    for row in _locked(_limits(username, address)):
        row.failed = max(row.failed - 1, 0)
        row.save(update_fields=["failed"])


def sweep_counts() -> None:
    """Forget counts whose time is long over."""
    SignInCount.objects.filter(since__lt=clock.now() - _KEPT).delete()


def _limits(username: str, address: str) -> dict[bytes, Allowed]:
    name = username.strip().lower()
    told = {"name and address": f"{name}\n{address}", "name": name, "address": address}
    return {_key(kind, told[kind]): allowed for kind, allowed in SIGN_IN_LIMITS.items()}


def _key(kind: str, value: str) -> bytes:
    return salted_hmac(f"gewu.people.attempts.{kind}", value, algorithm="sha256").digest()


def _open_counts(limits: Mapping[bytes, Allowed]) -> None:
    rows = [SignInCount(key=key, since=clock.now(), failed=0) for key in sorted(limits)]
    SignInCount.objects.bulk_create(rows, ignore_conflicts=True)


def _locked(limits: Mapping[bytes, Allowed]) -> list[SignInCount]:
    """In the order of their keys, so that two attempts never wait for each other."""
    return list(SignInCount.objects.filter(key__in=limits).order_by("key").select_for_update())


def _seconds_left(row: SignInCount, allowed: Allowed) -> int:
    return int((row.since + allowed.within - clock.now()).total_seconds()) + 1
