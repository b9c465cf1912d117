"""Limits as people say them, in both languages."""

import pytest
from django.utils.translation import override

from gewu.catalogue.spoken import said, together
from gewu.deadlines.rules import Limit, Unit


@pytest.mark.parametrize(
    ("amount", "unit", "chinese", "english"),
    [
        (2, Unit.URGENT_HOUR, "2 紧急工作时", "2 urgent hours"),
        (1, Unit.URGENT_DAY, "1 紧急工作日", "1 urgent day"),
        (4, Unit.WORK_HOUR, "4 工作时", "4 working hours"),
        (1, Unit.WORK_DAY, "1 工作日", "1 working day"),
        (3, Unit.CALENDAR_DAY, "3 自然日", "3 calendar days"),
        (20, Unit.LEGAL_WORK_DAY, "20 法定工作日", "20 legal working days"),
        (60, Unit.LEGAL_DAY, "60 法定日", "60 legal days"),
    ],
)
def test_a_limit_is_said_in_the_words_of_its_unit(
    amount: int, unit: Unit, chinese: str, english: str
) -> None:
    limit = Limit(amount, unit)
    with override("zh-hans"):
        assert said(limit) == chinese
    with override("en"):
        assert said(limit) == english


def test_limits_counted_one_after_the_other_are_said_together() -> None:
    limits = (Limit(3, Unit.WORK_DAY), Limit(2, Unit.WORK_DAY))
    with override("zh-hans"):
        assert together(limits) == "3 工作日加 2 工作日"
    with override("en"):
        assert together(limits) == "3 working days and 2 working days"
