"""Two administrators at the same moment, with real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, RuleBroken
from gewu.people import commands
from gewu.people.commands import Appointment, PersonChanges
from gewu.people.models import Post, User
from gewu.people.queries import today
from gewu.people.testing import a_user, an_actor, user_of
from gewu.places.testing import TinyTown, tiny_town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db: None) -> TinyTown:
    return tiny_town()


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Run all calls at the same moment, each on its own connection; says how each went."""
    start = Barrier(len(calls))
    connection.close()

    def run(call: Callable[[], object]) -> str:
        try:
            start.wait(10)
            call()
        except (Conflict, RuleBroken) as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(future.result() for future in [pool.submit(run, call) for call in calls])


def test_two_administrators_who_end_each_other_do_not_both_succeed(place: TinyTown) -> None:
    one, other = an_actor("admin", place.street), an_actor("admin", place.street)
    posts = {actor: user_of(actor).posts.get().id for actor in (one, other)}

    def end(post: UUID, actor: Actor) -> Callable[[], object]:
        return lambda: commands.end_post(post_id=post, last_day=today(), actor=actor)

    assert at_once(end(posts[other], one), end(posts[one], other)) == ["done", "rule-broken"]
    assert Post.objects.filter(role="admin", last_day=None).count() == 1


def test_two_administrators_who_lock_each_other_do_not_both_succeed(place: TinyTown) -> None:
    one, other = an_actor("admin", place.street), an_actor("admin", place.street)

    def lock(who: Actor, actor: Actor) -> Callable[[], object]:
        user = user_of(who).id
        return lambda: commands.deactivate_user(user_id=user, actor=actor)

    assert at_once(lock(other, one), lock(one, other)) == ["done", "rule-broken"]
    assert User.objects.filter(is_active=True).count() == 1


def test_of_two_who_correct_one_person_the_second_sees_a_conflict(place: TinyTown) -> None:
    worker = a_user("gridworker", place.a1)

    def edit(name: str) -> Callable[[], object]:
        actor = an_actor("admin", place.street)
        changes = PersonChanges(name=name, language="en")
        return lambda: commands.edit_user(
            user_id=worker.id, changes=changes, actor=actor, seen_version=worker.version
        )

    assert at_once(edit("一"), edit("二")) == ["conflict", "done"]


def test_the_same_post_given_by_two_is_given_once(place: TinyTown) -> None:
    worker = a_user("gridworker", place.a1)
    wanted = Appointment(user=worker.id, role="clerk", area=place.street, first_day=today())

    def give() -> Callable[[], object]:
        actor = an_actor("admin", place.street)
        return lambda: commands.give_post(appointment=wanted, actor=actor)

    assert at_once(give(), give()) == ["conflict", "done"]
    assert Post.objects.filter(user=worker, role="clerk").count() == 1
