"""One cast for each test; nothing counted by one stays for the next."""

from collections.abc import Iterator

import pytest

from gewu.burden.counting import tally
from gewu.cases.tests.builders import Cast, a_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    tally.take()
    yield
    tally.take()
