"""A grid split by a line on the map, counted, handed in, and published by another."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visitors import LAPTOP

Come = Callable[..., Page]
# The town is a square of four grids; a degree of latitude is drawn so much longer than one of longitude.
TALL = 1.218


def test_a_grid_is_split_by_a_line_and_published_by_another(visitor: Come) -> None:
    drawer = visitor("admin", size=LAPTOP)
    drawer.goto("/desk/borders/")
    drawer.get_by_label("为了什么").fill("小凤社区东边拆分")
    drawer.get_by_role("button", name="开始").click()
    expect(drawer.locator("[data-border-tools][data-ready]")).to_be_visible()
    _split_the_south_east(drawer)
    drawn = drawer.locator("#draft[data-version='2']")
    expect(drawn).to_be_visible()
    drawer.get_by_role("button", name="撤销").click()
    expect(drawer.locator("#draft[data-version='3']")).to_be_visible()
    drawer.get_by_role("button", name="重做").click()
    expect(drawer.locator("#draft[data-version='4']")).to_be_visible()
    drawer.get_by_role("button", name="提交").click()
    expect(drawer.locator("#draft")).to_contain_text("待他人发布")
    second = visitor("supervisor", size=LAPTOP)
    second.goto(drawer.url)
    second.once("dialog", lambda dialog: dialog.accept())
    second.get_by_role("button", name="发布", exact=True).click()
    expect(second.locator("#draft")).to_contain_text("已生效")
    second.goto("/map/?q=370402999002012")
    expect(second.locator("#places")).to_contain_text("已停用，现为")


def _split_the_south_east(page: Page) -> None:
    """Choose the grid by a tap, then draw a line from above it to below it."""
    page.locator(".map-canvas canvas").scroll_into_view_if_needed()
    box = page.locator(".map-canvas").bounding_box()
    assert box
    side = min(box["width"] - 24, (box["height"] - 24) / TALL)
    east, south = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    at = east + side * 0.22
    page.mouse.click(east + side * 0.3, south + side * TALL * 0.25)
    page.get_by_role("button", name="用线拆分").click()
    for down in (-0.06, 0.47, 0.47):
        page.mouse.move(at, south + side * TALL * down)
        page.mouse.click(at, south + side * TALL * down)
        page.wait_for_timeout(350)
    expect(page.locator("#draft")).to_contain_text(re.compile("检查|没有问题|请知悉"))
