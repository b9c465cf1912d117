"""A resident finds what is reported already, says "me too" and follows it; the clerk reads two demands."""

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Page, Route, expect

from tests.browser.acting import open_case
from tests.browser.visitors import LAPTOP

Come = Callable[..., Page]
# A lamp, so that no case of another test stands near.
LAMP = "010137"
FIRST, SAME = "幸福小区门口的路灯不亮", "门口的灯坏了，晚上看不见路"


def to_where(page: Page, text: str) -> None:
    page.goto(f"/report/{LAMP}/")
    page.locator("[name=text]").fill(text)
    page.locator("[name=step][value=where]").click()
    page.locator("[data-locate]").click()
    expect(page.locator("[data-picked]")).to_contain_text("单元")


def send(page: Page) -> str:
    page.locator("[name=step][value=photo]").click()
    page.locator("[name=step][value=send]").click()
    expect(page.locator("[role=status].done")).to_contain_text("已收到")
    return page.locator("header .number").inner_text()


def test_me_too_instead_of_a_second_report(visitor: Come) -> None:
    first = visitor()
    to_where(first, FIRST)
    number = send(first)

    other = visitor()
    to_where(other, SAME)
    expect(other.locator("#near-title")).to_have_text("是不是下面这一件？")
    expect(other.locator("main")).not_to_contain_text(FIRST)
    other.get_by_role("button", name=f"我也反映 {number}").click()
    expect(other.locator("[role=status].done")).to_contain_text("已经算上您这一次")
    expect(other.locator("header .number")).to_have_text(number)
    expect(other.locator("dl")).to_contain_text("2 件次")

    clerk = visitor("clerk", size=LAPTOP)
    clerk.goto("/desk/lists/to_file/")
    expect(clerk.locator("a.entry", has_text=number)).to_contain_text("2 件次")
    open_case(clerk, number, text=FIRST)
    expect(clerk.locator(".case-head")).to_contain_text("2 件次")


def test_the_form_goes_on_when_the_answer_never_comes(visitor: Come) -> None:
    page = visitor()
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/near/", hold)
    with page.expect_request("**/near/"):
        to_where(page, "这盏路灯一闪一闪的")
    expect(page.locator("#near-title")).to_have_count(0)
    assert send(page)
    assert waiting
    for route in waiting:
        # Far too late: its page is gone.
        with suppress(Error):
            route.fulfill(status=204)


def test_the_desk_links_a_caller_to_what_is_there(visitor: Come) -> None:
    clerk = visitor("clerk", size=LAPTOP)
    clerk.goto("/desk/report/?category=010305")
    clerk.locator("[name=text]").fill("二号楼前的垃圾桶翻倒了")
    clerk.locator("select[name=area]").select_option(index=2)
    near = clerk.locator("fieldset", has_text="是不是下面这一件？")
    expect(near).to_be_visible()
    near.locator("[name=follows]").first.check()
    clerk.get_by_role("button", name="收下这件事").click()
    expect(clerk.locator(".notice.done").first).to_be_visible()
    expect(clerk.locator("#same-title")).to_be_visible()
