"""A broken bin goes all the way: everybody with a browser of their own, on phones and on laptops."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pictures import a_photo
from tests.browser.visitors import LAPTOP, PHONE

Come = Callable[..., Page]
TEXT = "三号楼门口的垃圾桶盖坏了，招苍蝇"
DONE = "换了新桶盖，周围冲洗干净"
REPLY = "桶盖换好了，谢谢您"


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_report_goes_through_all_six_steps(visitor: Come, size: tuple[int, int]) -> None:
    resident = visitor(size=size)
    number = _report(resident)
    clerk = visitor("clerk", size=size)
    _open(clerk, number)
    _move(clerk, "file", choose={"standard": 0})
    dispatcher = visitor("dispatcher", size=size)
    _open(dispatcher, number)
    _move(dispatcher, "dispatch", choose={"organisation": "小样sanitation"}, say={"instruction": "今天办好"})
    handler = visitor("handler", size=size)
    _open(handler, number, field=size == PHONE)
    _move(handler, "accept")
    _attach(handler)
    _move(handler, "handle", say={"report": DONE})
    checker = visitor("checker", size=size)
    _open(checker, number, field=size == PHONE)
    expect(checker.locator("main")).to_contain_text(DONE)
    _move(checker, "check")
    _open(clerk, number)
    _move(clerk, "close", choose={"standard": 0}, say={"reply": REPLY})
    _rate(resident)
    _open(clerk, number)
    _move(clerk, "archive")
    expect(clerk.locator("main")).to_contain_text("已归档")
    expect(clerk.locator(".story > li")).to_have_count(10)
    resident.reload()
    expect(resident.locator(".story > li.now")).to_contain_text("已办结")


def _report(page: Page) -> str:
    page.goto("/report/010305/")
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name=step][value=where]").click()
    page.locator("[data-locate]").click()
    expect(page.locator("[data-picked]")).to_contain_text("单元")
    page.locator("[name=step][value=photo]").click()
    page.locator("input[name=photos]").set_input_files(a_photo("before.jpg"))
    page.locator("[name=step][value=send]").click()
    expect(page.locator("[role=status].done")).to_contain_text("已收到")
    return page.locator("header .number").inner_text()


def _open(page: Page, number: str, *, field: bool = False) -> None:
    """By the search of the desk, or from the day's work of a phone."""
    if field:
        page.goto("/field/")
        page.locator("a.entry", has_text=TEXT).first.click()
    else:
        page.goto("/desk/")
        page.locator("[data-search]").fill(number)
        page.keyboard.press("Enter")
    expect(page.locator(".quote")).to_have_text(TEXT)
    expect(page.locator("main")).to_contain_text(number)


def _move(
    page: Page, name: str, *, choose: dict[str, str | int] | None = None, say: dict[str, str] | None = None
) -> None:
    """Press the move's button, answer what it asks, press again; wait for the case as it is then."""
    link = page.locator(f"[data-moves] a[href*='/moves/{name}/']")
    form = page.locator(f"[data-moves] form[action*='/moves/{name}/']")
    expect(link.or_(form).first).to_be_visible()
    if link.count():
        link.click()
        expect(form).to_be_visible()
    for key, value in (choose or {}).items():
        _choose(form, key, value)
    for key, words in (say or {}).items():
        form.locator(f"[name={key}]").fill(words)
    page.once("dialog", lambda dialog: dialog.accept())
    form.locator("button").last.click()
    expect(page.locator(".notice.done").first).to_be_visible()
    expect(form).to_have_count(0)


def _choose(form: Locator, name: str, value: str | int) -> None:
    options = form.locator(f"label.option:has([name={name}])")
    select = form.locator(f"select[name={name}]")
    if isinstance(value, int) and options.count():
        options.nth(value).click()
    elif options.count():
        options.filter(has_text=value).first.click()
    elif isinstance(value, int):
        select.select_option(index=value + 1)
    else:
        select.select_option(label=value)


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
    page.locator(".rating label", has_text="5").click()
    page.locator("[name=opinion]").fill("来得很快")
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator(".notice.done").first).to_contain_text("谢谢您的评价")
