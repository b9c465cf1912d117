"""Which pictures `make shots` takes: who looks at which page, on what, and what they did there first."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Page

# Over the holiday of October, with its moved working days.
COUNTED = "/desk/deadlines/?start=2026-09-30T16:00&amount=3&unit=work_day"
# Two in the demo's grids, one outside.
POINTS = "lon,lat,name\n117.5545,34.8645,路灯 12\n117.5600,34.8600,路灯 13\n117.7000,34.9000,路灯 14\n"
PHONE, LAPTOP, WIDE = (390, 844), (1366, 768), (1440, 900)


@dataclass(frozen=True)
class Shot:
    """A picture, in each language."""

    name: str
    path: str
    role: str = ""
    size: tuple[int, int] = PHONE
    first: Callable[[Page], None] = lambda page: None
    theme: str = "light"
    whole: bool = False


def _follow_first(page: Page) -> None:
    page.locator("a.entry").first.click()
    page.locator("dl.facts").wait_for()


def _follow_row(page: Page) -> None:
    page.locator("main .rows a, main a.entry").first.click()
    page.locator("main h1").wait_for()


def _open_first(page: Page) -> None:
    page.locator("a.entry").first.click()
    page.locator(".case-head").wait_for()


def _open_proposals(page: Page) -> None:
    page.locator("a.entry[href*='/runs/']").first.click()
    page.locator(".plan img").first.wait_for()
    page.wait_for_load_state("networkidle")


def _open_with_photos(page: Page) -> None:
    """The newest case of the list that has a photo before and one after."""
    for row in page.request.get("/api/v1/cases?size=100").json()["items"]:
        case = page.request.get(f"/api/v1/cases/{row['id']}").json()
        if len(case["photos"]) >= 2 and case["stage"] in {"closed", "rated", "archived"}:
            page.goto(page.url.split("?")[0].replace("/lists/all/", f"/cases/{row['id']}/"))
            return


def _open_journal(page: Page) -> None:
    _open_with_photos(page)
    page.locator("a[href*='/journal/']").click()
    page.locator(".table").first.wait_for()


def _open_proving(page: Page) -> None:
    _open_with_photos(page)
    number = page.url.rstrip("/").split("?")[0].split("/")[-1]
    page.goto(f"/desk/evidence/cases/{number}/")


def _open_redraw(page: Page) -> None:
    """The draft that waits for a second person, with its map drawn."""
    page.locator("a.card").first.click()
    page.wait_for_selector(".map-canvas[data-version]")


def _open_public(page: Page) -> None:
    """The public page of that case, as anybody sees it."""
    _open_with_photos(page)
    number = page.locator(".number").first.inner_text()
    page.context.clear_cookies(name="sessionid")
    page.goto(f"/c/{number}/")


def _ask_move(name: str) -> Callable[[Page], None]:
    def ask(page: Page) -> None:
        """In the first case that offers the move: a list holds cases of several kinds."""
        for path in [row.get_attribute("href") or "" for row in page.locator("a.entry").all()]:
            page.goto(urljoin(page.url, path))
            moves = page.locator(f"a[href*='/moves/{name}/']")
            if moves.count():
                moves.first.click()
                page.locator("form.move").wait_for()
                return

    return ask


def _to_where(page: Page) -> None:
    page.locator("[name=text]").fill("三号楼门口的垃圾桶盖坏了，招苍蝇")
    page.locator("[name=step][value=where]").click()
    page.locator("[data-locate]").click()
    page.wait_for_timeout(500)


def _to_photo(page: Page) -> None:
    _to_where(page)
    page.locator("[name=step][value=photo]").click()


def _open_person(page: Page) -> None:
    """The first person of the list."""
    page.locator("main table tbody a").first.click()
    page.locator("h1").wait_for()


def _find_points(page: Page) -> None:
    page.locator("main select").first.select_option(index=1)
    page.locator("main textarea").fill(POINTS)
    page.locator("main form .button.primary").click()
    page.locator("main table").wait_for()


def _open_menu(page: Page) -> None:
    page.locator("details.narrowing > summary").click()


def _choose_place(page: Page) -> None:
    page.locator("#places .tree > li > a").nth(4).click()


def _near_another(page: Page) -> None:
    """A resident about to report what was reported before, where its place is asked for."""
    rows = page.request.get("/api/v1/cases?size=200").json()["items"]
    for row in rows:
        if (
            row["demands"] < 2
            or row["merged"]
            or row["no_grid"]
            or row["public_state"] not in {"received", "working"}
        ):
            continue
        case = page.request.get(f"/api/v1/cases/{row['id']}").json()
        if case["lon"] and page.request.get(f"/c/{case['number']}/").ok:
            break
    page.context.clear_cookies(name="sessionid")
    page.goto(f"/report/{case['category']}/")
    page.locator("[name=text]").fill(case["text"])
    page.locator("[name=step][value=where]").click()
    for part in ("lon", "lat"):
        page.locator(f"[data-part={part}]").evaluate(
            "(input, value) => { input.value = value }", str(case[part])
        )
    page.locator("[name=address]").fill("门口")
    page.locator("[name=address]").blur()
    page.locator("#near-title").wait_for()
    page.locator("#near-title").evaluate("title => title.scrollIntoView({block: 'start'})")


def _waits_to_be_joined(page: Page) -> None:
    """A report beside which the page of the case names another of the same matter."""
    for entry in page.locator("a.entry").all()[:40]:
        answer = page.request.get(str(entry.get_attribute("href")))
        if "/join/" in answer.text():
            entry.click()
            page.locator("#same-title").wait_for()
            page.locator("#same-title").evaluate("title => title.scrollIntoView({block: 'center'})")
            return


SHOTS = (
    Shot("portal-home", "/"),
    Shot("portal-what", "/report/?q=垃圾"),
    Shot("portal-text", "/report/010305/"),
    Shot("portal-where", "/report/010305/", first=_to_where),
    Shot("portal-photo", "/report/010305/", first=_to_photo),
    Shot("portal-near", "/desk/lists/open/", "supervisor", first=_near_another),
    Shot("desk-same", "/desk/lists/to_file/", "clerk", WIDE, first=_waits_to_be_joined),
    Shot("portal-case", "/desk/lists/all/", "supervisor", first=_open_public, whole=True),
    Shot("portal-unknown", "/c/WH0101-0001-AA/"),
    Shot("portal-home-laptop", "/", size=LAPTOP),
    Shot("sign-in", "/accounts/login/", size=LAPTOP),
    Shot("field-today", "/field/", "gridworker"),
    Shot("field-today-checker", "/field/", "checker"),
    Shot("field-what", "/field/report/", "gridworker"),
    Shot("field-report", "/field/report/010305/", "gridworker"),
    Shot("field-case", "/field/", "gridworker", first=_open_first),
    Shot("field-night", "/field/", "gridlead", theme="dark"),
    Shot("field-me", "/field/mine/", "gridworker"),
    Shot("desk-start-clerk", "/desk/", "clerk", LAPTOP),
    Shot("desk-start-handler", "/desk/", "handler", WIDE),
    Shot("desk-start-chief", "/desk/", "chief", LAPTOP),
    Shot("desk-start-phone", "/desk/", "clerk"),
    Shot("desk-list", "/desk/lists/to_file/", "clerk", WIDE),
    Shot("desk-list-narrow", "/desk/lists/open/", "supervisor", LAPTOP, first=_open_menu),
    Shot("desk-list-late", "/desk/lists/late/", "supervisor", WIDE),
    Shot("desk-case", "/desk/lists/to_file/", "clerk", WIDE, first=_open_first),
    Shot("desk-file", "/desk/lists/to_file/", "clerk", LAPTOP, first=_ask_move("file")),
    Shot("desk-dispatch", "/desk/lists/to_dispatch/", "dispatcher", LAPTOP, first=_ask_move("dispatch")),
    Shot("desk-case-done", "/desk/lists/all/", "supervisor", WIDE, first=_open_with_photos),
    Shot("desk-case-phone", "/desk/lists/to_accept/", "handler", first=_open_first),
    Shot("desk-waiting", "/desk/lists/waiting/", "supervisor", LAPTOP, first=_open_first),
    Shot("desk-search", "/desk/search/?q=垃圾桶", "dispatcher", LAPTOP),
    Shot("desk-report", "/desk/report/?category=010305", "clerk", LAPTOP),
    Shot("desk-journal", "/desk/lists/all/", "auditor", LAPTOP, first=_open_journal),
    Shot("desk-people", "/desk/people/", "admin", LAPTOP),
    Shot("admin-people", "/desk/people/all/", "admin", LAPTOP),
    Shot("admin-person", "/desk/people/all/", "admin", LAPTOP, first=_open_person),
    Shot("admin-invite", "/desk/people/new/", "admin", LAPTOP),
    Shot("admin-absences", "/desk/people/absences/", "admin", LAPTOP),
    Shot("admin-organisations", "/desk/people/organisations/", "admin", LAPTOP),
    Shot("open311-keys", "/desk/open311/", "admin", LAPTOP),
    Shot("evidence", "/desk/evidence/", "auditor", LAPTOP),
    Shot("evidence-journal", "/desk/evidence/journal/", "auditor", LAPTOP),
    Shot("evidence-case", "/desk/lists/all/", "auditor", LAPTOP, first=_open_proving),
    Shot("routing", "/desk/routing/", "dispatcher", LAPTOP),
    Shot("registers", "/registers/", "clerk", LAPTOP),
    Shot("registers-person", "/registers/person/", "clerk", WIDE, first=_follow_row),
    Shot("registers-phone", "/registers/", "gridworker"),
    Shot("imports", "/desk/imports/", "clerk", LAPTOP),
    Shot("duplicates-people", "/desk/duplicates/", "clerk", LAPTOP),
    Shot("addresses", "/desk/addresses/", "admin", LAPTOP),
    Shot("staffing", "/desk/staffing/", "supervisor", LAPTOP),
    Shot("sheets", "/desk/sheets/", "clerk", LAPTOP),
    Shot("claims", "/desk/registers/claims/", "clerk", LAPTOP),
    Shot("burden", "/desk/burden/", "supervisor", LAPTOP),
    Shot("checkups", "/desk/checkups/", "clerk", LAPTOP),
    Shot("looks", "/desk/rights/looks/", "auditor", LAPTOP),
    Shot("rates-registers", "/desk/registers/rates/", "supervisor", LAPTOP),
    Shot("layers", "/desk/layers/", "supervisor", LAPTOP),
    Shot("joint-batch", "/desk/joint/?state=on", "supervisor", LAPTOP, first=_follow_first),
    Shot("planner", "/desk/planner/", "supervisor", WIDE, _open_proposals),
    Shot("borders", "/desk/borders/", "supervisor", WIDE, first=_open_redraw),
    Shot("studio", "/desk/studio/", "admin", LAPTOP),
    Shot("notices", "/me/notices/", "handler", LAPTOP),
    Shot("call-backs", "/desk/call-backs/", "clerk", LAPTOP),
    Shot("published-figures", "/published-figures/", "clerk", LAPTOP),
    Shot("rights", "/desk/rights/new/", "clerk", LAPTOP),
    Shot("deadlines", COUNTED, "clerk", LAPTOP),
    Shot("deadlines-year", "/desk/deadlines/2026/", "clerk", LAPTOP),
    Shot("me", "/me/", "dispatcher", LAPTOP),
    Shot("me-security", "/me/security/", "dispatcher", LAPTOP),
    Shot("me-data", "/me/data/", "dispatcher", LAPTOP),
    Shot("desk-catalogue", "/desk/catalogue/", "clerk", LAPTOP),
    Shot("desk-way", "/desk/catalogue/event/", "clerk", WIDE),
    Shot("desk-night", "/desk/", "supervisor", WIDE, theme="dark"),
    Shot("map", "/map/", "chief", WIDE, first=_choose_place),
    Shot("map-points", "/map/points/", "admin", LAPTOP, first=_find_points),
    Shot("map-phone", "/map/"),
    Shot("api", "/api/v1/docs", size=LAPTOP),
)
