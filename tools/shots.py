"""`make shots`: pictures of the pages, into docs/shots/<language>/. Look at each before you commit it.

tools/shots.py [--fresh] [NAME …]    a name may be the beginning of several; --fresh makes the town anew

The town lives in var/shots and always at the same moment (tools/still): a picture changes only with its page.
With GEWU_SHOTS_OF set to an address and GEWU_SHOTS_PASSWORD, the pictures are taken of that Gewu instead.
"""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Error, Page, sync_playwright
from tools.shots_list import LAPTOP, SHOTS, Shot

from gewu.runtime.installation import Installation

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "shots"
TOWN = ROOT / "var" / "shots"
PORT = "8009"
# A Tuesday morning in autumn; the town's year ends here.
MOMENT = "2026-11-17T10:40:00+08:00"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
COLOURS, LARGEST = (256, 128, 64, 32), 120_000
# Fewer changed pixels than this share are noise: an identifier, a rounded edge.
NOISE, STEP = 0.002, 32
PATIENCE = 900
# In 文化路街道, for the phone that reports.
HERE = {"longitude": 117.5545, "latitude": 34.8645}


def main() -> None:
    wanted = [word for word in sys.argv[1:] if not word.startswith("--")]
    if "--fresh" in sys.argv:
        shutil.rmtree(TOWN, ignore_errors=True)
    browser = os.environ.get("GEWU_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("There is no Chromium on this machine (Debian: apt install chromium fonts-noto-cjk).")
    failed = []
    with _town() as (address, password), sync_playwright() as play:
        started = play.chromium.launch(executable_path=browser, args=FLAGS)
        photographer = Photographer(started, address, password)
        for shot in SHOTS:
            if not wanted or shot.name.startswith(tuple(wanted)):
                failed += photographer.take_all(shot)
    if failed:
        sys.exit(f"Not taken: {', '.join(failed)}")


class Photographer:
    """Signs in once for every role, and takes the pictures."""

    def __init__(self, browser: Browser, address: str, password: str) -> None:
        self.browser = browser
        self.address = address
        self.password = password
        self.cookies: dict[str, list[dict[str, object]]] = {"": []}

    def take_all(self, shot: Shot) -> list[str]:
        """The picture in each language; the names of those that did not come out."""
        failed = []
        for language in LANGUAGES:
            try:
                self.take(shot, language)
            except Error as reason:
                print(f"{language}/{shot.name}: {str(reason).splitlines()[0]}", file=sys.stderr)
                failed.append(f"{language}/{shot.name}")
        return failed

    def take(self, shot: Shot, language: str) -> None:
        page = self._page(shot.role, shot.size)
        try:
            choices = {"django_language": LANGUAGES[language], "gewu_theme": shot.theme}
            chosen = [{"name": name, "value": value, "url": self.address} for name, value in choices.items()]
            page.context.add_cookies(chosen)
            page.goto(shot.path)
            shot.first(page)
            page.wait_for_timeout(4000 if page.locator("[data-map]").count() else 300)
            place = FOLDER / language / f"{shot.name}.webp"
            print(
                f"{language}/{shot.name:28} {keep(page.screenshot(full_page=shot.whole), place)}", flush=True
            )
        finally:
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
        context.clock.set_fixed_time(datetime.fromisoformat(MOMENT))
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


def keep(png: bytes, place: Path) -> str:
    """Write a picture where it shows something new; what was done, in a word."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    if place.exists() and not differs(picture, Image.open(place).convert("RGB")):
        return "as before"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(smaller(picture))
    return f"{place.stat().st_size // 1000:4} kB"


def differs(one: Image.Image, other: Image.Image) -> bool:
    """Whether anybody would see that these are not the same picture."""
    if one.size != other.size:
        return True
    steps = ImageChops.difference(one, other).convert("L").histogram()
    return sum(steps[STEP:]) > NOISE * one.width * one.height


def smaller(picture: Image.Image) -> bytes:
    """The same picture in as many colours as fit into a repository."""
    for colours in COLOURS:
        content = BytesIO()
        drawn = picture.quantize(colours, dither=Image.Dither.NONE).convert("RGB")
        drawn.save(content, "WEBP", lossless=True, method=6)
        if content.tell() <= LARGEST:
            break
    return content.getvalue()


@contextmanager
def _town() -> Iterator[tuple[str, str]]:
    """Address and password: of a town of our own, for as long as it takes."""
    if given := os.environ.get("GEWU_SHOTS_OF"):
        yield given, os.environ["GEWU_SHOTS_PASSWORD"]
        return
    ours = {"GEWU_DATA": str(TOWN), "GEWU_PORT": os.environ.get("GEWU_SHOTS_PORT", PORT)}
    installation = Installation.from_environment(ours)
    with _running(installation, ours):
        yield installation.address, installation.demo_password()


@contextmanager
def _running(installation: Installation, ours: dict[str, str]) -> Iterator[None]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    environment |= ours | {"GEWU_SHOTS_AT": MOMENT, "PYTHONPATH": _first_in_path(ROOT / "tools" / "still")}
    console = [sys.executable, "-m", "gewu.runtime.console"]
    run = subprocess.Popen([*console, "run", "--attached"], env=environment)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _is_well(installation):
            if run.poll() is not None or time.monotonic() > deadline:
                sys.exit("Gewu did not start; the lines above say why.")
            time.sleep(1)
        # So that there is a key of Open311 to be seen.
        subprocess.run([*console, "open311-key"], env=environment, check=True, stdout=subprocess.DEVNULL)
        yield
    finally:
        run.terminate()
        run.wait()


def _first_in_path(folder: Path) -> str:
    return os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))


def _is_well(installation: Installation) -> bool:
    try:
        with urllib.request.urlopen(f"{installation.address}healthz", timeout=5):  # noqa: S310
            return True
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    main()
