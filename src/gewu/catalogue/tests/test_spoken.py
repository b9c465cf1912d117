"""Limits as people say them, in both languages."""

import pytest
from django.utils.translation import override

from gewu.catalogue.definition import Unit
from gewu.catalogue.spoken import in_unit, span


@pytest.mark.parametrize(
    ("hours", "chinese", "english"),
    [
        (1, "1 小时", "1 hour"),
        (1.5, "1.5 小时", "1.5 hour"),
        (24, "24 小时", "24 hours"),
        (36, "36 小时", "36 hours"),
        (48, "2 天", "2 days"),
        (360, "15 天", "15 days"),
    ],
)
def test_a_span_is_days_where_it_is_whole_days(hours: float, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert span(hours) == chinese
    with override("en"):
        assert span(hours) == english


@pytest.mark.parametrize(
    ("amount", "unit", "chinese", "english"),
    [
        (2, Unit.URGENT_HOUR, "2 紧急工作时", "2 urgent hours"),
        (1, Unit.URGENT_DAY, "1 紧急工作日", "1 urgent day"),
        (4, Unit.WORK_HOUR, "4 工作时", "4 working hours"),
        (1, Unit.WORK_DAY, "1 工作日", "1 working day"),
        (3, Unit.CALENDAR_DAY, "3 自然日", "3 calendar days"),
    ],
)
def test_a_limit_is_said_in_the_words_of_its_unit(
    amount: float, unit: Unit, chinese: str, english: str
) -> None:
    with override("zh-hans"):
        assert in_unit(amount, unit) == chinese
    with override("en"):
        assert in_unit(amount, unit) == english
