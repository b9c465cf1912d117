"""A resident reports without an account, gets a number and follows it; with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pictures import a_photo
from tests.browser.visitors import LAPTOP, PHONE

Come = Callable[..., Page]
TEXT = "三号楼门口的垃圾桶盖坏了，招苍蝇"


def test_a_resident_reports_with_a_point_on_the_map(visitor: Come) -> None:
    page = visitor()
    page.goto("/")
    page.get_by_role("link", name="我要上报").click()
    page.get_by_role("searchbox").fill("垃圾桶")
    page.get_by_role("button", name="搜索").click()
    page.locator("a.tile").first.click()
    page.locator("[name=text]").fill(TEXT)
    page.get_by_role("button", name="下一步").click()
    page.locator("[data-locate]").click()
    expect(page.locator("[data-picked]")).to_contain_text("单元")
    page.get_by_role("button", name="下一步").click()
    page.locator("input[name=photos]").set_input_files(a_photo("bin.jpg"))
    page.get_by_role("button", name="提交上报").click()
    expect(page.locator("[role=status]").first).to_contain_text("已收到")
    expect(page.locator("main")).not_to_contain_text(TEXT)


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_without_javascript_a_resident_reports_and_follows(visitor: Come, size: tuple[int, int]) -> None:
    page = visitor(size=size, java_script_enabled=False)
    number = report_without_script(page)
    other = visitor(size=size, java_script_enabled=False)
    other.goto("/")
    other.locator("input[name=number]").fill(number.lower())
    other.get_by_role("button", name="看看办到哪了").click()
    expect(other.locator("h1")).to_have_text(page.locator("h1").inner_text())
    expect(other.locator("main")).to_contain_text("已收到")


def report_without_script(page: Page) -> str:
    """Walk all screens by plain forms; the number on the page after sending."""
    page.goto("/report/")
    page.locator("a.tile", has_text="垃圾").first.click()
    page.locator("[name=text]").fill(TEXT)
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("[role=alert]").first).to_contain_text("选一个社区")
    page.locator("select[name=area]").select_option(label="小龙社区")
    page.locator("[name=address]").fill("文化路 3 号楼")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交上报").click()
    return page.locator("header .number").inner_text()


def test_an_unknown_number_says_what_to_do(visitor: Come) -> None:
    page = visitor()
    page.goto("/c/XY0101-0001-AA/")
    expect(page.locator("h1")).to_contain_text("查不到这个编号")
    expect(page.locator("input[name=number]")).to_be_visible()
