from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gewu.portal.rules import Limit

HOURLY = Limit("test", 3, timedelta(hours=1))
MOMENTS = st.integers(1_400_000_000, 3_800_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(MOMENTS)
def test_a_moment_lies_in_its_window(moment: datetime) -> None:
    start = HOURLY.window_of(moment)
    assert start <= moment < start + HOURLY.window


@given(MOMENTS)
def test_waiting_as_told_opens_the_next_window(moment: datetime) -> None:
    later = moment + timedelta(seconds=HOURLY.seconds_left(moment))
    assert HOURLY.window_of(later) > HOURLY.window_of(moment)


def test_a_window_begins_on_the_hour_for_everybody_and_is_waited_for_to_the_second() -> None:
    late = datetime(2026, 3, 2, 10, 59, 58, tzinfo=UTC)
    assert HOURLY.window_of(late) == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert HOURLY.window_of(late) == HOURLY.window_of(late - timedelta(minutes=50))
    assert HOURLY.seconds_left(late) == 3
    assert HOURLY.seconds_left(datetime(2026, 3, 2, 11, tzinfo=UTC)) == 3601
