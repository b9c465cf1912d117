"""The handbook as the application serves it: under our content policy, with a search that knows Chinese."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gewu.config import settings
from tests.browser.looking import too_wide
from tests.browser.visitors import LAPTOP, PHONE

pytestmark = pytest.mark.skipif(
    not (settings.SITE / "docs").exists(), reason="The handbook is not built: make docs"
)
Come = Callable[..., Page]


@pytest.mark.parametrize(
    ("language", "asked", "found"),
    [("", "退回派遣", "被退回来的怎么办？"), ("en/", "on the spot", "I solved it on the spot")],
)
def test_the_search_finds_words_of_either_language(
    visitor: Come, language: str, asked: str, found: str
) -> None:
    page = visitor()
    page.goto(f"/docs/{language}")
    page.keyboard.press("/")
    page.get_by_role("combobox").press_sequentially(asked)
    expect(page.locator("a").filter(has_text=found).last).to_be_visible()


def test_a_page_fits_a_phone_and_leads_to_its_twin(visitor: Come) -> None:
    page = visitor(size=PHONE)
    page.goto("/docs/gridworker/")
    assert too_wide(page) == []
    page.locator(".md-select__link[hreflang=en]").dispatch_event("click")
    expect(page.locator("h1")).to_have_text("Grid workers")


def test_the_room_of_a_clerk_leads_to_the_page_about_it(visitor: Come) -> None:
    page = visitor("clerk", size=LAPTOP)
    page.goto("/desk/")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="帮助").first.click()
    expect(opened.value.locator("h1")).to_have_text("受理员")
