"""Without a mouse: the desk is walked by keys, pages are skipped into, and what has the focus shows it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitors import LAPTOP

Come = Callable[..., Page]
# An outline, or a shadow that stands for one.
SHOWS = """element => {
  const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(element);
  return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
}"""


def test_a_clerk_files_a_case_without_a_mouse(visitor: Come) -> None:
    page = visitor("clerk", size=LAPTOP)
    page.goto("/desk/lists/to_file/")
    page.keyboard.press("j")
    first = page.locator("[data-rows] a.entry").first
    expect(first).to_be_focused()
    assert first.evaluate(SHOWS)
    page.keyboard.press("Enter")
    # Keys work once the script of the case's page has run.
    expect(page).to_have_url(re.compile("/desk/cases/"))
    page.wait_for_load_state("load")
    expect(page.locator("#case [data-moves]")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("[data-moves] :focus")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-moves] form.move, .notice.done").first).to_be_visible()


def test_the_search_is_one_key_away(visitor: Come) -> None:
    page = visitor("dispatcher", size=LAPTOP)
    page.goto("/desk/")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("二号楼前")
    page.keyboard.press("Enter")
    expect(page.locator("a.entry").first).to_contain_text("二号楼前")


def test_rows_are_ticked_and_moved_without_a_mouse(visitor: Come) -> None:
    page = visitor("dispatcher", size=LAPTOP)
    page.goto("/desk/lists/open/")
    page.wait_for_load_state("load")
    for key in ("j", "x", "j", "j", "X"):
        page.keyboard.press(key)
    expect(page.locator(".pick input:checked")).to_have_count(3)
    expect(page.locator("[data-pick-count]")).to_have_text("3")
    page.keyboard.press("Escape")
    expect(page.locator(".pick input:checked")).to_have_count(0)
    page.keyboard.press("x")
    page.keyboard.press("b")
    expect(page).to_have_url(re.compile("/desk/batches/new/"))
    expect(page.locator("a.entry")).to_have_count(1)


def test_a_letter_on_a_button_makes_its_move(visitor: Come) -> None:
    page = visitor("dispatcher", size=LAPTOP)
    page.goto("/desk/lists/to_dispatch/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/cases/"))
    page.wait_for_load_state("load")
    letter = page.locator("[data-moves] kbd").first
    expect(letter).to_be_visible()
    page.keyboard.press(letter.inner_text())
    expect(page.locator("[data-moves] form.move")).to_be_visible()
    page.keyboard.press("Escape")


@pytest.mark.parametrize(("role", "path"), [("", "/"), ("clerk", "/desk/"), ("gridworker", "/field/")])
def test_the_first_tab_skips_to_the_content_and_focus_shows(visitor: Come, role: str, path: str) -> None:
    page = visitor(role, size=LAPTOP)
    page.goto(path)
    page.keyboard.press("Tab")
    skip = page.locator("a[href='#main']")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.locator(":focus").evaluate(SHOWS), page.locator(":focus").evaluate("e => e.outerHTML")
    page.goto(path)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
