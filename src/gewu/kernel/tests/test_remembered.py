"""A world that is put back is the world that was built."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from gewu.kernel import clock
from gewu.kernel.models import Receipt
from gewu.kernel.remembered import remembered

pytestmark = pytest.mark.django_db


A_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def a_row(name: str = "one") -> str:
    Receipt.objects.create(id=name.encode(), request=b"asked", recorded_at=A_DAY)
    return "built"


def rows() -> list[tuple[object, ...]]:
    return list(Receipt.objects.values_list("id", "request", "recorded_at"))


def test_what_is_put_back_is_what_was_built() -> None:
    with transaction.atomic():
        assert remembered("a row", a_row) == "built"
        built = rows()
        transaction.set_rollback(True)
    assert not rows()
    assert remembered("a row", a_row) == "built"
    assert rows() == built


def test_a_house_with_somebody_in_it_is_built_as_ever() -> None:
    with transaction.atomic():
        remembered("another row", a_row)
        transaction.set_rollback(True)
    a_row("somebody else")
    assert remembered("another row", lambda: "built anew") == "built anew"


def test_a_held_clock_builds_anew() -> None:
    with clock.hold(datetime(2026, 1, 1, tzinfo=UTC)):
        assert remembered("never kept", lambda: 1) == 1
        assert remembered("never kept", lambda: 2) == 2
