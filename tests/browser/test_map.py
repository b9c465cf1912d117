"""The map: drawn from our own polygons, and a list beside it that needs no drawing."""

import re
import time
from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitors import LAPTOP, PHONE

Come = Callable[..., Page]
NO_WEBGL = """
const get = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return /^webgl/.test(kind) ? null : get.call(this, kind, ...more);
};
"""
PATIENCE = 15


def test_the_map_draws_its_grids_and_a_tap_chooses_one(visitor: Come) -> None:
    page = visitor(size=LAPTOP)
    page.goto("/map/")
    canvas = page.locator(".map-canvas canvas")
    expect(canvas).to_be_visible()
    _wait_until_drawn(canvas)
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.45)
    expect(page.locator("#place h2")).to_contain_text("单元")
    expect(page.locator("#places a[aria-current=true]")).to_be_visible()
    expect(page).to_have_url(re.compile("area="))


def test_without_webgl_a_picture_and_the_list_do_the_same(visitor: Come) -> None:
    page = visitor(size=PHONE)
    page.add_init_script(NO_WEBGL)
    page.goto("/map/")
    expect(page.locator("img.map-without")).to_be_visible()
    page.locator("#places summary").first.click()
    page.locator("#places a", has_text="第一网格").first.click()
    expect(page.locator("#place h2")).to_contain_text("第一网格")
    page.goto("/report/010305/")
    page.locator("[name=text]").fill("路边有一堆纸箱")
    page.locator("[name=step][value=where]").click()
    expect(page.locator(".map-picker .map-without")).to_be_visible()
    expect(page.locator("select[name=area]")).to_be_visible()


def _wait_until_drawn(canvas: Locator) -> None:
    """Until more is on it than a background: borders, fills and names are many colours."""
    deadline = time.monotonic() + PATIENCE
    while _colours(canvas) < 40:
        assert time.monotonic() < deadline, "the map stays empty"


def _colours(canvas: Locator) -> int:
    picture = Image.open(BytesIO(canvas.screenshot()))
    return len(picture.convert("RGB").getcolors(maxcolors=1 << 24) or ())
