"""Cases through the commands, from report to archive."""

import pytest

from gewu.cases.models import Case
from gewu.cases.tests.builders import WAYS, Cast, a_case
from gewu.kernel.journal import entries_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", WAYS)
def test_a_case_comes_to_every_stage(cast: Cast, stage: str) -> None:
    case = Case.objects.one(a_case(cast, stage).id)
    assert case.stage == stage
    assert len(entries_of(case.id)) == case.version == len(WAYS[stage]) + 1
