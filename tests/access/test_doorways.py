"""By which door a form is sent: what the staff fill in is never counted as the portal's."""

from dataclasses import replace
from uuid import UUID

import pytest

from gewu.kernel.access import ANYONE, AccessClass, Actor, Post, Scope, Tier
from gewu.people.middleware import SHARED, door_of
from tests.access import table
from tests.access.doors import API, Route

NOWHERE = UUID(int=0)
SCOPE = Scope(low=370402999, high=370402999, tier=Tier.TOWNSHIP, area=NOWHERE)
OUTSIDE = ("nobody", "residents")


def holder(role: str) -> Actor:
    post = Post(
        id=NOWHERE,
        role=role,
        scope=SCOPE,
        organisation=None,
        reads=frozenset(),
        access_class=AccessClass.OPEN,
    )
    return replace(ANYONE, user=NOWHERE, posts=(post,))


def forms() -> list[Route]:
    """Every form of a page."""
    return [one for one in table.routes() if one.method == "POST" and not one.pattern.startswith(API)]


def is_of_staff(route: Route) -> bool:
    """Refused to everybody without a post, and let through for somebody who has one."""
    policy = table.routes()[route]
    outside = table.members(OUTSIDE)
    refused = all(table.expected(policy, one, "open") <= table.REFUSED for one in outside)
    inside = table.members(table._all()) - outside
    return refused and any(not table.expected(policy, one, "open") <= table.REFUSED for one in inside)


@pytest.mark.parametrize(("role", "home"), [("clerk", "desk"), ("gridworker", "field")])
def test_every_form_of_the_staff_has_the_door_of_its_room(role: str, home: str) -> None:
    actor = holder(role)
    doors = {route.pattern: door_of(f"/{route.pattern}", actor) for route in forms() if is_of_staff(route)}
    assert len(doors) > 100
    own = {"desk": "desk", "field": "field"}
    wrong = {
        pattern: door
        for pattern, door in doors.items()
        if door != own.get(pattern.partition("/")[0], home) and not _is_not_counted(pattern)
    }
    assert wrong == {}


def test_forms_of_residents_keep_theirs_whoever_sends_them() -> None:
    for pattern in ("", "report/<slug:code>/", "c/<str:number>/rate/", "me/", "me/rights/"):
        assert door_of(f"/{pattern}", holder("clerk")) == "portal"
    assert {door_of(f"/{room}", ANYONE) for room in SHARED} == {"portal"}


def _is_not_counted(pattern: str) -> bool:
    """Answers of gateways and other programs, and one's own account, which residents have, too."""
    own = pattern.startswith("me/") and not pattern.startswith(SHARED)
    return own or pattern.startswith(("notices/", "open311/", "accounts/", "csp-report"))
