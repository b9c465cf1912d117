"""Code generators, passkeys, recovery codes: set up, asked for, taken away, required."""

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from pytest_django import Settings

from gewu.kernel import clock, resealing, secrets
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, RuleBroken, TooMany
from gewu.kernel.secrets import CannotOpen
from gewu.people.commands import attempts, factors, issue_token
from gewu.people.models import FactorSecret, User
from gewu.people.models.security import secret_id
from gewu.people.queries import actor_of, security
from gewu.people.security import recovery, totp
from gewu.people.security.mfa import Adapter, opened_for, sealed_for
from gewu.people.testing import a_user
from gewu.people.tests.signing_in import (
    GOOD,
    LOGIN,
    a_generator,
    a_passkey,
    a_session,
    code_now,
    kinds_about,
    sign_in,
    signed_in,
)
from gewu.places.testing import TinyTown

SECOND = "/accounts/second-step/"
LATER = timedelta(minutes=2)


# Setting up


def test_a_code_generator_is_set_up_with_its_first_code(browser: Client, clerk: User) -> None:
    page = browser.get("/me/security/code/")
    secret = page.context["secret"].replace(" ", "")
    shown = browser.post("/me/security/code/", {"code": code_now(secret)})
    assert shown.status_code == 200
    assert len(shown.context["codes"]) == recovery.COUNT
    clerk.refresh_from_db()
    assert clerk.second_factor
    assert kinds_about(clerk)[-2:] == ["user.factor_added", "user.recovery_codes_made"]


def test_the_same_secret_stays_until_it_is_used(browser: Client) -> None:
    first, again = (browser.get("/me/security/code/").context["secret"] for _ in range(2))
    assert first == again


@pytest.mark.parametrize("code", ["", "000000", "not a code", "1" * 400, "\0"])
def test_a_wrong_first_code_sets_nothing_up(browser: Client, clerk: User, code: str) -> None:
    page = browser.post("/me/security/code/", {"code": code})
    assert page.status_code == 422
    assert not Authenticator.objects.exists()


def test_secrets_are_sealed_in_the_database_and_in_the_session(browser: Client, clerk: User) -> None:
    secret = browser.get("/me/security/code/").context["secret"].replace(" ", "")
    assert secret not in json.dumps(dict(browser.session))
    shown = browser.post("/me/security/code/", {"code": code_now(secret)})
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM people_factorsecret")
        stored = b"".join(bytes(row[0]) for row in cursor.fetchall())
    stored += json.dumps([row.data for row in Authenticator.objects.all()]).encode()
    assert secret.encode() not in stored
    assert not any(recovery.plain(code).encode() in stored for code in shown.context["codes"])


def test_a_secret_put_into_another_person_s_row_does_not_open(town: TinyTown, clerk: User) -> None:
    thief = a_user("clerk", town.street)
    secret, _codes = a_generator(clerk)
    a_generator(thief)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_factorsecret SET secret = (SELECT secret FROM people_factorsecret WHERE id = %s)"
            " WHERE id = %s",
            [secret_id(clerk.id, "totp"), secret_id(thief.id, "totp")],
        )
    with clock.hold(clock.now() + LATER), pytest.raises(CannotOpen):
        factors.take_code(user=thief, code=code_now(secret))


def test_secrets_take_a_new_key_with_all_others(clerk: User) -> None:
    secret, _codes = a_generator(clerk)
    secrets.rotate()
    resealing.reseal()
    assert resealing.remaining() == 0
    with clock.hold(clock.now() + LATER):
        assert factors.take_code(user=clerk, code=code_now(secret)) is not None


def test_secrets_go_with_their_factor(clerk: User, me: Actor) -> None:
    a_generator(clerk)
    factors.remove_factor(factor_id=security.factors_of(clerk.id)[0].id, actor=me)
    assert not FactorSecret.objects.exists()


def test_a_secret_moved_to_another_person_does_not_open(clerk: User) -> None:
    stored = sealed_for(clerk.id, "SECRET")
    assert opened_for(clerk.id, stored) == "SECRET"
    with pytest.raises(CannotOpen):
        opened_for(a_user().id, stored)


def test_what_allauth_itself_would_store_is_sealed_too() -> None:
    stored = Adapter().encrypt("SECRET")
    assert "SECRET" not in stored
    assert Adapter().decrypt(stored) == "SECRET"


def test_there_is_one_code_generator(clerk: User, me: Actor) -> None:
    a_generator(clerk)
    with pytest.raises(Conflict):
        factors.add_totp(secret=totp.new_secret(), code="123456", actor=me)


# Signing in


def test_the_second_step_comes_after_the_password(client: Client, clerk: User) -> None:
    secret, _codes = a_generator(clerk)
    assert sign_in(client)["Location"] == SECOND
    assert not signed_in(client)
    with clock.hold(clock.now() + LATER):
        assert client.post(SECOND, {"code": code_now(secret)})["Location"] == "/desk/"
    assert signed_in(client)
    assert security.sessions_of(actor_of(clerk, door="portal"))[0].way == "totp"


def test_a_code_opens_once(clerk: User) -> None:
    secret, _codes = a_generator(clerk)
    with clock.hold(clock.now() + LATER):
        code = code_now(secret)
        for client, answer in ((Client(), 302), (Client(), 422)):
            sign_in(client)
            assert client.post(SECOND, {"code": code}).status_code == answer


def test_a_code_set_up_just_now_does_not_open_as_well(clerk: User, client: Client) -> None:
    secret, _codes = a_generator(clerk)
    sign_in(client)
    assert client.post(SECOND, {"code": code_now(secret)}).status_code == 422


def test_a_recovery_code_opens_once_and_is_journalled(clerk: User) -> None:
    _secret, codes = a_generator(clerk)
    typed = codes[3].lower().replace("-", " ")
    for client, answer in ((Client(), 302), (Client(), 422)):
        sign_in(client)
        assert client.post(SECOND, {"code": typed}).status_code == answer
    assert security.recovery_codes_left(clerk.id) == 9
    assert "user.recovery_code_used" in kinds_about(clerk)


def test_nobody_enters_by_the_second_step_alone(client: Client, clerk: User) -> None:
    secret, _codes = a_generator(clerk)
    with clock.hold(clock.now() + LATER):
        assert client.post(SECOND, {"code": code_now(secret)})["Location"] == LOGIN
    assert not signed_in(client)


def test_five_wrong_codes_close_the_second_step_for_a_while(clerk: User, admin: Actor) -> None:
    secret, _codes = a_generator(clerk)
    client = Client()
    with clock.hold(clock.now() + LATER):
        sign_in(client)
        for _ in range(5):
            assert client.post(SECOND, {"code": "000000"}).status_code == 422
        page = client.post(SECOND, {"code": code_now(secret)}, REMOTE_ADDR="192.0.2.9")
        assert page.status_code == 429
        assert "15 分钟后" in page.content.decode()
        assert security.locked_until("clerk1") is not None
        assert kinds_about(clerk).count("user.locked") == 1
        attempts.lift_lock(user_id=clerk.id, actor=admin)
        assert security.locked_until("clerk1") is None
        assert client.post(SECOND, {"code": code_now(secret)}).status_code == 302
    assert kinds_about(clerk)[-2:] == ["user.unlocked", "device.added"]


# The password is asked again


@pytest.mark.parametrize("path", ["/me/security/code/", "/me/security/passkey/", "/me/security/recovery/"])
def test_later_the_password_is_asked_again(browser: Client, clerk: User, path: str) -> None:
    a_generator(clerk) if "recovery" in path else None
    with clock.hold(clock.now() + timedelta(minutes=11)):
        assert 'name="current"' in browser.get(path).content.decode()
        page = browser.post(path, {"current": "wrong", "code": "x", "credential": "{}", "name": "x"})
        assert page.status_code == 422
        assert 'href="#f-current"' in page.content.decode()


def test_a_removed_factor_is_no_longer_asked_for(browser: Client, clerk: User) -> None:
    a_generator(clerk)
    (factor,) = security.factors_of(clerk.id)
    address = f"/me/security/factors/{factor.id}/"
    with clock.hold(clock.now() + timedelta(minutes=11)):
        assert browser.post(address, {"current": "wrong"}).status_code == 422
        assert browser.post(address, {"current": GOOD})["Location"] == "/me/security/"
    clerk.refresh_from_db()
    assert not clerk.second_factor
    assert not Authenticator.objects.exists(), "recovery codes go with the last factor"
    assert sign_in(Client())["Location"] == "/desk/"


def test_guesses_of_the_password_at_an_open_session_are_counted(clerk: User, me: Actor) -> None:
    for _ in range(5):
        with pytest.raises(Invalid):
            attempts.confirm_password(password="wrong", address="192.0.2.1", actor=me)
    with pytest.raises(TooMany):
        attempts.confirm_password(password=GOOD, address="192.0.2.1", actor=me)


def test_fresh_recovery_codes_replace_the_old_ones(browser: Client, clerk: User) -> None:
    _secret, old = a_generator(clerk)
    new = browser.post("/me/security/recovery/").context["codes"]
    assert not set(old) & set(new)
    assert factors.take_code(user=clerk, code=old[0]) is None
    assert factors.take_code(user=clerk, code=new[0]) is not None


# Refusals


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        (lambda me: factors.remove_factor(factor_id=0, actor=me), NotFound),
        (lambda me: factors.rename_passkey(factor_id=0, name="x", actor=me), NotFound),
        (lambda me: factors.new_recovery_codes(actor=me), RuleBroken),
        (lambda me: factors.remove_second_factor(user_id=me.user, actor=me), NotAllowed),
        (lambda me: attempts.lift_lock(user_id=me.user, actor=me), NotAllowed),
        (lambda me: factors.remove_second_factor(user_id=me.user, actor=SYSTEM), RuleBroken),
    ],
    ids=[
        "no such factor",
        "no such passkey",
        "no factor yet",
        "no administrator",
        "lifts nothing",
        "none there",
    ],
)
def test_refused(me: Actor, what: Any, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        what(me)


def test_a_code_generator_has_no_name_to_change(clerk: User, me: Actor) -> None:
    a_generator(clerk)
    with pytest.raises(NotFound):
        factors.rename_passkey(factor_id=security.factors_of(clerk.id)[0].id, name="x", actor=me)


def test_an_administrator_removes_what_was_lost_and_sessions_end(clerk: User, admin: Actor) -> None:
    a_generator(clerk)
    a_session(clerk)
    factors.remove_second_factor(user_id=clerk.id, actor=admin)
    clerk.refresh_from_db()
    assert not clerk.second_factor
    assert not clerk.signed_in.exists()
    assert kinds_about(clerk)[-2:] == ["user.second_factor_reset", "session.ended"]


# Required of a post


@pytest.fixture
def required(settings: Settings) -> None:
    settings.SECOND_FACTOR = frozenset({"clerk"})


@pytest.mark.usefixtures("required")
def test_whoever_lacks_a_required_factor_does_nothing_else_first(browser: Client, clerk: User) -> None:
    for path in ("/desk/", "/me/", "/me/data/", "/me/security/", "/map/", "/"):
        assert browser.get(path)["Location"] == "/me/security/code/", path
    swap = browser.get("/desk/", headers={"HX-Request": "true"})
    assert (swap.status_code, swap["HX-Redirect"]) == (204, "/me/security/code/")
    assert browser.get("/me/security/passkey/").status_code == 200
    assert browser.post("/me/language/", {"language": "en"}).status_code == 302
    assert browser.get("/api/v1/cases").status_code == 403
    secret = browser.get("/me/security/code/").context["secret"].replace(" ", "")
    browser.post("/me/security/code/", {"code": code_now(secret)})
    assert browser.get("/me/").status_code == 200
    assert browser.get("/api/v1/cases").status_code == 200


@pytest.mark.usefixtures("required")
def test_the_last_factor_of_a_post_that_requires_one_stays(clerk: User, me: Actor) -> None:
    a_generator(clerk)
    key = a_passkey(clerk)
    factors.remove_factor(factor_id=key.pk, actor=me)
    with pytest.raises(RuleBroken):
        factors.remove_factor(factor_id=security.factors_of(clerk.id)[0].id, actor=me)


def test_tokens_are_issued_and_work_only_with_a_required_factor(
    settings: Settings, client: Client, clerk: User
) -> None:
    early = issue_token(user_id=clerk.id, label="early", actor=SYSTEM)
    settings.SECOND_FACTOR = frozenset({"clerk"})
    with pytest.raises(RuleBroken):
        issue_token(user_id=clerk.id, label="late", actor=SYSTEM)
    headers = {"Authorization": f"Bearer {early}"}
    assert client.get("/api/v1/cases", headers=headers).status_code == 403
    a_generator(clerk)
    assert client.get("/api/v1/cases", headers=headers).status_code == 200
    assert issue_token(user_id=clerk.id, label="late", actor=SYSTEM)


@pytest.mark.usefixtures("required")
def test_posts_that_do_not_require_one_are_left_alone(town: TinyTown, client: Client) -> None:
    client.force_login(a_user("dispatcher", town.street))
    assert client.get("/me/").status_code == 200
