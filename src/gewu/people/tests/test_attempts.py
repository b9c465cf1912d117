from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from gewu.kernel import clock
from gewu.kernel.errors import TooMany
from gewu.people.commands.attempts import count_attempt, forgive_attempt
from gewu.people.jobs import sweep
from gewu.people.models import SignInCount
from gewu.people.rules import SIGN_IN_LIMITS


def tried(_: int) -> bool:
    try:
        count_attempt(username="clerk", address="192.0.2.1")
    except TooMany:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_no_more_guesses_than_one_after_another() -> None:
    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(tried, range(20))) == SIGN_IN_LIMITS["name and address"].failures


@pytest.mark.django_db
def test_a_refused_attempt_does_not_prolong_the_wait() -> None:
    for number in range(8):
        with clock.hold(clock.now() + timedelta(seconds=number)):
            tried_quietly()
    with pytest.raises(TooMany) as refusal:
        count_attempt(username="clerk", address="192.0.2.1")
    assert 0 < refusal.value.retry_after <= 15 * 60


def tried_quietly() -> None:
    try:
        count_attempt(username="clerk", address="192.0.2.1")
    except TooMany:
        return


@pytest.mark.django_db
def test_a_forgiven_attempt_leaves_nothing() -> None:
    count_attempt(username=" Clerk ", address="192.0.2.1")
    forgive_attempt(username="clerk", address="192.0.2.1")
    assert set(SignInCount.objects.values_list("failed", flat=True)) == {0}


@pytest.mark.django_db
def test_the_night_forgets_old_counts_and_ended_sessions() -> None:
    count_attempt(username="clerk", address="192.0.2.1")
    session = SessionStore()
    session.set_expiry(3600)
    session.create()
    sweep()
    assert (SignInCount.objects.count(), Session.objects.count()) == (3, 1)
    with clock.hold(clock.now() + timedelta(days=2)):
        sweep()
    assert (SignInCount.objects.count(), Session.objects.count()) == (0, 0)
