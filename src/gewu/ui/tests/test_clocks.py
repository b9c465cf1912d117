"""A clock is relative and absolute, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from gewu.ui import clocks

NOW = datetime(2026, 3, 5, 7, 20, tzinfo=UTC)  # 15:20 in Shanghai


@pytest.mark.parametrize(
    ("away", "tone", "figure", "moment"),
    [
        (timedelta(hours=26, minutes=10), "running", "剩 1 天 2 小时", "明天 17:30"),
        (timedelta(hours=2, minutes=10), "running", "剩 2 小时 10 分", "今天 17:30"),
        (timedelta(hours=2), "soon", "剩 2 小时", "今天 17:20"),
        (timedelta(0), "soon", "剩 0 分", "今天 15:20"),
        (timedelta(seconds=-1), "late", "超时 0 分", "今天 15:19"),
        (timedelta(hours=-16), "late", "超时 16 小时", "昨天 23:20"),
        (timedelta(days=40), "running", "剩 40 天", "4月14日 15:20"),
        (timedelta(days=-90), "late", "超时 90 天", "2025年12月5日"),
    ],
)
def test_a_deadline_says_how_much_and_until_when(
    away: timedelta, tone: str, figure: str, moment: str
) -> None:
    with override("zh-hans"):
        assert clocks.read(NOW + away, NOW) == clocks.Reading(tone, figure, moment)


def test_the_same_clock_speaks_english() -> None:
    with override("en"):
        reading = clocks.read(NOW + timedelta(hours=2, minutes=10), NOW)
        assert (reading.figure, reading.moment) == ("2 h 10 min left", "today 17:30")
        assert clocks.full(NOW) == "Thursday, 5 March 2026, 15:20"
        assert clocks.ago(NOW - timedelta(minutes=42), NOW) == "42 min ago"


def test_what_happened_in_this_minute_is_just_now() -> None:
    with override("zh-hans"):
        assert clocks.ago(NOW - timedelta(seconds=20), NOW) == "刚刚"
        assert clocks.full(NOW) == "2026年3月5日 星期四 15:20"


def test_what_is_days_old_is_told_in_days() -> None:
    with override("zh-hans"):
        assert clocks.ago(NOW - timedelta(days=89, hours=6), NOW) == "89 天前"
