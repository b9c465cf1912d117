"""The lists of every post: each holds what it should and no more, counts it right, and stands in the menu."""

from datetime import timedelta
from uuid import UUID

import pytest

from gewu.cases import queries
from gewu.cases.models import Case
from gewu.cases.queries.worklists import LISTS, today
from gewu.cases.tests.builders import WAYS, Cast, a_case, bend, move_on, tomorrow
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db
ROLES = ("gridworker", "assistant", "gridlead", "chief", "clerk", "dispatcher", "handler", "checker")
WATCHERS = ("clerk", "dispatcher", "supervisor", "handler", "checker", "overseer")


def on(actor: Actor, key: str) -> set[UUID]:
    """The ids a list shows; and it says how many they are."""
    found = {row.id for row in queries.worklist(actor, key).items}
    counted = {one.key: one.count for one in queries.worklists(actor)}[key]
    assert counted == len(found), key
    return found


@pytest.fixture
def of(cast: Cast) -> dict[str, Case]:
    """A case in every stage, none of them late, due today, or with anything the matter."""
    cases = {stage: a_case(cast, stage) for stage in WAYS}
    for case in cases.values():
        bend(case, due_at=today().ends + timedelta(days=3))
    return cases


@pytest.mark.parametrize(
    ("key", "role", "stages"),
    [
        ("to_file", "clerk", {"reported"}),
        ("to_verify", "gridworker", {"verifying"}),
        ("to_dispatch", "dispatcher", {"filed", "returned"}),
        ("returned", "dispatcher", {"returned"}),
        ("returned", "supervisor", {"returned"}),
        ("to_accept", "handler", {"dispatched"}),
        ("mine", "handler", {"handling", "sent_back"}),
        ("to_check", "checker", {"handled"}),
        ("to_close", "clerk", {"checked"}),
        ("to_rate", "clerk", {"closed"}),
        ("to_archive", "clerk", {"rated"}),
        ("late", "dispatcher", set[str]()),
        ("due_today", "dispatcher", set[str]()),
        ("waiting", "dispatcher", set[str]()),
        ("raised", "chief", set[str]()),
    ],
)
def test_a_list_holds_the_stages_it_is_for(
    cast: Cast, of: dict[str, Case], key: str, role: str, stages: set[str]
) -> None:
    assert on(cast.of_role(role), key) == {of[stage].id for stage in stages}


@pytest.mark.parametrize("role", WATCHERS)
def test_late_and_due_today_part_at_this_moment(cast: Cast, of: dict[str, Case], role: str) -> None:
    actor, now = cast.of_role(role), clock.now()
    bend(of["handling"], due_at=now - timedelta(minutes=1))
    bend(of["dispatched"], due_at=now + timedelta(seconds=1))
    bend(of["closed"], due_at=now - timedelta(days=1))
    assert on(actor, "late") == {of["handling"].id}
    assert on(actor, "due_today") == {of["dispatched"].id}


def test_what_was_put_off_waits_and_is_not_late(cast: Cast, of: dict[str, Case]) -> None:
    putting_off = {"reason": "下雨天修不了", "reply": "天晴了就来修", "review_on": tomorrow()}
    case = move_on(of["filed"], "wait", cast.dispatcher, **putting_off)
    bend(case, due_at=clock.now() - timedelta(days=1))
    assert on(cast.dispatcher, "waiting") == {case.id}
    assert on(cast.dispatcher, "review_due") == {case.id}
    assert case.id not in on(cast.dispatcher, "to_dispatch") | on(cast.dispatcher, "late")


def test_whoever_handled_a_case_does_not_find_it_to_check(cast: Cast, of: dict[str, Case]) -> None:
    bend(of["handled"], handlers=[cast.checker.user])
    assert on(cast.checker, "to_check") == set()


@pytest.mark.parametrize("role", ROLES)
def test_every_list_of_a_post_is_a_link_in_the_menu(cast: Cast, role: str) -> None:
    actor = cast.of_role(role)
    menu = signed_in(actor).get("/desk/lists/all/").content.decode()
    missing = [key for key in queries.lists_of(actor) if f'href="/desk/lists/{key}/"' not in menu]
    assert missing == []


def test_every_list_belongs_to_somebody() -> None:
    assert all(wanted.roles for wanted in LISTS.values())
