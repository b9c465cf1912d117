"""What the places ask for, in browsers: a clock stopped and extended, a calendar that comes, and no net."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.acting import move, open_case, report
from tests.browser.visitors import LAPTOP, PHONE

Come = Callable[..., Page]
OFFICE = "小样sanitation"
# Of their own, so that nobody of another test opens one of these.
TEXTS = {"clock": "七号楼的垃圾桶没有底", "year": "八号楼的垃圾桶没有轮", "net": "九号楼的垃圾桶没有桶"}
LONGEST_WAIT = 366


def _in_hand(visitor: Come, text: str) -> str:
    """The number of a case that the handler has accepted."""
    number = report(visitor(size=PHONE), text)
    for role, name, answers in (
        ("clerk", "file", {"standard": 0}),
        ("dispatcher", "dispatch", {"organisation": OFFICE}),
        ("handler", "accept", {}),
    ):
        page = visitor(role, size=LAPTOP)
        open_case(page, number, text=text)
        move(page, name, choose=answers)
    return number


def test_8_a_clock_is_extended_twice_at_most_stopped_once_and_every_step_is_shown(visitor: Come) -> None:
    text = TEXTS["clock"]
    number = _in_hand(visitor, text)
    handler, supervisor, dispatcher = (
        visitor(role, size=LAPTOP) for role in ("handler", "supervisor", "dispatcher")
    )
    for _time in range(2):
        _at(handler, number, text)
        move(handler, "ask_extension", say={"reason": "配件要定做"})
        _at(supervisor, number, text)
        move(supervisor, "review_extension", choose={"decision": 0})
        _at(dispatcher, number, text)
        move(dispatcher, "decide_extension", choose={"decision": 0})
    _at(handler, number, text)
    expect(_link(handler, "ask_extension")).to_have_count(0)
    move(handler, "wait", say={"reason": "等配件", "reply": "下周到货", "review_on": _in_days(handler, 10)})
    expect(handler.locator("#case")).to_contain_text("暂缓到")
    dispatcher.goto(handler.url)
    move(dispatcher, "resume")
    expect(_link(dispatcher, "wait")).to_have_count(0)
    _clock(dispatcher)
    history = dispatcher.locator("section.card", has=dispatcher.get_by_role("heading", name="停表和延期"))
    expect(history.locator("li")).to_have_count(3)
    expect(history).to_contain_text("等配件")


def test_18_a_deadline_in_an_unpublished_year_is_provisional_until_the_calendar_is_brought_in(
    visitor: Come,
) -> None:
    text = TEXTS["year"]
    admin = visitor("admin", size=LAPTOP)
    year = _first_unpublished(admin)
    until = date(year, 1, 15)
    if (until - date.fromisoformat(_in_days(admin, 0))).days > LONGEST_WAIT:
        pytest.skip("the library knows so many years that no case can reach an unpublished one")
    number = _in_hand(visitor, text)
    handler = visitor("handler", size=LAPTOP)
    _at(handler, number, text)
    move(handler, "wait", say={"reason": "等开春", "reply": "开春就换", "review_on": until.isoformat()})
    _clock(handler)
    expect(handler.locator("main")).to_contain_text("暂定")
    _bring_in(admin, year)
    clock = visitor("clerk", size=LAPTOP)
    _at(clock, number, text)
    # Every process has to notice the new year first; then the worker counts open cases anew.
    _reload_until(clock, clock.locator(".story > li", has_text="日历有变，重新计算了期限"))
    _clock(clock)
    expect(clock.locator("main")).not_to_contain_text("暂定")


def test_25_without_a_net_a_map_or_a_model_a_case_is_reported_and_handled(visitor: Come) -> None:
    """What a browser asks another host fails its test anyway; here the map does not come either."""
    text = TEXTS["net"]
    resident = visitor(size=PHONE, permissions=[], geolocation=None)
    resident.route(re.compile(r"/(map|tiles|glyphs|sprites)/|maplibre|\.pbf|\.pmtiles"), _gone)
    resident.goto("/report/010305/")
    resident.locator("[name=text]").fill(text)
    resident.locator("[name=step][value=where]").click()
    resident.locator("select[name=area]").select_option(index=1)
    resident.locator("[name=address]").fill("文化路 9 号楼")
    resident.locator("[name=step][value=photo]").click()
    resident.locator("[name=step][value=send]").click()
    expect(resident.locator("[role=status].done")).to_contain_text("已收到")
    number = resident.locator("header .number").inner_text()
    for role, name, answers, words in (
        ("clerk", "file", {"standard": 0}, {}),
        ("dispatcher", "dispatch", {"organisation": OFFICE}, {}),
        ("handler", "accept", {}, {}),
        ("handler", "handle", {}, {"report": "换了一个新桶"}),
    ):
        page = visitor(role, size=LAPTOP)
        page.route(re.compile(r"maplibre|\.pbf|\.pmtiles"), _gone)
        open_case(page, number, text=text)
        move(page, name, choose=answers, say=words)
    expect(page.locator(".story")).to_contain_text("换了一个新桶")


def _gone(route: Route) -> None:
    route.fulfill(status=404, body="")


def _at(page: Page, number: str, text: str) -> None:
    open_case(page, number, text=text)


def _link(page: Page, name: str) -> Locator:
    return page.locator(
        f"[data-moves] a[href*='/moves/{name}/'], [data-moves] form[action*='/moves/{name}/']"
    )


def _clock(page: Page) -> None:
    page.locator("a[href*='/clock/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("期限是怎么算的")


def _first_unpublished(page: Page) -> int:
    """The first year from this one on of which nobody knows the holidays."""
    year = int(_in_days(page, 0)[:4])
    for one in range(year, year + 4):
        page.goto(f"/desk/deadlines/{one}/")
        if page.locator("p.notice.soon").count():
            return one
    raise AssertionError("every year is known")


def _bring_in(page: Page, year: int) -> None:
    page.goto(f"/desk/deadlines/{year}/")
    page.locator("details.fold summary", has_text="导入").click()
    page.locator("[name=document]").fill(f"国办发明电〔{year - 1}〕7号")
    page.locator("[name=days]").fill(f"{year}-01-18,holiday,调休\n{year}-01-19,holiday,调休\n")
    page.locator("form[enctype] button.primary").click()
    expect(page.locator("[role=status]").first).to_be_visible()
    page.locator("form:has([name=step]) button.primary").click()
    expect(page.locator(".notice.done").first).to_be_visible()


def _reload_until(page: Page, wanted: Locator) -> None:
    for _time in range(90):
        if wanted.count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    pytest.fail("nothing was counted anew")


def _in_days(page: Page, days: int) -> str:
    return str(
        page.evaluate("days => new Date(Date.now() + days * 864e5 + 288e5).toISOString().slice(0, 10)", days)
    )
