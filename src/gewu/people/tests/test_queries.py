from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from gewu.kernel import clock
from gewu.people.models import User
from gewu.people.queries import actor_of

pytestmark = pytest.mark.django_db


def test_an_actor_is_built_with_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with clock.hold(datetime(2026, 3, 1, tzinfo=UTC)):
        user = User.objects.create(username="a", name="甲", home=370402002, created_at=clock.now())
        with django_assert_num_queries(1):
            assert actor_of(user, door="desk").posts == ()
