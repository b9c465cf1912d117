"""One town for each test: the tiny one, and who writes its registers."""

import pytest

from gewu.registers.tests.builders import Town, a_town


@pytest.fixture
def town(db: None) -> Town:
    return a_town()
