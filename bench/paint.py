"""How soon maps of a large town are seen (`python -m bench.paint --server postgresql://owner@host:port`).

岱庙 with its 418 grids and so many houses in a scratch database, one web server, Chromium without a window
and without a graphics card. Timed from the moment a page is asked for, by a browser that knows nothing yet
and nobody has signed in with.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench import page, scratch
from bench.houses import make_town

DATABASE = "gewu_paint_scratch"
RUNS, PATIENCE = 7, 90_000
PHONE, LAPTOP = (390, 844), (1440, 900)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
HEAD = "| page | screen | words ms | map ms | slowest map ms | kB |\n|---|---|--:|--:|--:|--:|"
SEEN = """() => ({
  words: (performance.getEntriesByName("first-contentful-paint")[0] || {}).startTime,
  marks: Object.fromEntries(performance.getEntriesByType("mark").map(one => [one.name, one.startTime])),
  bytes: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, one) => sum + (one.transferSize || 0), 0),
})"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.paint", description=__doc__)
    parser.add_argument("--server", required=True, help="postgresql://owner@host:port, without a database")
    parser.add_argument("--houses", type=int, default=10_000)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    with scratch.database(chosen.server, DATABASE):
        township = make_town(chosen.houses)
        lines = _lines(township)
    said = [f"{chosen.houses:,} houses. Load of the machine as it ended: {os.getloadavg()[0]:.1f}.", "", HEAD]
    page.sentence("paint", "\n".join([*said, *lines]), write=chosen.write)


def _lines(township: int) -> list[str]:
    """Which page is opened, and the mark that says it is painted."""
    from gewu.kernel.access import Tier
    from gewu.places import queries as places

    # Houses are drawn for who looks closely: a whole community does not come so near on a phone.
    near = places.under(places.area_by_code(f"{township:09d}").id, Tier.GRID)[0]
    asked = (
        ("map of the town", "/map/", LAPTOP, "map"),
        ("map of the town", "/map/", PHONE, "map"),
        ("map of a grid with its houses", f"/map/?area={near.id}", LAPTOP, "map-houses"),
        ("map of a grid with its houses", f"/map/?area={near.id}", PHONE, "map-houses"),
    )
    with _served() as address, sync_playwright() as play:
        path = os.environ.get("GEWU_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = play.chromium.launch(executable_path=path, args=list(FLAGS))
        return [_line(browser, address, *one) for one in asked]


def _line(browser: Browser, address: str, what: str, path: str, size: tuple[int, int], mark: str) -> str:
    seen = [_seen(browser, address + path, size, mark) for _run in range(RUNS)]
    words = statistics.median(one["words"] for one in seen)
    drawn = [one["marks"][mark] for one in seen]
    line = (
        f"| {what} | {size[0]} × {size[1]} | {words:.0f} | {statistics.median(drawn):.0f} | {max(drawn):.0f} "
        f"| {statistics.median(one['bytes'] for one in seen) / 1000:,.0f} |"
    )
    print(line, flush=True)
    return line


def _seen(browser: Browser, url: str, size: tuple[int, int], mark: str) -> dict[str, Any]:
    """One look by a browser with an empty cache."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
    opened = context.new_page()
    opened.goto(url)
    deadline = time.monotonic() + PATIENCE / 1000
    found: dict[str, Any] = opened.evaluate(SEEN)
    while mark not in found["marks"] and time.monotonic() < deadline:
        # Asked from here: the pages allow no script of ours to wait inside them.
        opened.wait_for_timeout(50)
        found = opened.evaluate(SEEN)
    context.close()
    if mark not in found["marks"]:
        sys.exit(f"{url} was not painted: there are the marks {sorted(found['marks'])}, and no {mark}.")
    return found


@contextmanager
def _served() -> Iterator[str]:
    """The web server as in operation, with collected files."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        own = {**os.environ, "GEWU_STATIC": f"{folder}/static", "GEWU_PROCESSES": "1", "GEWU_DATA": folder}
        collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, env=own, check=True)
        web = [sys.executable, "-m", "gewu.runtime.web", "127.0.0.1", str(port)]
        with (Path(folder) / "log.txt").open("wb") as log:
            server = subprocess.Popen(web, env=own, stdout=log, stderr=log)
        try:
            # Not /healthz: that misses a worker, and none is needed here.
            _wait(f"http://127.0.0.1:{port}/accounts/login/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def _wait(url: str) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    sys.exit("The web server did not start.")


if __name__ == "__main__":
    main()
