"""A broken bin goes all the way: everybody with a browser of their own, on phones and on laptops."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import move, open_case, report
from tests.browser.pictures import a_photo
from tests.browser.visitors import LAPTOP, PHONE

Come = Callable[..., Page]
DONE = "换了新桶盖，周围冲洗干净"
REPLY = "桶盖换好了，谢谢您"


# On the laptop at night, with the looks.
SIZES = [pytest.param(PHONE, id="phone"), pytest.param(LAPTOP, id="laptop", marks=pytest.mark.looks)]


@pytest.mark.parametrize("size", SIZES)
def test_a_report_goes_through_all_six_steps(visitor: Come, size: tuple[int, int]) -> None:
    resident = visitor(size=size)
    number = report(resident)
    clerk = visitor("clerk", size=size)
    open_case(clerk, number)
    move(clerk, "file", choose={"standard": 0})
    dispatcher = visitor("dispatcher", size=size)
    open_case(dispatcher, number)
    move(dispatcher, "dispatch", choose={"organisation": "小样sanitation"}, say={"instruction": "今天办好"})
    handler = visitor("handler", size=size)
    open_case(handler, number, field=size == PHONE)
    move(handler, "accept")
    _attach(handler)
    move(handler, "handle", say={"report": DONE})
    checker = visitor("checker", size=size)
    open_case(checker, number, field=size == PHONE)
    expect(checker.locator("main")).to_contain_text(DONE)
    move(checker, "check")
    open_case(clerk, number)
    move(clerk, "close", choose={"standard": 0}, say={"reply": REPLY})
    _rate(resident)
    open_case(clerk, number)
    move(clerk, "archive")
    expect(clerk.locator("main")).to_contain_text("已归档")
    expect(clerk.locator(".story > li")).to_have_count(10)
    resident.reload()
    expect(resident.locator(".story > li.now")).to_contain_text("已办结")


def _attach(page: Page) -> None:
    """A photo of how it is now."""
    form = page.locator("form[enctype][action*='/files/']")
    fold = page.locator("details:has(form[enctype][action*='/files/'])")
    fold.locator("summary").click()
    form.locator("input[type=file]").set_input_files(a_photo("after.jpg"))
    form.locator("button").last.click()
    expect(page.locator(".notice.done").first).to_be_visible()
    expect(page.locator(".photos img").last).to_be_visible()


def _rate(page: Page) -> None:
    """The device that reported may say how it went."""
    page.reload()
    expect(page.locator("main")).to_contain_text(REPLY)
    page.locator("[name=contacted]").first.check()
    page.locator("[name=solved][value=yes]").check()
    page.locator(".rating label", has_text="5").click()
    page.locator("[name=opinion]").fill("来得很快")
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator(".notice.done").first).to_contain_text("谢谢您的评价")
