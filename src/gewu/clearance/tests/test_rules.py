"""Stays and figures on plain values, and the law that every ledger balances."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.clearance.rules import (
    Begins,
    Ends,
    Figures,
    Period,
    Stay,
    Told,
    around,
    before,
    reason_by_itself,
    span,
    stays_of,
)
from gewu.clearance.tests.slowly import carried, figures

START = datetime(2026, 3, 2, tzinfo=UTC)
HERE, THERE, CELL = uuid4(), uuid4(), uuid4()
DAY = timedelta(days=1)


def told(number: int, hours: float, *, open: bool = True, place: UUID | None = HERE, due: float = 48) -> Told:
    at = START + timedelta(hours=hours)
    return Told(number, at, open, place, START + timedelta(hours=due), solved_at="" if open else "grid")


def day(
    *entries: Told, since: datetime = START, places: frozenset[UUID | None] = frozenset({HERE})
) -> Figures:
    case = uuid4()
    return figures([(case, stay) for stay in stays_of(entries)], places, since=since, until=since + DAY)


def test_a_case_opened_and_closed_is_one_stay() -> None:
    [stay] = stays_of([told(1, 1), told(2, 3), told(3, 9, open=False)])
    assert (stay.begins, stay.ends, stay.solved_at) == (Begins.OPENED, Ends.CLOSED, "grid")


def test_a_reopened_case_counts_again() -> None:
    found = day(told(1, 1), told(2, 2, open=False), told(3, 3))
    assert (found.opened, found.closed, found.carried) == (2, 1, 1)


def test_what_goes_to_another_place_is_given_away_and_taken_in_there() -> None:
    entries = (told(1, 1), told(2, 5, place=THERE), told(3, 9, place=THERE, open=False))
    mine, theirs = day(*entries), day(*entries, places=frozenset({THERE}))
    assert (mine.opened, mine.given_away, mine.closed) == (1, 1, 0)
    assert (theirs.opened, theirs.taken_in, theirs.closed) == (0, 1, 1)
    assert theirs.solved == {"grid": 1}


def test_inside_a_community_moving_is_nothing() -> None:
    both = day(told(1, 1), told(2, 5, place=THERE), places=frozenset({HERE, THERE}))
    assert (both.opened, both.taken_in, both.given_away, both.carried) == (1, 0, 0, 1)


def test_the_rate_is_what_was_due_and_is_closed() -> None:
    assert day(told(1, 1, due=20), told(2, 9, due=20, open=False)).rate == 100
    assert day(told(1, 1, due=20)).rate == 0
    assert day(told(1, 1, due=99)).rate is None


def test_late_is_what_is_carried_over_past_its_moment() -> None:
    assert day(told(1, 1, due=20)).late == 1
    assert day(told(1, 1, due=25)).late == 0


def test_another_deadline_is_neither_opened_nor_closed() -> None:
    found = day(told(1, 1, due=5), told(2, 4, due=50))
    assert (found.opened, found.closed, found.carried, found.due) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("waits", "level", "due", "reason"),
    [
        (True, "grid", 1, "put_off"),
        (False, "community", 1, "raised"),
        (False, "grid", 99, "not_due"),
        (False, "grid", 1, ""),
    ],
)
def test_a_reason_that_nobody_needs_to_write(waits: bool, level: str, due: float, reason: str) -> None:
    entry = told(1, 1, due=due)
    [stay] = stays_of([Told(1, entry.at, True, HERE, entry.due, waits=waits, level=level)])
    assert reason_by_itself(stay, level="grid", until=START + DAY) == reason


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.DAY, date(2026, 3, 2), date(2026, 3, 2)),
        (Period.WEEK, date(2026, 3, 2), date(2026, 3, 8)),
        (Period.MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (Period.MONTH, date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_periods_follow_the_calendar(period: Period, first: date, last: date) -> None:
    assert span(period, first) == (first, last)
    assert around(period, last) == first
    assert span(period, before(period, first))[1] == first - timedelta(days=1)


@pytest.mark.parametrize(
    ("period", "first"), [(Period.WEEK, date(2026, 3, 3)), (Period.MONTH, date(2026, 3, 2))]
)
def test_no_period_begins_in_the_middle(period: Period, first: date) -> None:
    with pytest.raises(ValueError, match="begins on"):
        span(period, first)


EVERYWHERE = [HERE, THERE, CELL, None]
journals = st.lists(
    st.lists(
        st.tuples(
            st.integers(0, 72), st.booleans(), st.sampled_from([HERE, THERE, CELL, None]), st.integers(1, 96)
        ),
        min_size=1,
        max_size=8,
    ),
    max_size=8,
)


Drawn = list[list[tuple[int, bool, UUID | None, int]]]


def all_stays(cases: Drawn) -> list[tuple[UUID, Stay]]:
    found = []
    for number, entries in enumerate(cases):
        ordered = sorted(entries, key=lambda entry: entry[0])
        case = [
            told(place + 1, hours, open=is_open or place == 0, place=where, due=due)
            for place, (hours, is_open, where, due) in enumerate(ordered)
        ]
        found += [(UUID(int=number), stay) for stay in stays_of(case)]
    return found


@given(journals, st.integers(0, 80), st.integers(1, 80))
def test_every_ledger_balances_and_follows_from_the_one_before(cases: Drawn, first: int, length: int) -> None:
    """opened − closed = carried over − carried before, for any journal, place and period."""
    stays = all_stays(cases)
    since, middle = START + timedelta(hours=first), START + timedelta(hours=first + length)
    until = middle + timedelta(hours=length)
    for places in ({HERE}, {HERE, CELL}, {HERE, THERE, CELL, None}):
        here = frozenset(places)
        one = figures(stays, here, since=since, until=middle)
        two = figures(stays, here, since=middle, until=until)
        assert one.balances
        assert two.balances
        assert two.before == one.carried == len(carried(stays, here, until=middle))
        assert one.cleared <= one.due
        assert one.late <= one.carried
    whole = figures(stays, frozenset({HERE, THERE, CELL, None}), since=since, until=until)
    assert whole.taken_in == whole.given_away == 0
