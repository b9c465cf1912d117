"""Proving an account at the window: what it opens, and who may not do it."""

from typing import Any

import pytest

from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotAllowed, RuleBroken
from gewu.people.queries import actor_of
from gewu.people.testing import a_user, signed_in, user_of
from gewu.registers.queries import own_person
from gewu.registers.queries.own import Person
from gewu.registers.tests.builders import Town, a_number, a_person
from gewu.rights.commands import Asking, Proving, ask_online, prove_account, release_account
from gewu.rights.queries import own_asks

pytestmark = pytest.mark.django_db
CARD, OTHER = a_number("19620305", 7), a_number("19620305", 9)


@pytest.fixture
def person(town: Town) -> Person:
    return a_person(town, "王小样", identity_number=CARD)


@pytest.fixture
def account() -> Any:
    return a_user()


def as_resident(user: Any) -> Actor:
    return actor_of(user, door="portal")


def test_whoever_is_proved_asks_online(town: Town, person: Person, account: Any) -> None:
    form = {"identity": CARD, "username": account.username, "deed": "prove"}
    assert signed_in(town.clerk).post("/desk/rights/account/", form).status_code == 302
    ask_online(asking=Asking("file"), actor=as_resident(account))
    assert [one.kind for one in own_asks(as_resident(account))] == ["file"]


def test_an_account_taken_away_is_nobodys(town: Town, person: Person, account: Any) -> None:
    prove_account(proving=Proving(CARD, account.username), actor=town.clerk)
    assert own_person(as_resident(account)) is not None
    release_account(proving=Proving(CARD), actor=town.clerk)
    assert own_person(as_resident(account)) is None
    with pytest.raises(RuleBroken):
        release_account(proving=Proving(CARD), actor=town.clerk)


def test_no_account_is_of_two_and_nobody_has_two(town: Town, person: Person, account: Any) -> None:
    a_person(town, "李四", household=person.household, relation="other", identity_number=OTHER)
    prove_account(proving=Proving(CARD, account.username), actor=town.clerk)
    prove_account(proving=Proving(CARD, account.username), actor=town.clerk)
    with pytest.raises(RuleBroken):
        prove_account(proving=Proving(OTHER, account.username), actor=town.clerk)
    with pytest.raises(RuleBroken):
        prove_account(proving=Proving(CARD, a_user().username), actor=town.clerk)


def test_nobody_proves_their_own_account(town: Town, person: Person) -> None:
    own = user_of(town.clerk)
    with pytest.raises(NotAllowed):
        prove_account(proving=Proving(CARD, own.username), actor=town.clerk)


def test_a_grid_worker_proves_nothing(town: Town, person: Person, account: Any) -> None:
    with pytest.raises(NotAllowed):
        prove_account(proving=Proving(CARD, account.username), actor=town.worker)


def test_what_is_not_there_is_said_at_its_field(town: Town, person: Person, account: Any) -> None:
    for proving, field in (
        (Proving(OTHER, account.username), "identity"),
        (Proving(CARD, "keiner"), "username"),
    ):
        with pytest.raises(Invalid) as refused:
            prove_account(proving=proving, actor=town.clerk)
        assert field in refused.value.fields
