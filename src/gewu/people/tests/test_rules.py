from uuid import UUID

import pytest

from gewu.kernel.access import ANYONE, SYSTEM, AccessClass, Actor, Post, Scope, Tier
from gewu.people.roles import role_words, roles
from gewu.people.rules import appointment_problem, home_door, may_manage, token_digest

AREA = UUID(int=1)


def an_admin(low: int, high: int) -> Actor:
    scope = Scope(low=low, high=high, tier=Tier.TOWNSHIP, area=AREA)
    post = Post(UUID(int=2), "admin", scope, None, frozenset(), AccessClass.OPEN)
    return Actor(user=UUID(int=3), name="a", door="desk", posts=(post,))


READS_CASES = set(roles()) - {"resident", "handler", "admin"}


def test_the_roles_are_the_thirteen_of_the_platform() -> None:
    assert " ".join(roles()) == (
        "resident gridworker assistant gridlead chief clerk dispatcher handler checker"
        " supervisor overseer auditor admin"
    )


@pytest.mark.parametrize("key", sorted(roles()))
def test_a_role_reads_cases_by_place_or_not(key: str) -> None:
    assert ("cases" in roles()[key].reads) == (key in READS_CASES)


def test_only_the_auditor_reads_the_journal() -> None:
    assert [key for key, role in roles().items() if "journal" in role.reads] == ["auditor"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_role_has_a_name(language: str) -> None:
    assert set(role_words(language)) == set(roles())


def test_who_works_from_an_inbox_needs_an_organisation() -> None:
    handler = roles()["handler"]
    assert appointment_problem(handler, Tier.TOWNSHIP, with_organisation=False) == "organisation"
    assert appointment_problem(handler, Tier.TOWNSHIP, with_organisation=True) is None


def test_a_role_is_held_on_its_own_tiers_only() -> None:
    assert appointment_problem(roles()["chief"], Tier.CELL, with_organisation=True) == "tier"
    assert appointment_problem(roles()["resident"], Tier.CELL, with_organisation=False) == "tier"


@pytest.mark.parametrize(
    ("keys", "door"),
    [([], "portal"), (["gridworker"], "field"), (["gridworker", "chief"], "desk"), (["checker"], "field")],
)
def test_people_land_where_their_work_is(keys: list[str], door: str) -> None:
    assert home_door([roles()[key] for key in keys]) == door


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (an_admin(370402001, 370402001), False),
        (an_admin(370402002, 370402002), True),
        (an_admin(370402000, 370402999), True),
        (SYSTEM, True),
        (ANYONE, False),
    ],
)
def test_an_administrator_manages_the_townships_of_the_post(actor: Actor, allowed: bool) -> None:
    assert may_manage(actor, 370402002, 370402002) is allowed


def test_a_township_administrator_does_not_manage_the_county() -> None:
    assert not may_manage(an_admin(370402002, 370402002), 370402000, 370402999)


def test_a_digest_says_nothing_of_the_token() -> None:
    assert len(token_digest("gewu_x")) == 32
    assert token_digest("gewu_x") != token_digest("gewu_y")
