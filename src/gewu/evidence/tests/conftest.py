"""A town whose first case is sealed, and its auditor."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings

from gewu.cases import queries as cases
from gewu.cases.tests.builders import Cast, a_case, a_cast
from gewu.kernel import clock, seals
from gewu.kernel.models import Entry


@pytest.fixture(autouse=True)
def data(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


@dataclass(frozen=True)
class ACase:
    """A case by what everybody knows of it."""

    id: UUID
    township: int
    number: str

    def words(self, cast: Cast) -> UUID:
        """The first words of its story."""
        story = cases.case_file(cast.auditor, self.id).story
        return next(words.id for line in story for words in line.words)


def a_known(cast: Cast, stage: str = "reported") -> ACase:
    made = a_case(cast, stage)
    return ACase(made.id, made.township, made.number)


@pytest.fixture
def case(cast: Cast) -> ACase:
    """A case that went nearly all its way, beside two others of the same day, all of it sealed."""
    a_case(cast)
    walked = a_known(cast, "rated")
    a_case(cast, "handling")
    sealed()
    return walked


def others(case: ACase) -> set[UUID]:
    """The other cases of the town."""
    entries = Entry.objects.filter(township=case.township, subject_kind="cases.case")
    return set(entries.values_list("subject_id", flat=True)) - {case.id}


def sealed(days: int = 1) -> None:
    """Seal everything that happened up to now."""
    with clock.hold(clock.now() + timedelta(days=days)):
        assert seals.take() >= 1
