"""Rooms that do not know each other: what one of them journals is told by another."""

import pytest

from gewu.cases.tests.builders import Cast, a_case, a_cast
from gewu.kernel.access import Actor
from gewu.kernel.jobs import run_due
from gewu.notices.queries.inbox import inbox
from gewu.supervision.commands import Opening, open_supervision

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


def titles(actor: Actor) -> list[str]:
    run_due()
    return [line.title for line in inbox(actor).items]


def test_an_office_hears_that_it_has_to_answer(cast: Cast) -> None:
    case = a_case(cast, "handling")
    opening = Opening(case.id, "important", "居民来电三次了，今天必须有个说法")
    open_supervision(opening=opening, actor=cast.supervisor)
    assert titles(cast.handler)[0].startswith("督办：")
    assert not any(title.startswith("督办") for title in titles(cast.other_handler))
