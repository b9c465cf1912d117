"""Signing in with more than a password: codes reckoned here, a passkey in Chromium's own authenticator."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from gewu.people.security import totp
from tests.browser.looking import foreign_words, too_wide, violations
from tests.browser.serving import Site
from tests.browser.town import PASSWORD
from tests.browser.visitors import PHONE, Visitors

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def browsers(chromium: Browser, site: Site) -> Iterator[Visitors]:
    """At localhost, the one address without https where browsers allow passkeys."""
    here = replace(site, address=site.address.replace("127.0.0.1", "localhost"))
    everybody = Visitors(chromium, here, {})
    yield everybody
    everybody.leave()
    assert not everybody.complaints, "\n".join(everybody.complaints)


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.click("form[action='/accounts/login/'] button.primary")
    page.wait_for_url(lambda url: "/login/" not in url)


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.click("form[action='/accounts/logout/'] button.primary")
    page.wait_for_url("**/accounts/login/")


def code_of(secret: str, *, ahead: int = 0) -> str:
    return totp.code_at(secret, int(time.time()) // totp.SECONDS + ahead)


def faults(page: Page) -> list[str]:
    """What is wrong with the page that is open, in Chinese on a phone."""
    return [*foreign_words(page, "zh-hans"), *too_wide(page), *violations(page)]


def test_a_code_generator_is_set_up_and_asked_for(browsers: Visitors) -> None:
    page = browsers.come(size=PHONE)
    sign_in(page, "keeper")
    page.goto("/me/security/")
    page.click("a[href='/me/security/code/']")
    expect(page.locator(".qr")).to_be_visible()
    page.click("details.fold summary")
    secret = re.sub(r"\s", "", page.locator("details.fold code").inner_text())
    page.fill("input[name=code]", "000000")
    page.click("form.form button.primary")
    expect(page.locator("[role=alert]")).to_be_visible()
    page.fill("input[name=code]", code_of(secret))
    page.click("form.form button.primary")
    expect(page.locator(".codes code")).to_have_count(10)
    assert faults(page) == []
    recovery = page.locator(".codes code").first.inner_text()
    page.goto("/me/security/")
    assert faults(page) == []

    sign_out(page)
    sign_in(page, "keeper")
    assert "/accounts/second-step/" in page.url
    assert faults(page) == []
    page.fill("input[name=code]", code_of(secret, ahead=1))
    page.click("form.form button.primary")
    page.wait_for_url("**/desk/**")

    sign_out(page)
    sign_in(page, "keeper")
    page.fill("input[name=code]", recovery.lower())
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")


def test_a_passkey_is_made_and_signs_in_alone(browsers: Visitors) -> None:
    page = browsers.come(size=PHONE)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, "keyholder")
    page.goto("/me/security/passkey/")
    page.fill("input[name=name]", "我的手机")
    page.click("form[data-passkey] button.primary")
    expect(page.locator(".codes code")).to_have_count(10)

    sign_out(page)
    page.click("form[data-passkey] button")
    page.wait_for_url("**/desk/**")

    sign_out(page)
    sign_in(page, "keyholder")
    assert faults(page) == []
    page.click("form[data-passkey] button")
    page.wait_for_url("**/desk/**")

    page.goto("/me/security/")
    expect(page.locator("b.data", has_text="我的手机")).to_be_visible()
    page.get_by_role("link", name="改名或移除").click()
    page.fill("#f-name", "蓝色手机")
    page.get_by_role("button", name="改名").click()
    expect(page.locator("b.data", has_text="蓝色手机")).to_be_visible()
    page.get_by_role("link", name="改名或移除").click()
    page.click("button.danger")
    page.wait_for_url("**/me/security/")
    sign_out(page)
    sign_in(page, "keyholder")
    assert "/desk/" in page.url


def test_whoever_stops_the_browser_is_told_that_nothing_changed(browsers: Visitors) -> None:
    page = browsers.come(size=PHONE)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    refusing = AUTHENTICATOR | {"isUserVerified": False}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": refusing})
    page.goto("/accounts/login/")
    page.click("form[data-passkey] button")
    expect(page.locator("[data-says]")).to_be_visible()


def test_a_given_password_is_changed_before_anything_else(browsers: Visitors) -> None:
    page = browsers.come(size=PHONE)
    sign_in(page, "newcomer")
    assert page.url.endswith("/me/password/")
    assert faults(page) == []
    page.goto("/desk/")
    assert page.url.endswith("/me/password/")
    for name, typed in (("current", PASSWORD), ("password", "zhangsan123"), ("again", "zhangsan123")):
        page.fill(f"input[name={name}]", typed)
    page.click("form.form button.primary")
    expect(page.locator("#field-password .error")).to_contain_text("拼音")
    for name, typed in (
        ("current", PASSWORD),
        ("password", "十里长街一盏灯还亮着"),
        ("again", "十里长街一盏灯还亮着"),
    ):
        page.fill(f"input[name={name}]", typed)
    page.click("form.form button.primary")
    page.wait_for_url("**/me/")
    assert faults(page) == []
