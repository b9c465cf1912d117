"""A town whose first case is sealed, and its auditor."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from gewu.cases.models import Case
from gewu.cases.tests.builders import Cast, a_case, a_cast
from gewu.kernel import clock, seals


@pytest.fixture(autouse=True)
def data(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case that went all its way, beside two others of the same day, all of it sealed."""
    a_case(cast)
    walked = a_case(cast, "rated")
    a_case(cast, "handling")
    sealed()
    return walked


def sealed(days: int = 1) -> None:
    """Seal everything that happened up to now."""
    with clock.hold(clock.now() + timedelta(days=days)):
        assert seals.take() >= 1
