"""`make shots`: pictures of the pages from the demo, into docs/shots/. Look at each before you commit it.

Uses the Gewu that runs at GEWU_PORT, or runs one for as long as it takes.    tools/shots.py [NAME …]
"""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from gewu.runtime.installation import Installation

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "shots"
PHONE, LAPTOP, WIDE = (390, 844), (1366, 768), (1440, 900)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
COLOURS, LARGEST = (256, 128, 64, 32), 150_000
PATIENCE = 600
# In 文化路街道, for the phone that reports.
HERE = {"longitude": 117.5545, "latitude": 34.8645}


@dataclass(frozen=True)
class Shot:
    """A picture: who looks at which page, on what, and what they did there first."""

    name: str
    path: str
    role: str = ""
    size: tuple[int, int] = PHONE
    first: Callable[[Page], None] = lambda page: None
    language: str = "zh-hans"
    theme: str = "light"
    whole: bool = False


def _open_first(page: Page) -> None:
    page.locator("a.entry").first.click()
    page.locator(".case-head").wait_for()


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


def _open_public(page: Page) -> None:
    """The public page of that case, as anybody sees it."""
    _open_with_photos(page)
    number = page.locator(".number").first.inner_text()
    page.context.clear_cookies(name="sessionid")
    page.goto(f"/c/{number}/")


def _ask_move(name: str) -> Callable[[Page], None]:
    def ask(page: Page) -> None:
        _open_first(page)
        page.locator(f"a[href*='/moves/{name}/']").first.click()
        page.locator("form.move").wait_for()

    return ask


def _to_where(page: Page) -> None:
    page.locator("[name=text]").fill("三号楼门口的垃圾桶盖坏了，招苍蝇")
    page.locator("[name=step][value=where]").click()
    page.locator("[data-locate]").click()
    page.wait_for_timeout(500)


def _to_photo(page: Page) -> None:
    _to_where(page)
    page.locator("[name=step][value=photo]").click()


def _open_menu(page: Page) -> None:
    page.locator("details.narrowing > summary").click()


def _choose_place(page: Page) -> None:
    page.locator("#places .tree > li > a").nth(4).click()


SHOTS = (
    Shot("portal-home", "/"),
    Shot("portal-what", "/report/?q=垃圾"),
    Shot("portal-text", "/report/010305/"),
    Shot("portal-where", "/report/010305/", first=_to_where),
    Shot("portal-photo", "/report/010305/", first=_to_photo),
    Shot("portal-case", "/desk/lists/all/", "supervisor", first=_open_public, whole=True),
    Shot("portal-unknown", "/c/WH0101-0001-AA/"),
    Shot("portal-home-laptop", "/", size=LAPTOP),
    Shot("portal-home-english", "/", language="en"),
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
    Shot("desk-catalogue", "/desk/catalogue/", "clerk", LAPTOP),
    Shot("desk-way", "/desk/catalogue/event/", "clerk", WIDE),
    Shot("desk-night", "/desk/", "supervisor", WIDE, theme="dark"),
    Shot("desk-english", "/desk/lists/to_file/", "clerk", LAPTOP, language="en"),
    Shot("map", "/map/", "chief", WIDE, first=_choose_place),
    Shot("map-phone", "/map/"),
    Shot("api", "/api/v1/docs", size=LAPTOP),
)


def main() -> None:
    wanted = set(sys.argv[1:])
    installation = Installation.from_environment()
    browser = os.environ.get("GEWU_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("There is no Chromium on this machine (Debian: apt install chromium fonts-noto-cjk).")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _running(installation), sync_playwright() as play:
        photographer = Photographer(play.chromium.launch(executable_path=browser, args=FLAGS), installation)
        for shot in SHOTS:
            if not wanted or shot.name in wanted:
                photographer.take(shot)


class Photographer:
    """Signs in once for every role, and takes the pictures."""

    def __init__(self, browser: Browser, installation: Installation) -> None:
        self.browser = browser
        self.address = installation.address
        self.password = installation.demo_password()
        self.cookies: dict[str, list[dict[str, object]]] = {"": []}

    def take(self, shot: Shot) -> None:
        page = self._page(shot.role, shot.size)
        choices = {"django_language": shot.language, "gewu_theme": shot.theme}
        chosen = [{"name": name, "value": value, "url": self.address} for name, value in choices.items()]
        page.context.add_cookies(chosen)
        page.goto(shot.path)
        shot.first(page)
        page.wait_for_timeout(4000 if page.locator("[data-map]").count() else 300)
        path = FOLDER / f"{shot.name}.png"
        path.write_bytes(smaller(page.screenshot(full_page=shot.whole)))
        print(f"{path.name:32} {path.stat().st_size // 1000:4} kB")
        page.context.close()

    def _page(self, role: str, size: tuple[int, int]) -> Page:
        if role not in self.cookies:
            self.cookies[role] = self._sign_in(role)
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            geolocation=HERE,
            permissions=["geolocation"],
            reduced_motion="reduce",
        )
        context.add_cookies(self.cookies[role])
        return context.new_page()

    def _sign_in(self, role: str) -> list[dict[str, object]]:
        page = self._page("", LAPTOP)
        page.goto("/accounts/login/")
        page.fill("input[name=login]", role)
        page.fill("input[name=password]", self.password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/accounts/" not in url)
        cookies = page.context.cookies()
        page.context.close()
        return cookies


def smaller(png: bytes) -> bytes:
    """The same picture in as many colours as fit into a repository."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        content = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
        if content.tell() <= LARGEST:
            break
    return content.getvalue()


@contextmanager
def _running(installation: Installation) -> Iterator[None]:
    """Whoever answers at the address; else a run of our own."""
    if _is_well(installation):
        yield
        return
    run = subprocess.Popen([sys.executable, "-m", "gewu.runtime.console", "run", "--attached"])
    try:
        deadline = time.monotonic() + PATIENCE
        while not _is_well(installation):
            if run.poll() is not None or time.monotonic() > deadline:
                sys.exit("Gewu did not start; the lines above say why.")
            time.sleep(1)
        yield
    finally:
        run.terminate()
        run.wait()


def _is_well(installation: Installation) -> bool:
    try:
        with urllib.request.urlopen(f"{installation.address}healthz", timeout=5):  # noqa: S310
            return True
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    main()
