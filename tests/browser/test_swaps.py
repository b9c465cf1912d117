"""In a real browser: refusals land where they belong, focus follows, nothing is sent twice."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from gewu.config import csp
from tests.browser import swapping
from tests.config.test_refusals import WITHOUT_PEOPLE


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def swapping_site() -> Iterator[str]:
    middleware = ["whitenoise.middleware.WhiteNoiseMiddleware", *WITHOUT_PEOPLE]
    with override_settings(MIDDLEWARE=middleware, ROOT_URLCONF=swapping.__name__):
        server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=Threaded, handler_class=Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def pages(swapping_site: str, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(base_url=swapping_site, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def page(pages: Page) -> Iterator[Page]:
    csp.recent.clear()
    pages.goto("/")
    pages.wait_for_selector("html.js [data-htmx-powered]")
    yield pages
    assert list(csp.recent) == []


def test_a_refusal_lands_in_its_form_and_marks_the_field(page: Page) -> None:
    page.fill("#f-phone", "138")
    page.click("text=refuse me")
    expect(page.locator("#refused [role=alert]")).to_be_focused()
    expect(page.locator("#refused [role=alert]")).to_contain_text("Look again.")
    expect(page.locator("#field-phone.wrong .error")).to_have_text("138 is too short.")
    expect(page.locator("#f-phone")).to_have_value("138")
    expect(page.locator("#case")).to_have_text("the case")
    page.click("text=138 is too short. >> nth=0")
    expect(page.locator("#f-phone")).to_be_focused()


def test_a_refusal_without_a_form_lands_on_the_page(page: Page) -> None:
    page.click("#stale")
    expect(page.locator("#refusal [role=alert]")).to_contain_text("Somebody was faster.")


def test_the_error_page_of_a_proxy_never_lands_in_a_case(page: Page) -> None:
    page.click("#broken")
    expect(page.locator("#refusal [role=alert]")).to_contain_text("The server did not answer.")
    expect(page.locator("#case")).to_have_text("the case")


def test_after_a_move_the_new_case_has_the_focus_and_the_address(page: Page) -> None:
    page.click("text=refuse me")
    expect(page.locator("[data-refusal] [role=alert]")).to_be_visible()
    page.click("#moved button")
    expect(page.locator("#case h2")).to_contain_text("moved")
    expect(page.locator("#case")).to_be_focused()
    expect(page.locator("#announce")).to_have_text("It was moved")
    assert page.url.endswith("/moved")
    expect(page.locator("[data-refusal] [role=alert]")).to_have_count(0)


def test_an_impatient_finger_sends_once(page: Page) -> None:
    before = swapping.moves
    page.eval_on_selector("#moved", "form => { for (let i = 0; i < 5; i++) form.requestSubmit() }")
    expect(page.locator("#case h2")).to_contain_text("moved")
    page.wait_for_timeout(500)
    assert swapping.moves == before + 1


def test_a_lost_network_is_said_and_nothing_typed_is_lost(page: Page) -> None:
    page.fill("#f-phone", "138")
    page.route("**/refuse", lambda route: route.abort())
    page.click("text=refuse me")
    expect(page.locator("#refusal [role=alert]")).to_contain_text("The server did not answer.")
    expect(page.locator("#f-phone")).to_have_value("138")
    page.unroute("**/refuse")


def test_the_list_is_walked_by_keys(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("a.entry >> nth=1")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("a.entry >> nth=0")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("j?")
    expect(page.locator("[data-search]")).to_have_value("j?")
    page.locator("[data-search]").blur()
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")


def test_an_inline_script_does_not_run_and_is_reported(pages: Page) -> None:
    csp.recent.clear()
    with pages.expect_response("**/csp-report"):
        pages.goto("/inline")
    assert pages.title() == "inline"
    assert csp.recent[-1]["directive"] == "script-src-elem"
