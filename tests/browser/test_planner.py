"""Grids proposed for a part of the town, compared, and one taken over into a draft of borders."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visitors import LAPTOP

Come = Callable[..., Page]


def test_grids_are_proposed_compared_and_taken_over(visitor: Come) -> None:
    page = visitor("supervisor", size=LAPTOP)
    page.goto("/desk/planner/")
    page.get_by_label("小龙社区").check()
    for name, value in (("low", "90"), ("high", "120"), ("size", "96")):
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="提出方案").click()
    expect(page.get_by_role("heading", name="并排对比")).to_be_visible(timeout=30_000)
    expect(page.locator(".plan img")).to_have_count(4)
    row = page.get_by_role("row", name=re.compile("^在范围内"))
    expect(row).to_contain_text("1 / 1")
    page.get_by_role("link", name="看“小区完整”").click()
    page.locator("[name=title]").fill("小龙社区合成一个网格")
    page.get_by_role("button", name="转成草案").click()
    expect(page).to_have_url(re.compile("/desk/borders/"))
    expect(page.locator("main")).to_contain_text("小龙社区合成一个网格")
