from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from gewu.cases.queries import CaseRow
from gewu.catalogue.definition import PublicState
from gewu.field.work import came_back, day_of, favourites

NOW = datetime(2026, 3, 5, 7, 0, tzinfo=UTC)
ENDS = datetime(2026, 3, 5, 16, 0, tzinfo=UTC)


def a_row(number: int, *, due: datetime | None = None, **changes: object) -> CaseRow:
    row = CaseRow(
        id=UUID(int=number),
        township=370402999,
        number=f"XX{number}",
        type="event",
        definition_id=UUID(int=0),
        category="010305",
        category_name="",
        icon="bin",
        text="",
        place="",
        address="",
        stage="verifying",
        stage_title="",
        public_state=PublicState.RECEIVED,
        source="patrol",
        holder="",
        version=1,
        is_late=due is not None and due < NOW,
        waits=False,
        no_grid=False,
        solved_on_spot=False,
        returns=0,
        demands=1,
        merged=False,
        due_at=due,
        review_on=None,
        reported_at=NOW - timedelta(hours=1),
        recorded_at=NOW,
    )
    return replace(row, **changes)  # type: ignore[arg-type]  # a test names the fields it wants


def test_a_day_shows_late_then_due_today_then_the_rest_each_once() -> None:
    late, soon = a_row(1, due=NOW - timedelta(hours=1)), a_row(2, due=NOW + timedelta(hours=1))
    later, open_end = a_row(3, due=ENDS + timedelta(hours=1)), a_row(4)
    day = day_of([open_end, later, soon, late, soon], ends=ENDS)
    assert (day.late, day.today, day.later) == ((late,), (soon,), (later, open_end))
    assert day


def test_a_day_without_work_says_so() -> None:
    assert not day_of([], ends=ENDS)


def test_what_came_back_is_refused_put_off_or_found_not_solved_and_not_old() -> None:
    refused = a_row(1, public_state=PublicState.NOT_NOW)
    unsolved = a_row(2, returns=1)
    old = a_row(3, public_state=PublicState.NOT_NOW, reported_at=NOW - timedelta(days=15))
    on_its_way = a_row(4, public_state=PublicState.WORKING, returns=1)
    assert came_back([refused, unsolved, old, on_its_way, a_row(5)], now=NOW) == (refused, unsolved)


def test_the_category_reported_most_stands_first_and_the_latest_among_equals() -> None:
    codes = ("010137", "010305", "020201", "010305")
    rows = [a_row(number, category=code) for number, code in enumerate(codes)]
    assert favourites(rows, most=2) == ("010305", "010137")
