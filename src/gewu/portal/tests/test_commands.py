from datetime import UTC, datetime, timedelta

import pytest

from gewu.kernel import clock
from gewu.kernel.errors import TooMany
from gewu.portal.commands import forget_old_allowances, use
from gewu.portal.models import Allowance
from gewu.portal.rules import Limit

pytestmark = pytest.mark.django_db

TWICE = Limit("twice", 2, timedelta(minutes=10))
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def test_an_allowance_ends_and_says_when_to_come_back() -> None:
    with clock.hold(NOON):
        use(TWICE, "10.0.0.1")
        use(TWICE, "10.0.0.1")
        with pytest.raises(TooMany) as refused:
            use(TWICE, "10.0.0.1")
    assert refused.value.retry_after == 601


def test_another_key_has_an_allowance_of_its_own() -> None:
    with clock.hold(NOON):
        for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
            use(TWICE, address)


def test_the_next_window_starts_afresh() -> None:
    for minutes in (0, 1, 10):
        with clock.hold(NOON + timedelta(minutes=minutes)):
            use(TWICE, "10.0.0.1")


def test_no_address_is_stored() -> None:
    use(TWICE, "10.0.0.1")
    assert b"10.0.0.1" not in bytes(Allowance.objects.get().key)


def test_old_windows_are_forgotten() -> None:
    with clock.hold(NOON - timedelta(days=2)):
        use(TWICE, "10.0.0.1")
    with clock.hold(NOON):
        use(TWICE, "10.0.0.1")
        assert forget_old_allowances() == 1
