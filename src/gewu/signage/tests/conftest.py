import pytest

from gewu.cases.tests.builders import Cast, a_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()
