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
