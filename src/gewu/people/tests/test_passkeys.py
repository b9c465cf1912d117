"""Passkeys, with an authenticator in software: adding, signing in, and whatever is not one."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound, RuleBroken
from gewu.people.commands import factors
from gewu.people.models import User
from gewu.people.queries import actor_of, security
from gewu.people.security import recovery
from gewu.people.testing import a_user
from gewu.people.tests.signing_in import SoftKey, a_passkey, kinds_about, sign_in, signed_in

SECOND, PASSKEY = "/accounts/second-step/", "/accounts/passkey/"
BROKEN = [
    "",
    "x",
    "[]",
    "1",
    "null",
    "{}",
    '{"id": 1}',
    '{"response": {}}',
    '{"response": null}',
    "{" * 30_000,
]


def challenge(page: Any) -> dict[str, Any]:
    """What the page gives to the browser."""
    options: dict[str, Any] = json.loads(page.context["options"])
    return options


def added_key(browser: Client) -> SoftKey:
    key = SoftKey()
    options = challenge(browser.get("/me/security/passkey/"))
    browser.post("/me/security/passkey/", {"name": "钥匙", "credential": key.make(options)})
    return key


def test_a_passkey_is_added_under_a_name_and_given_another(browser: Client, clerk: User) -> None:
    key = SoftKey()
    options = challenge(browser.get("/me/security/passkey/"))
    assert options["publicKey"]["rp"]["id"] == "localhost"
    assert options["publicKey"]["authenticatorSelection"]["userVerification"] == "required"
    shown = browser.post("/me/security/passkey/", {"name": "办公室", "credential": key.make(options)})
    assert len(shown.context["codes"]) == recovery.COUNT
    (factor,) = security.factors_of(clerk.id)
    assert (factor.type, factor.name) == ("webauthn", "办公室")
    browser.post(f"/me/security/factors/{factor.id}/name/", {"name": " 家里 "})
    assert security.factors_of(clerk.id)[0].name == "家里"
    assert kinds_about(clerk)[-1] == "user.factor_renamed"


@pytest.mark.parametrize("sent", BROKEN)
def test_a_broken_passkey_is_refused(browser: Client, clerk: User, sent: str) -> None:
    browser.get("/me/security/passkey/")
    page = browser.post("/me/security/passkey/", {"name": "x", "credential": sent})
    assert page.status_code == 422
    assert browser.post(PASSKEY, {"credential": sent}).status_code == 422
    assert not Authenticator.objects.exists()


def test_a_passkey_needs_a_name_and_leaves_nothing_without(browser: Client) -> None:
    options = challenge(browser.get("/me/security/passkey/"))
    page = browser.post("/me/security/passkey/", {"name": " ", "credential": SoftKey().make(options)})
    assert page.status_code == 422
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "key", [SoftKey(origin="https://evil.example"), SoftKey(flags=0x01)], ids=["elsewhere", "nobody verified"]
)
def test_a_passkey_of_another_site_or_without_a_person_is_refused(browser: Client, key: SoftKey) -> None:
    options = challenge(browser.get("/me/security/passkey/"))
    sent = {"name": "x", "credential": key.make(options)}
    assert browser.post("/me/security/passkey/", sent).status_code == 422


def test_an_old_challenge_is_refused(browser: Client) -> None:
    key = SoftKey()
    old = challenge(browser.get("/me/security/passkey/"))
    browser.get("/me/security/passkey/")
    sent = {"name": "x", "credential": key.make(old)}
    assert browser.post("/me/security/passkey/", sent).status_code == 422


def test_a_passkey_alone_signs_in(browser: Client, clerk: User) -> None:
    key = added_key(browser)
    fresh = Client(SERVER_NAME="localhost")
    options = fresh.get(PASSKEY).json()
    answer = fresh.post(PASSKEY, {"credential": key.sign(options, clerk), "next": "/desk/?late=1"})
    assert answer["Location"] == "/desk/?late=1"
    assert signed_in(fresh)
    assert security.sessions_of(actor_of(clerk, door="portal"))[0].way == "passkey"


def test_a_passkey_is_the_second_step_too(browser: Client, clerk: User) -> None:
    key = added_key(browser)
    fresh = Client(SERVER_NAME="localhost")
    sign_in(fresh)
    options = challenge(fresh.get(SECOND))
    assert fresh.post(SECOND, {"credential": key.sign(options, clerk)})["Location"] == "/desk/"
    assert signed_in(fresh)


def test_a_signature_opens_once(browser: Client, clerk: User) -> None:
    key = added_key(browser)
    fresh = Client(SERVER_NAME="localhost")
    sent = {"credential": key.sign(fresh.get(PASSKEY).json(), clerk)}
    fresh.post(PASSKEY, sent)
    fresh.post("/accounts/logout/")
    assert fresh.post(PASSKEY, sent).status_code == 422


def test_a_stranger_s_key_opens_nothing(browser: Client, clerk: User) -> None:
    added_key(browser)
    fresh = Client(SERVER_NAME="localhost")
    sent = {"credential": SoftKey().sign(fresh.get(PASSKEY).json(), clerk)}
    assert fresh.post(PASSKEY, sent).status_code == 422
    assert not signed_in(fresh)


def test_another_s_key_under_my_credential_opens_nothing(browser: Client, clerk: User) -> None:
    key = added_key(browser)
    thief = SoftKey(id=key.id)
    fresh = Client(SERVER_NAME="localhost")
    sent = {"credential": thief.sign(fresh.get(PASSKEY).json(), clerk)}
    assert fresh.post(PASSKEY, sent).status_code == 422


def test_a_closed_account_does_not_open_with_its_passkey(browser: Client, clerk: User) -> None:
    key = added_key(browser)
    User.objects.filter(id=clerk.id).update(is_active=False)
    fresh = Client(SERVER_NAME="localhost")
    sent = {"credential": key.sign(fresh.get(PASSKEY).json(), clerk)}
    assert fresh.post(PASSKEY, sent).status_code == 422
    assert not signed_in(fresh)


def test_somebody_else_s_factor_is_not_there(clerk: User) -> None:
    theirs = a_passkey(a_user())
    mine = actor_of(clerk, door="portal")
    with pytest.raises(NotFound):
        factors.remove_factor(factor_id=theirs.pk, actor=mine)
    with pytest.raises(NotFound):
        factors.rename_passkey(factor_id=theirs.pk, name="mine", actor=mine)


def test_ten_passkeys_are_enough(clerk: User, me: Actor) -> None:
    for number in range(10):
        a_passkey(clerk, f"key {number}")
    with pytest.raises(RuleBroken):
        factors.add_passkey(name="x", credential={}, actor=me)
