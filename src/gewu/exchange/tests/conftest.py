"""A clerk of the tiny town, and a folder of their own for files."""

from pathlib import Path
from typing import Any

import pytest

from gewu.exchange.tests.steps import Desk
from gewu.people.testing import an_actor
from gewu.places.testing import tiny_town


@pytest.fixture
def desk(db: None, settings: Any, tmp_path: Path) -> Desk:
    settings.DATA = tmp_path
    town = tiny_town()
    return Desk(town, an_actor("clerk", town.street))
