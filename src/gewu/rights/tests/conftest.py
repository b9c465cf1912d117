import pytest

from gewu.deadlines.testing import quiet_calendars
from gewu.registers.tests.builders import Town, a_town


@pytest.fixture
def town(db: None) -> Town:
    quiet_calendars()
    return a_town()
