"""A world that is put back is the world that was built."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from gewu.kernel import clock
from gewu.kernel.models import NumberRange
from gewu.kernel.remembered import remembered

pytestmark = pytest.mark.django_db


def a_range() -> str:
    NumberRange.objects.create(township=370402999, day=datetime(2026, 1, 1, tzinfo=UTC).date(), reserved=7)
    return "built"


def rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kernel_numberrange WHERE township = 370402999")
        return list(cursor.fetchall())


def test_what_is_put_back_is_what_was_built() -> None:
    with transaction.atomic():
        assert remembered("a range", a_range) == "built"
        built = rows()
        transaction.set_rollback(True)
    assert not rows()
    assert remembered("a range", a_range) == "built"
    assert rows() == built


def test_a_house_with_somebody_in_it_is_built_as_ever() -> None:
    with transaction.atomic():
        remembered("another range", a_range)
        transaction.set_rollback(True)
    NumberRange.objects.create(township=370402998, day=datetime(2026, 1, 1, tzinfo=UTC).date(), reserved=1)
    assert remembered("another range", lambda: "built anew") == "built anew"


def test_a_held_clock_builds_anew() -> None:
    with clock.hold(datetime(2026, 1, 1, tzinfo=UTC)):
        assert remembered("never kept", lambda: 1) == 1
        assert remembered("never kept", lambda: 2) == 2
