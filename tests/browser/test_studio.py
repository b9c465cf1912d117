"""A limit and a question changed in the studio: previewed, published by another, and seen in a new case."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.acting import move, open_case, report
from tests.browser.visitors import LAPTOP

Come = Callable[..., Page]
QUESTION = "电梯里困了人没有"


def test_a_limit_and_a_question_hold_for_new_cases_and_an_old_one_keeps_its_own(visitor: Come) -> None:
    old = report(visitor(), "旧的：五号楼门口的垃圾桶没盖")
    writer = visitor("admin", size=LAPTOP)
    _change_limit_and_question(writer)
    _preview(writer)
    _hand_in(writer)
    _publish(visitor("supervisor", size=LAPTOP), writer.url)
    new = report(visitor(), "新的：六号楼门口的垃圾桶没盖")
    clerk = visitor("clerk", size=LAPTOP)
    for number, text in ((old, "旧的：五号楼门口的垃圾桶没盖"), (new, "新的：六号楼门口的垃圾桶没盖")):
        open_case(clerk, number, text=text)
        move(clerk, "file", choose={"standard": 0})
    dispatcher = visitor("dispatcher", size=LAPTOP)
    open_case(dispatcher, new, text="新的：六号楼门口的垃圾桶没盖")
    _asks(dispatcher, times=1)
    _is_counted(dispatcher, "2 工作时")
    open_case(dispatcher, old, text="旧的：五号楼门口的垃圾桶没盖")
    _asks(dispatcher, times=0)
    _is_counted(dispatcher, "4 工作时")


def test_a_form_is_put_in_order_by_keyboard_and_by_finger_and_taken_back(visitor: Come) -> None:
    desk = visitor("admin", size=LAPTOP)
    _start(desk)
    desk.get_by_role("link", name="问题", exact=True).first.click()
    desk.get_by_role("link", name=re.compile("^评价")).first.click()
    order = _order(desk)
    desk.locator(f"#q-{order[0]} [value^=down]").press("Enter")
    expect(desk).to_have_url(re.compile("at=down"))
    expect(desk.locator(f"#q-{order[0]} [value^=down]")).to_be_focused()
    assert _order(desk)[:2] == [order[1], order[0]]
    phone = visitor("admin")
    phone.goto(desk.url)
    phone.locator(f"#q-{order[0]} [value^=up]").tap()
    expect(phone.locator(f"#q-{order[0]} [value^=up]")).to_be_disabled()
    assert _order(phone) == order
    phone.locator(f"#q-{order[-1]} [value^=out]").tap()
    expect(phone.locator(f"#q-{order[-1]}")).to_have_count(0)
    phone.get_by_role("button", name="撤回这一步").tap()
    expect(phone.locator(f"#q-{order[-1]}")).to_be_visible()
    _give_up(desk)


def _start(page: Page) -> None:
    page.goto("/desk/studio/")
    page.get_by_role("button", name=re.compile("小样街道 · 事件")).click()


def _give_up(page: Page) -> None:
    page.get_by_role("link", name="概况").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="放弃").click()
    expect(page.locator(".notice.done")).to_be_visible()


def _order(page: Page) -> list[str]:
    """The questions of the form on the page, from its top."""
    found = page.locator("li[id^=q-]")
    return [str(one.get_attribute("id")).removeprefix("q-") for one in found.all()]


def _is_counted(page: Page, limit: str) -> None:
    page.locator("header.case-head a[href*='/clock/']").click()
    expect(page.locator("main")).to_contain_text(limit)


def _change_limit_and_question(page: Page) -> None:
    _start(page)
    page.get_by_role("link", name="环节和动作").first.click()
    expect(page.locator("svg.flow-sheet")).to_be_visible()
    page.get_by_role("link", name="待派遣", exact=True).click()
    page.locator("[name='due.amount']").fill("2")
    page.get_by_role("button", name="存入草稿").click()
    expect(page.locator(".notice.done")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("待派遣 2 工作时"))).to_be_visible()
    page.get_by_role("link", name="问题", exact=True).first.click()
    page.get_by_role("link", name="新问题").click()
    _fill_question(page)
    page.get_by_role("button", name="存入草稿").click()
    expect(page.get_by_role("link", name=QUESTION)).to_be_visible()


def _fill_question(page: Page) -> None:
    words = {"key": "lift", "zh.label": QUESTION, "en.label": "Is somebody stuck", "zh.help": "有就打 119"}
    words |= {"en.help": "Then call 119", "choice.0.zh": "有", "choice.0.en": "Yes"}
    words |= {"choice.1.zh": "没有", "choice.1.en": "No"}
    for name, value in words.items():
        page.locator(f"[name='{name}']").fill(value)
    page.locator("[name=kind]").select_option("choice")
    # Not demanded: other stories dispatch in the same town.
    page.locator("[name$='.dispatch'][name^='in.'][value=may]").check()


def _preview(page: Page) -> None:
    page.get_by_role("link", name="预览").first.click()
    page.locator("[name=role]").select_option("dispatcher")
    page.locator("main form[method=get] button").click()
    stage = page.locator("section.card", has=page.get_by_role("heading", name="待派遣", exact=True))
    expect(stage).to_contain_text("2 工作时")
    stage.locator("summary", has_text="派遣").first.click()
    expect(stage).to_contain_text(QUESTION)


def _hand_in(page: Page) -> None:
    page.get_by_role("link", name="概况").click()
    page.locator("[name=reason]").fill("派遣要快，电梯困人要先问")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".notice.done")).to_be_visible()


def _publish(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("link", name="改动", exact=True).first.click()
    expect(page.get_by_role("row", name=re.compile("4 工作时 2 工作时"))).to_be_visible()
    page.get_by_role("link", name="概况").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="发布").click()
    expect(page.locator(".notice.done")).to_be_visible()


def _asks(page: Page, *, times: int) -> None:
    page.locator("[data-moves] a[href*='/moves/dispatch/']").click()
    expect(page.locator("[data-moves] form[action*='/moves/dispatch/']")).to_be_visible()
    expect(page.get_by_text(QUESTION)).to_have_count(times)
