"""A cast with a key for each test; one running town for the clients of others."""

import os
from collections.abc import Iterator

import pytest

from gewu.cases.tests.builders import Cast, a_cast
from tests.browser.serving import Site, serve
from tests.open311.door import Door, a_door


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


@pytest.fixture
def door(cast: Cast) -> Door:
    return a_door(cast)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = f"{os.environ.get('GEWU_TEST_DB', 'test_gewu')}_open311{worker}"
    with serve(tmp_path_factory.mktemp("town"), database=name) as running:
        yield running
