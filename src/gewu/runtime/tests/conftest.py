"""One running town for all tests that do not need one of their own: each start costs seconds."""

from collections.abc import Iterator

import pytest

from gewu.runtime.tests.town import Town, a_town


@pytest.fixture(scope="session")
def shared_town() -> Iterator[Town]:
    with a_town("a town") as town:
        yield town


@pytest.fixture
def town(shared_town: Town) -> Town:
    """The shared town, running, whatever the test before did to it."""
    if not shared_town.find("supervisor"):
        shared_town.start()
    return shared_town
