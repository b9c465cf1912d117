"""The map: drawn from our own polygons, and a list beside it that needs no drawing."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import Site
from tests.browser.town import CASES
from tests.browser.visitors import LAPTOP, PHONE

Come = Callable[..., Page]
NO_WEBGL = """
const get = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return /^webgl/.test(kind) ? null : get.call(this, kind, ...more);
};
"""
PATIENCE = 15
MAP_SCRIPT = re.compile(r"/gewu/map(\.\w+)?\.js$")
ROOT = Path(__file__).parents[2]
NODE = shutil.which("node", path=os.pathsep.join((str(ROOT / ".venv" / "bin"), os.environ["PATH"])))


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


def test_the_map_shows_houses_to_whoever_comes_near(visitor: Come) -> None:
    page = visitor(size=LAPTOP)
    with page.expect_response("**/api/v1/places/houses**"):
        page.goto("/map/?q=xfxq3")
        page.locator("#places a", has_text="幸福小区3号楼").click()
    expect(page.locator("#place")).to_contain_text("小样路8号幸福小区3号楼")
    expect(page.locator(".map-pin")).to_be_visible()


def test_a_case_fetches_its_map_only_when_somebody_opens_it(visitor: Come, site: Site) -> None:
    page = visitor("clerk", size=LAPTOP)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    filed, _number = json.loads((site.log.parent / CASES).read_text())["filed"]
    page.goto(f"/desk/cases/{filed}/")
    expect(page.locator("svg.map-piece")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if MAP_SCRIPT.search(url)]
    page.locator("[data-open-map]").first.click()
    expect(page.locator(".map-canvas canvas")).to_be_visible()
    expect(page.locator("svg.map-piece")).to_be_hidden()
    assert [url for url in fetched if MAP_SCRIPT.search(url)]


def test_a_typed_address_sets_the_pin_without_a_mouse(visitor: Come) -> None:
    page = visitor(size=PHONE)
    page.goto("/report/010305/")
    page.locator("[name=text]").fill("路边有一堆纸箱")
    page.locator("[name=step][value=where]").click()
    address = page.get_by_role("combobox").and_(page.locator("[name=address]"))
    address.press_sequentially("幸福小区三栋", delay=20)
    expect(page.locator(".suggestions [role=option]")).to_have_count(1)
    address.press("ArrowDown")
    address.press("Enter")
    expect(address).to_have_value("小样路8号幸福小区3号楼")
    expect(page.locator(".suggestions")).to_be_hidden()
    assert page.locator("input[data-part=lon]").input_value().startswith("117.701")
    expect(page.locator("[data-located]")).to_contain_text("幸福小区3号楼")
    page.locator("[name=step][value=photo]").click()
    assert page.locator("input[name=lat]").input_value().startswith("34.801")


def test_tianditu_is_asked_for_vectors_and_names_in_web_mercator_on_eight_hosts() -> None:
    addresses = _layer("vec", "k3y")

    assert [address.partition("/vec_w/")[0] for address in addresses] == [
        f"https://t{host}.tianditu.gov.cn" for host in range(8)
    ]
    asked = "SERVICE=WMTS REQUEST=GetTile VERSION=1.0.0 LAYER=vec STYLE=default TILEMATRIXSET=w FORMAT=tiles"
    where = "TILEMATRIX={z} TILEROW={y} TILECOL={x} tk=k3y"
    assert set(addresses[0].partition("?")[2].split("&")) == {*asked.split(), *where.split()}
    assert "/cva_w/wmts?" in _layer("cva", "k3y")[0]


BUILD = """
import { build } from "esbuild";
const entryPoints = ["frontend/map/tiles.ts"];
const made = await build({ entryPoints, bundle: true, format: "esm", write: false });
const code = Buffer.from(made.outputFiles[0].text).toString("base64");
const { wmts } = await import(`data:text/javascript;base64,${code}`);
console.log(JSON.stringify(wmts("LAYER", "KEY")));
"""


def _layer(layer: str, key: str) -> list[str]:
    """What the script of the map makes of a layer and a key, without a network."""
    script = BUILD.replace("LAYER", layer).replace("KEY", key)
    assert NODE, "the front end was built with node; where is it?"
    run = [NODE, "--input-type=module", "--eval", script]
    said = subprocess.run(run, cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603 - our node
    addresses: list[str] = json.loads(said)
    return addresses


def _wait_until_drawn(canvas: Locator) -> None:
    """Until more is on it than a background: borders, fills and names are many colours."""
    deadline = time.monotonic() + PATIENCE
    while _colours(canvas) < 40:
        assert time.monotonic() < deadline, "the map stays empty"


def _colours(canvas: Locator) -> int:
    picture = Image.open(BytesIO(canvas.screenshot()))
    return len(picture.convert("RGB").getcolors(maxcolors=1 << 24) or ())
