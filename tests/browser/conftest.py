"""One Chromium and one running town for all tests of this folder; a complaint of any page fails its test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.serving import Site, serve
from tests.browser.visitors import Visitors

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# WebGL without a graphics card, so that maps draw; no sandbox, because containers run as root.
FLAGS = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
)


# Every page in both languages, day and night, near and far, for one person and two, and the long stories:
# minutes, hence apart.
LOOKS = {
    "test_pages.py",
    "test_ways.py",
    "test_handbook.py",
    "test_two.py",
    "test_acceptance.py",
    "test_studio.py",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First, for they take longest, and all of one process, for each starts a town and a browser.

    Looks are alone: they are dealt out to two processes.
    """
    items.sort(key=lambda item: Path(__file__).parent not in item.path.parents)
    for turn, item in enumerate(item for item in items if Path(__file__).parent in item.path.parents):
        looks = item.path.name in LOOKS or item.get_closest_marker("looks")
        item.add_marker(pytest.mark.looks if looks else pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group(f"looks {turn % 2}" if looks else "browser"))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Ends with the folder: while Playwright's loop runs, Django refuses the database to everybody else."""
    path = os.environ.get("GEWU_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("There is no Chromium on this machine.")
    # A busy machine is slow, not wrong.
    expect.set_options(timeout=15_000)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = f"{os.environ.get('GEWU_TEST_DB', 'test_gewu')}_browser{worker}"
    with serve(tmp_path_factory.mktemp("town"), database=name) as running:
        yield running


@pytest.fixture(scope="package")
def signed_in() -> dict[str, object]:
    """Who has signed in already, and the cookies of each."""
    return {}


@pytest.fixture
def visitors(chromium: Browser, site: Site, signed_in: dict[str, object]) -> Iterator[Visitors]:
    """People with a browser each. A complaint on any of their pages fails the test."""
    everybody = Visitors(chromium, site, signed_in)
    yield everybody
    everybody.leave()
    assert not everybody.complaints, "\n".join(everybody.complaints)


@pytest.fixture
def visitor(visitors: Visitors) -> Callable[..., Page]:
    return visitors.come
