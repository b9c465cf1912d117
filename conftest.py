"""Tests keep their keys and files to themselves, and read the newest words."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from tools.words import compile_all

# Every test runs as the application's database role and under the one-statement law.
pytest_plugins = ["gewu.kernel.testing"]


def pytest_configure() -> None:
    compile_all()


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(DATA=tmp_path_factory.mktemp("data")):
        yield
