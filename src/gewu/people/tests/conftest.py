import pytest
from pytest_django import Settings

from gewu.places.testing import TinyTown, tiny_town


@pytest.fixture
def town(db: None) -> TinyTown:
    return tiny_town()


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
