"""How far a batch has come, without a database."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from gewu.joint.rules import Outcome, StopSeen, progress

TODAY = date(2026, 11, 22)
STOPS = st.builds(
    StopSeen, visited=st.booleans(), due_on=st.dates(date(2026, 11, 1), date(2026, 12, 1)),
    households=st.integers(0, 50),
)  # fmt: skip
FOUND = st.one_of(
    st.tuples(st.just(Outcome.SETTLED), st.none()),
    st.tuples(st.just(Outcome.NOTED), st.none()),
    st.tuples(st.just(Outcome.CASE), st.uuids()),
)


@given(stops=st.lists(STOPS), found=st.lists(FOUND))
def test_what_was_found_adds_up_and_nothing_is_late_that_was_visited(
    stops: list[StopSeen], found: list[tuple[Outcome, UUID | None]]
) -> None:
    over = frozenset(case for _outcome, case in found[::2] if case)
    seen = progress(stops, found, over, TODAY)
    noted = sum(outcome == Outcome.NOTED for outcome, _case in found)
    assert seen.found == seen.settled + seen.cases + noted
    assert seen.closed <= seen.cases
    assert seen.late <= seen.stops - seen.visited
    assert (seen.share == 100) == (seen.stops > 0 and seen.visited == seen.stops)


def test_a_stop_is_late_the_day_after_its_last() -> None:
    stops = [StopSeen(False, TODAY, 0), StopSeen(False, date(2026, 11, 21), 0)]
    assert progress(stops, [], frozenset(), TODAY).late == 1
