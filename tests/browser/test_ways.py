"""Other ways to use it: enlarged, in large type, without WebGL, without a mouse. Nothing is cut off."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import cut_off, hidden_focus, too_wide
from tests.browser.visitors import LAPTOP, PHONE

Come = Callable[..., Page]
TEXT = "六号楼旁边的垃圾桶没有盖子"
NO_WEBGL = """HTMLCanvasElement.prototype.getContext = (original => function (kind, ...more) {
  return kind.startsWith("webgl") ? null : original.call(this, kind, ...more);
})(HTMLCanvasElement.prototype.getContext);"""
# A laptop at 200 % has half as many pixels of CSS each way (WCAG 1.4.4); 1.4.10 asks for 320 of them.
ZOOMED: dict[str, dict[str, Any]] = {
    "200 %": {"size": (LAPTOP[0] // 2, LAPTOP[1] // 2), "device_scale_factor": 2},
    "400 %": {"size": (320, 256), "device_scale_factor": 4},
}
DOORS = (
    ("", "/"),
    ("", "/report/"),
    ("", "/report/010305/"),
    ("", "/map/"),
    ("", "/accounts/login/"),
    ("gridworker", "/field/"),
    ("gridworker", "/field/report/010305/"),
    ("clerk", "/me/"),
    ("clerk", "/desk/"),
    ("clerk", "/desk/lists/to_file/"),
    ("clerk", "/desk/report/?category=010305"),
    ("supervisor", "/desk/lists/open/"),
    ("admin", "/desk/people/"),
    ("clerk", "/desk/catalogue/"),
)


@pytest.mark.parametrize("zoom", ZOOMED)
@pytest.mark.parametrize(("role", "path"), DOORS)
def test_a_page_reads_enlarged(visitor: Come, role: str, path: str, zoom: str) -> None:
    page = visitor(role, **ZOOMED[zoom])
    page.goto(path)
    assert _faults(page) == []


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize(("role", "path"), DOORS)
def test_a_page_reads_in_large_type(visitor: Come, role: str, path: str, size: tuple[int, int]) -> None:
    page = visitor(role, size=size)
    page.goto(path)
    page.context.add_cookies([{"name": "gewu_type", "value": "large", "url": page.url}])
    page.reload()
    assert page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") > 18
    assert _faults(page) == []


@pytest.mark.parametrize(("role", "path"), DOORS)
def test_whatever_has_the_focus_is_seen(visitor: Come, role: str, path: str) -> None:
    page = visitor(role, size=LAPTOP)
    page.goto(path)
    wrong = []
    for _ in range(40):
        page.keyboard.press("Tab")
        wrong += hidden_focus(page)
    assert wrong == []


def test_the_eyes_of_these_tests_see_what_is_wrong(visitor: Come) -> None:
    page = visitor(size=LAPTOP)
    page.set_content(
        "<p style='width:60px;overflow:hidden;white-space:nowrap'>words that do not fit</p>"
        "<p style='width:4000px'>wide</p><a href='#x' style='outline:0'>no mark</a>"
    )
    assert len(cut_off(page)) == 1
    assert too_wide(page)[0] == "the page"
    page.keyboard.press("Tab")
    assert "no mark" in hidden_focus(page)[0]


def test_a_case_goes_from_report_to_handled_without_a_mouse(visitor: Come) -> None:
    resident = visitor(size=LAPTOP)
    resident.goto("/report/010305/")
    _type(resident, "[name=text]", TEXT)
    _press(resident, "[name=step][value=where]")
    _choose(resident, "select[name=area]", "小")
    _type(resident, "[name=address]", "文化路 3 号楼")
    _press(resident, "[name=step][value=photo]")
    _press(resident, "[name=step][value=send]")
    number = resident.locator("header .number").inner_text()

    clerk = _at_case(visitor, "clerk", number)
    _move(clerk, "file", choose="standard")
    dispatcher = _at_case(visitor, "dispatcher", number)
    _move(dispatcher, "dispatch", choose="organisation")
    handler = _at_case(visitor, "handler", number)
    _move(handler, "accept")
    _move(handler, "handle", say={"report": "换了新桶盖，周围冲洗干净"})
    expect(handler.locator(".story")).to_contain_text("换了新桶盖")


def test_without_webgl_a_resident_and_a_grid_worker_report(visitor: Come) -> None:
    for role, path in (("", "/report/010305/"), ("gridworker", "/field/report/010305/")):
        page = visitor(role, size=PHONE)
        page.add_init_script(NO_WEBGL)
        page.goto(path)
        assert _faults(page) == []


def _faults(page: Page) -> list[str]:
    return [*too_wide(page), *cut_off(page)]


def _at_case(visitor: Come, role: str, number: str) -> Page:
    page = visitor(role, size=LAPTOP)
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.locator(".quote")).to_have_text(TEXT)
    return page


def _move(page: Page, name: str, *, choose: str = "", say: dict[str, str] | None = None) -> None:
    link = page.locator(f"[data-moves] a[href*='/moves/{name}/']")
    if link.count():
        _focus(page, link)
        page.keyboard.press("Enter")
        expect(page.locator(f"[data-moves] form[action*='/moves/{name}/']")).to_be_visible()
    form = f"[data-moves] form[action*='/moves/{name}/']"
    if choose:
        _choose(page, f"{form} [name={choose}]", "")
    for key, words in (say or {}).items():
        _type(page, f"{form} [name={key}]", words)
    page.once("dialog", lambda dialog: dialog.accept())
    _press(page, f"{form} button >> nth=-1")
    expect(page.locator(".notice.done").first).to_be_visible()


def _type(page: Page, selector: str, words: str) -> None:
    _focus(page, page.locator(selector))
    page.keyboard.type(words)


def _press(page: Page, selector: str) -> None:
    _focus(page, page.locator(selector))
    page.keyboard.press("Enter")


def _choose(page: Page, selector: str, begins: str) -> None:
    """A list by its first letter or the arrow; an option among several by the space bar."""
    field = page.locator(selector)
    _focus(page, field)
    if field.first.evaluate("element => element.tagName") == "SELECT":
        page.keyboard.type(begins) if begins else page.keyboard.press("ArrowDown")
    else:
        page.keyboard.press("Space")


def _focus(page: Page, wanted: Locator) -> None:
    """By the tab key alone, as far as it takes; every stop on the way shows that it has the focus."""
    expect(wanted.first).to_be_visible()
    for _ in range(120):
        if wanted.evaluate_all("elements => elements.includes(document.activeElement)"):
            assert hidden_focus(page) == []
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the tab key never came to {wanted}")
