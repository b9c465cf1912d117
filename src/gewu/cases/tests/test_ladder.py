"""The ladder on plain values: who must try first, when it goes up, where it was solved, who is reminded."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.cases import ladder, reminding
from gewu.cases.guards import Facts
from gewu.cases.rules import moves_open_to, next_move
from gewu.cases.standing import Deed, Standing, after, opened
from gewu.catalogue import reading
from gewu.catalogue.rules import resolve
from gewu.deadlines.testing import PLAIN_WEEKS

SHIPPED = reading.shipped()
EVENT = resolve(
    next(one for one in SHIPPED.case_types if one.key == "event" and one.ladder), SHIPPED.categories
)
NINE = datetime(2026, 3, 2, 9, tzinfo=PLAIN_WEEKS.zone)
BIN, LAMP = "010305", "010137"
OFFICE, WORKER, CHECKER = uuid4(), uuid4(), uuid4()
EVERY_TIER = {"township", "community", "grid", "cell"}


def a_case(category: str = BIN) -> Standing:
    return opened(EVENT, category=category, moment=NINE, calendar=PLAIN_WEEKS)


def made(standing: Standing, name: str, role: str, *, at: datetime = NINE, **data: Any) -> Standing:
    user = CHECKER if role == "checker" else WORKER
    facts = Facts(standing, frozenset({role}), at.date(), user, frozenset({OFFICE}))
    move = next_move(EVENT, name=name, facts=facts, data=data)
    deed = Deed(move, user, facts.offices, at, data, role)
    return after(EVENT, standing=standing, deed=deed, calendar=PLAIN_WEEKS)


def in_hand(role: str = "handler") -> Standing:
    standing = made(a_case(), "file", "clerk", standard="broken")
    standing = made(standing, "dispatch", "dispatcher", organisation=str(OFFICE))
    return made(standing, "accept", role)


@pytest.mark.parametrize(("category", "level"), [(BIN, "grid"), (LAMP, "township")])
def test_who_must_try_first_depends_on_whose_duty_it_is(category: str, level: str) -> None:
    assert a_case(category).level == level


def test_what_cannot_wait_begins_at_the_top() -> None:
    urgent = next(
        (code, standard.key)
        for code, terms in EVENT.terms.items()
        for standard in terms.filing
        if standard.urgent and EVENT.first_level(category=code) == "grid"
    )
    filed = made(a_case(urgent[0]), "file", "clerk", standard=urgent[1])
    assert (filed.level, filed.level_due_at, filed.raised) == ("township", None, 0)


def test_a_level_has_a_day_and_the_highest_has_no_end() -> None:
    assert a_case().level_due_at == NINE + timedelta(days=1)
    assert a_case(LAMP).level_due_at is None


def test_what_a_level_cannot_do_goes_to_the_next_that_the_place_has() -> None:
    assert ladder.above(EVENT, "grid", EVERY_TIER) == "community"
    assert ladder.above(EVENT, "grid", {"township"}) == "township"
    assert ladder.above(EVENT, "township", EVERY_TIER) == ""


def test_a_place_without_a_grid_begins_with_the_town() -> None:
    fitted = ladder.fitted(EVENT, a_case(), PLAIN_WEEKS, there={"township"})
    assert (fitted.level, fitted.level_due_at) == ("township", None)


def test_the_next_level_has_its_own_time_from_the_moment_it_is_responsible() -> None:
    later = NINE + timedelta(days=1)
    up = ladder.raised(EVENT, a_case(), level="community", moment=later, calendar=PLAIN_WEEKS)
    assert (up.level, up.raised, up.level_since) == ("community", 1, later)
    assert up.level_due_at == later + timedelta(days=2)


def test_work_takes_the_level_of_the_office_that_takes_it() -> None:
    assert in_hand("handler").level == "township"
    assert in_hand("chief").level == "community"
    assert in_hand("gridworker").level == "grid"


@pytest.mark.parametrize(
    ("role", "level"), [("handler", "township"), ("chief", "community"), ("gridworker", "grid")]
)
def test_it_was_solved_where_it_was_handled(role: str, level: str) -> None:
    done = made(in_hand(role), "handle", role, report="换了新桶盖")
    assert (done.solved_at, done.level_due_at) == (level, None)


def test_what_was_raised_counts_for_the_level_it_was_raised_to() -> None:
    up = ladder.raised(EVENT, in_hand("gridworker"), level="community", moment=NINE, calendar=PLAIN_WEEKS)
    assert made(up, "handle", "gridworker", report="换了新桶盖").solved_at == "community"


def test_what_is_done_on_the_spot_is_solved_in_the_grid_whoever_has_the_duty() -> None:
    assert made(a_case(LAMP), "self_handle", "gridworker", report="拧紧了").solved_at == "grid"


def test_work_sent_back_is_not_solved_and_its_time_runs_anew() -> None:
    done = made(in_hand("chief"), "handle", "chief", report="换了新桶盖")
    later = NINE + timedelta(days=7)
    back = made(done, "send_back", "checker", at=later, reason="还没换")
    assert (back.solved_at, back.level) == ("", "community")
    assert back.level_due_at == later + timedelta(days=2)


def test_the_time_of_a_level_stands_still_while_the_case_waits() -> None:
    review = (NINE + timedelta(days=9)).date().isoformat()
    waiting = made(a_case(), "wait", "clerk", reason="下雨", reply="天晴来修", review_on=review)
    assert (waiting.level_due_at, waiting.remind_at) == (None, None)
    # Put off at the very moment it came: the whole day is left again.
    again = made(waiting, "resume", "clerk", at=NINE + timedelta(days=2))
    assert again.level_due_at == NINE + timedelta(days=3)


def test_reminders_come_before_at_and_after_the_end_each_once() -> None:
    standing = a_case()
    assert standing.due_at is not None
    moments = []
    while standing.remind_at is not None:
        moments.append(standing.remind_at)
        standing = reminding.reminded(EVENT, standing, PLAIN_WEEKS, now=standing.remind_at)
    ends = a_case().due_at
    assert ends is not None
    assert moments == [NINE + (ends - NINE) * 0.8, ends, ends + timedelta(days=1)]
    assert standing.reminded == 3


def test_whoever_slept_through_all_of_them_is_reminded_once() -> None:
    late = reminding.reminded(EVENT, a_case(), PLAIN_WEEKS, now=NINE + timedelta(days=30))
    assert (late.reminded, late.remind_at) == (3, None)


def test_a_new_stage_is_reminded_anew() -> None:
    late = reminding.reminded(EVENT, a_case(), PLAIN_WEEKS, now=NINE + timedelta(days=30))
    filed = made(late, "file", "clerk", standard="broken")
    assert filed.reminded == 0
    assert filed.remind_at is not None


ASIDE = frozenset({"wait", "pause", "recategorise"})


@given(st.data())
def test_no_move_ever_lowers_the_level_and_none_but_the_open_climb(data: st.DataObject) -> None:
    standing, height = a_case(), EVENT.ladder.height  # type: ignore[union-attr] # it has one
    for _ in range(12):
        role = data.draw(
            st.sampled_from(["clerk", "dispatcher", "handler", "chief", "gridworker", "checker"])
        )
        facts = Facts(standing, frozenset({role}), NINE.date(), uuid4(), frozenset({OFFICE}))
        moves = [move for move in moves_open_to(EVENT, facts) if move.name not in ASIDE]
        if not moves:
            continue
        move = data.draw(st.sampled_from(moves))
        answers = {"organisation": str(OFFICE), "helper": str(OFFICE), "standard": "broken", "rating": 5}
        deed = Deed(move, facts.user, facts.offices, NINE, answers, role)
        before, standing = standing, after(EVENT, standing=standing, deed=deed, calendar=PLAIN_WEEKS)
        assert height(standing.level) >= height(before.level)
        assert standing.level_due_at is None or standing.awaits in ladder.TRYING
        assert not (standing.solved_at and standing.awaits in ladder.TRYING)


def test_a_calendar_that_changes_moves_the_end_of_a_level_too() -> None:
    again = ladder.recounted(EVENT, replace(a_case(), level_due_at=NINE), PLAIN_WEEKS)
    assert again.level_due_at == NINE + timedelta(days=1)
