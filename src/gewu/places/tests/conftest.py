import pytest

from gewu.places import atlas
from gewu.places.testing import TinyTown, tiny_town


@pytest.fixture
def town(db: None) -> TinyTown:
    return tiny_town()


@pytest.fixture
def no_town(db: None) -> None:
    """An installation without any place, whatever the tests before have left in the process."""
    atlas.forget()
