"""Two browsers at one case: one is first, the other reads why, sees how it stands and keeps every word."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import move, open_case, pick, report
from tests.browser.town import SECOND
from tests.browser.visitors import LAPTOP, PHONE

Come = Callable[..., Page]
# Of its own, so that nobody of another test opens one of these.
TEXT = "五号楼后面的垃圾桶盖裂了"
WORDS = "请带梯子去，下午五点前回话"


@pytest.fixture
def filed(visitor: Come) -> str:
    """The number of a case that waits to be dispatched."""
    number = report(visitor(size=PHONE), TEXT)
    clerk = visitor("clerk", size=LAPTOP)
    open_case(clerk, number, text=TEXT)
    move(clerk, "file", choose={"standard": 0})
    return number


def test_two_dispatchers_dispatch_at_once_and_one_wins(visitor: Come, filed: str) -> None:
    first, second = visitor("dispatcher", size=LAPTOP), visitor(SECOND, size=LAPTOP)
    for page in (first, second):
        open_case(page, filed, text=TEXT)
        _fill(page, "dispatch", organisation=0, instruction=WORDS)
    _send(first, "dispatch")
    expect(first.locator(".notice.done").first).to_be_visible()
    _send(second, "dispatch")
    _reads_why(second, "派遣")
    expect(second.locator("#case")).to_contain_text(WORDS)
    expect(second.locator("[data-moves] a[href*='/moves/dispatch/']")).to_have_count(0)
    expect(second.locator("#case .state").first).to_have_text(
        first.locator("#case .state").first.inner_text()
    )
    expect(second.locator(".story > li")).to_have_count(first.locator(".story > li").count())


def test_a_handler_who_accepts_what_was_just_given_to_another_reads_it(visitor: Come, filed: str) -> None:
    dispatcher, handler = visitor("dispatcher", size=LAPTOP), visitor("handler", size=LAPTOP)
    open_case(dispatcher, filed, text=TEXT)
    move(dispatcher, "dispatch", choose={"organisation": "小样sanitation"})
    open_case(handler, filed, text=TEXT)
    _fill(handler, "return", return_cause=0, reason=WORDS)
    open_case(dispatcher, filed, text=TEXT)
    move(dispatcher, "reassign", choose={"organisation": 0}, say={"reason": "那边人手够"})
    _send(handler, "return")
    expect(handler.locator("[role=alert]").first).to_be_visible()
    expect(handler.locator("main")).to_contain_text(WORDS)


def test_a_handler_hears_that_the_case_was_put_off_while_the_report_was_typed(
    visitor: Come, filed: str
) -> None:
    dispatcher, handler = visitor("dispatcher", size=LAPTOP), visitor("handler", size=PHONE)
    open_case(dispatcher, filed, text=TEXT)
    move(dispatcher, "dispatch", choose={"organisation": "小样sanitation"})
    open_case(handler, filed, text=TEXT)
    move(handler, "accept")
    _fill(handler, "handle", report=WORDS)
    open_case(dispatcher, filed, text=TEXT)
    _fill(dispatcher, "wait", reason="等新桶到货", reply="新桶下周到货，到了就换")
    dispatcher.locator("[data-moves] [name=review_on]").fill(_in_a_week(dispatcher))
    _send(dispatcher, "wait")
    expect(dispatcher.locator(".notice.done").first).to_be_visible()
    _send(handler, "handle")
    _reads_why(handler, "")
    expect(handler.locator("#case")).to_contain_text(WORDS)


def test_one_person_in_two_tabs_makes_one_move(visitor: Come, filed: str) -> None:
    here = visitor("dispatcher", size=LAPTOP)
    there = here.context.new_page()
    for tab in (here, there):
        open_case(tab, filed, text=TEXT)
        _fill(tab, "dispatch", organisation=0, instruction=WORDS)
    _send(here, "dispatch")
    expect(here.locator(".notice.done").first).to_be_visible()
    _send(there, "dispatch")
    _reads_why(there, "派遣")
    open_case(there, filed, text=TEXT)
    expect(there.locator(".story > li", has_text=WORDS)).to_have_count(1)


def _fill(page: Page, name: str, **answers: str | int) -> None:
    """Open the form of a move and answer it, without sending."""
    page.locator(f"[data-moves] a[href*='/moves/{name}/']").click()
    form = page.locator(f"[data-moves] form[action*='/moves/{name}/']")
    expect(form).to_be_visible()
    for key, value in answers.items():
        if isinstance(value, int):
            pick(form, key, value)
        else:
            form.locator(f"[name={key}]").fill(value)


def _send(page: Page, name: str) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator(f"[data-moves] form[action*='/moves/{name}/'] button").last.click()


def _reads_why(page: Page, done: str) -> None:
    """An alert that names what happened meanwhile."""
    alert = page.locator("#case [role=alert]").first
    expect(alert).to_be_visible()
    expect(page.locator("#case .notice ul li", has_text=done).first).to_be_visible()


def _in_a_week(page: Page) -> str:
    return str(page.evaluate("() => new Date(Date.now() + 6048e5).toISOString().slice(0, 10)"))
