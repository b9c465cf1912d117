"""Tests keep their keys and files to themselves."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(DATA=tmp_path_factory.mktemp("data")):
        yield
