"""Clocks of cases: what stops them, what lets them go on, who gives them more time. On plain values."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.cases import rules
from gewu.cases.clocks import clocks_of
from gewu.cases.guards import Facts
from gewu.cases.standing import Deed, Standing, after, gone_on, opened, recounted
from gewu.cases.tests.test_rules import BIN, EVENT, OFFICE, OTHER, WORKER
from gewu.deadlines.rules import DayKind, worked
from gewu.deadlines.testing import PLAIN_WEEKS as WEEKS
from gewu.kernel.errors import DomainError

ZONE = WEEKS.zone
LAMP = "010137"
COLLEAGUE, DISPATCHER, CLERK = (uuid4() for _ in range(3))
USERS = {"handler": WORKER, "dispatcher": DISPATCHER, "clerk": CLERK}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class Story:
    """One case under the rules, step by step. Monday the second of March is an ordinary one."""

    def __init__(self, category: str = BIN, start: str = "2026-03-02T08:30") -> None:
        self.standing = opened(EVENT, category=category, moment=at(start), calendar=WEEKS)

    def do(self, moment: str, role: str, name: str, *, user: Any = None, **data: Any) -> Standing:
        self.let_go_on(moment)
        facts = Facts(
            self.standing,
            frozenset({role}),
            at(moment).date(),
            user or USERS.get(role, uuid4()),
            frozenset({OFFICE}) if role == "handler" else frozenset(),
            now=at(moment),
        )
        move = rules.next_move(EVENT, name=name, facts=facts, data=data)
        deed = Deed(move, facts.user, facts.offices, at(moment), data)
        self.standing = after(EVENT, standing=self.standing, deed=deed, calendar=WEEKS)
        return self.standing

    def let_go_on(self, moment: str) -> None:
        if self.standing.resumes_at is not None and self.standing.resumes_at <= at(moment):
            self.standing = gone_on(EVENT, standing=self.standing, seen=at(moment), calendar=WEEKS)

    def to_handling(self, standard: str = "dark") -> "Story":
        self.do("2026-03-02T09:00", "clerk", "file", standard=standard)
        self.do("2026-03-02T10:00", "dispatcher", "dispatch", organisation=str(OFFICE))
        self.do("2026-03-02T11:00", "handler", "accept")
        return self

    def extend(self, moment: str, *, reviewed: str = "agree", decided: str = "agree") -> Standing:
        note = {"note": "不同意"}
        self.do(moment, "handler", "ask_extension", reason="配件没到")
        more = {} if reviewed == "agree" else note
        standing = self.do(moment, "handler", "review_extension", user=COLLEAGUE, decision=reviewed, **more)
        if reviewed == "agree":
            more = {} if decided == "agree" else note
            standing = self.do(moment, "dispatcher", "decide_extension", decision=decided, **more)
        return standing


def a_lamp() -> Story:
    """Two working days for handling, accepted on Monday at eleven: due on Wednesday at eleven."""
    story = Story(LAMP).to_handling()
    assert story.standing.due_at == at("2026-03-04T11:00")
    assert story.standing.case_due_at == at("2026-03-06T08:30")
    return story


PUT_OFF = {"reason": "等材料", "reply": "材料到了就办"}


def test_put_off_both_clocks_stand_still_and_the_moments_say_when_they_will_be_over() -> None:
    story = a_lamp()
    waiting = story.do("2026-03-03T11:00", "handler", "wait", **PUT_OFF, review_on="2026-03-16")
    assert (waiting.awaits, waiting.stands_still, waiting.resumes_at) == (
        "review",
        True,
        at("2026-03-16T00:00"),
    )
    # One working day was left to the stage, and of the whole way two and a half hours of a day more.
    assert (waiting.due_at, waiting.case_due_at) == (at("2026-03-16T18:00"), at("2026-03-18T15:30"))


def test_it_goes_on_by_itself_with_what_was_left_however_late_that_is_seen() -> None:
    story = a_lamp()
    waiting = story.do("2026-03-03T11:00", "handler", "wait", **PUT_OFF, review_on="2026-03-16")
    for seen in ("2026-03-16T00:00", "2026-03-16T09:13"):
        on = gone_on(EVENT, standing=waiting, seen=at(seen), calendar=WEEKS)
        assert (on.awaits, on.stands_still, on.review_on) == ("handle", False, None)
        assert (on.due_at, on.case_due_at) == (waiting.due_at, waiting.case_due_at)
        assert (on.version, on.stage_since) == (waiting.version, at(seen))


def test_taken_up_earlier_it_has_the_same_time_left_and_is_due_earlier() -> None:
    story = a_lamp()
    story.do("2026-03-03T11:00", "handler", "wait", **PUT_OFF, review_on="2026-03-16")
    on = story.do("2026-03-05T08:00", "handler", "resume")
    assert (on.due_at, on.case_due_at) == (at("2026-03-05T18:00"), at("2026-03-09T15:30"))


def test_a_case_is_put_off_once() -> None:
    story = a_lamp()
    story.do("2026-03-03T11:00", "handler", "wait", **PUT_OFF, review_on="2026-03-04")
    with pytest.raises(DomainError) as refusal:
        story.do("2026-03-04T11:00", "handler", "wait", **PUT_OFF, review_on="2026-03-16")
    assert (refusal.value.code, refusal.value.facts["allowed"]) == ("rule-broken", "wait")


def test_what_was_late_when_it_was_put_off_is_late_when_it_goes_on() -> None:
    story = a_lamp()
    story.do("2026-03-05T09:00", "handler", "wait", **PUT_OFF, review_on="2026-03-16")
    story.let_go_on("2026-03-16T00:00")
    assert story.standing.due_at == at("2026-03-04T11:00")
    assert story.do("2026-03-16T09:00", "handler", "handle", report="修好了").handled_late


def test_a_pause_needs_a_ground_and_leaves_the_open_note_alone() -> None:
    story = a_lamp()
    paused = story.do(
        *("2026-03-03T11:00", "dispatcher", "pause"),
        pause_reason="weather",
        basis="重污染天气应急预案",
        resume_on="2026-03-05",
    )
    assert (paused.awaits, paused.review_on, paused.due_at) == ("review", None, at("2026-03-05T18:00"))
    assert (paused.pauses, paused.put_offs, paused.stage_since) == (1, 0, at("2026-03-02T11:00"))


def test_an_extension_gives_one_limit_more_to_both_clocks() -> None:
    story = a_lamp()
    extended = story.extend("2026-03-03T09:00")
    assert (extended.due_at, extended.case_due_at) == (at("2026-03-06T11:00"), at("2026-03-10T08:30"))
    twice = story.extend("2026-03-05T09:00")
    assert (twice.due_at, twice.case_due_at) == (at("2026-03-10T11:00"), at("2026-03-12T08:30"))
    with pytest.raises(DomainError) as refusal:
        story.extend("2026-03-09T09:00")
    assert refusal.value.facts["allowed"] == "extension"


@pytest.mark.parametrize("answers", [{"reviewed": "decline"}, {"decided": "decline"}])
def test_a_refused_extension_changes_nothing_and_does_not_count(answers: dict[str, str]) -> None:
    story = a_lamp()
    before = story.standing
    for _time in range(3):
        refused = story.extend("2026-03-03T09:00", **answers)
        assert (refused.due_at, refused.extended_at, refused.asks) == (before.due_at, (), "")
    assert story.extend("2026-03-03T09:00").due_at == at("2026-03-06T11:00")


@pytest.mark.parametrize(
    ("moment", "refused"),
    [("2026-03-04T11:00", False), ("2026-03-04T11:01", True), ("2026-03-09T09:00", True)],
)
def test_more_time_is_asked_for_before_it_is_late(moment: str, refused: bool) -> None:
    story = a_lamp()
    if refused:
        with pytest.raises(DomainError) as refusal:
            story.do(moment, "handler", "ask_extension", reason="忘了")
        assert refusal.value.facts["guard"] == "not_late"
    else:
        assert story.do(moment, "handler", "ask_extension", reason="配件没到").asks == "extension"


def test_what_was_asked_in_time_may_be_granted_later() -> None:
    story = a_lamp()
    story.do("2026-03-04T10:59", "handler", "ask_extension", reason="配件没到")
    story.do("2026-03-04T15:00", "handler", "review_extension", user=COLLEAGUE, decision="agree")
    assert story.do("2026-03-04T16:00", "dispatcher", "decide_extension", decision="agree").due_at == at(
        "2026-03-06T11:00"
    )


def test_nobody_decides_about_their_own_request_or_twice() -> None:
    story = a_lamp()
    story.do("2026-03-03T09:00", "handler", "ask_extension", reason="配件没到")
    with pytest.raises(DomainError) as own:
        story.do("2026-03-03T09:00", "handler", "review_extension", decision="agree")
    assert own.value.facts["guard"] == "not_own_request"
    story.do("2026-03-03T09:00", "supervisor", "review_extension", user=COLLEAGUE, decision="agree")
    with pytest.raises(DomainError) as twice:
        story.do("2026-03-03T09:00", "dispatcher", "decide_extension", user=COLLEAGUE, decision="agree")
    assert twice.value.facts["guard"] == "not_own_request"


def test_a_request_nobody_decided_about_lapses_with_its_stage() -> None:
    story = a_lamp()
    story.do("2026-03-03T09:00", "handler", "ask_extension", reason="配件没到")
    done = story.do("2026-03-03T10:00", "handler", "handle", report="修好了")
    assert (done.asks, done.asked_by, done.handled_late) == ("", (), False)


def test_an_extension_belongs_to_the_spell_in_which_it_was_granted() -> None:
    story = a_lamp()
    story.extend("2026-03-03T09:00")
    story.do("2026-03-03T10:00", "dispatcher", "reassign", organisation=str(OFFICE), reason="换一个班组")
    again = story.do("2026-03-03T14:00", "handler", "accept")
    assert again.due_at == at("2026-03-05T12:00")
    assert again.case_due_at == at("2026-03-10T08:30")


def late_and_closed() -> Story:
    story = a_lamp()
    story.do("2026-03-05T09:00", "handler", "handle", report="修好了")
    story.do("2026-03-05T10:00", "checker", "check")
    story.do("2026-03-05T11:00", "clerk", "close", standard="lit")
    return story


@pytest.mark.parametrize(
    ("review", "decision", "verdict"),
    [("agree", "agree", "granted"), ("agree", "decline", "declined"), ("decline", "", "declined")],
)
def test_one_appeal_is_reviewed_twice_and_the_lateness_stays(
    review: str, decision: str, verdict: str
) -> None:
    story = late_and_closed()
    assert story.standing.was_late
    story.do("2026-03-06T09:00", "handler", "appeal", reason="停电")
    with pytest.raises(DomainError) as open_still:
        story.do("2026-03-06T09:30", "clerk", "archive")
    assert open_still.value.facts["guard"] == "no_open_appeal"
    said = story.do("2026-03-06T10:00", "dispatcher", "review_appeal", decision=review, note="看过")
    if decision:
        said = story.do("2026-03-06T11:00", "clerk", "decide_appeal", decision=decision, note="看过")
    assert (said.appeal, said.asks, said.was_late, said.handled_late) == (verdict, "", True, True)
    with pytest.raises(DomainError) as again:
        story.do("2026-03-07T09:00", "handler", "appeal", reason="再看看")
    assert again.value.facts["guard"] == "one_appeal"
    assert story.do("2026-03-07T09:00", "clerk", "archive").appeal == verdict


def test_there_is_nothing_to_appeal_where_nothing_was_late() -> None:
    story = a_lamp()
    story.do("2026-03-03T09:00", "handler", "handle", report="修好了")
    story.do("2026-03-03T10:00", "checker", "check")
    story.do("2026-03-03T11:00", "clerk", "close", standard="lit")
    with pytest.raises(DomainError) as refusal:
        story.do("2026-03-04T09:00", "handler", "appeal", reason="停电")
    assert refusal.value.facts["guard"] == "was_late"


@pytest.mark.parametrize(
    ("standard", "offered", "expected"),
    [
        ("dark", "2026-03-02T10:00", "2026-03-03T09:00"),
        ("dark", "2026-03-06T16:00", "2026-03-09T09:00"),
        ("row", "2026-03-02T10:00", "2026-03-02T12:00"),
        ("fallen", "2026-03-06T17:00", "2026-03-07T17:00"),
    ],
)
def test_an_office_answers_an_offer_by_the_next_morning_or_within_a_short_limit(
    standard: str, offered: str, expected: str
) -> None:
    story = Story(LAMP)
    story.do("2026-03-02T09:00", "clerk", "file", standard=standard)
    assert story.do(offered, "dispatcher", "dispatch", organisation=str(OFFICE)).due_at == at(expected)


def test_an_offer_that_stood_still_is_answered_in_the_time_that_was_left() -> None:
    story = Story(LAMP)
    story.do("2026-03-02T09:00", "clerk", "file", standard="dark")
    story.do("2026-03-02T16:00", "dispatcher", "dispatch", organisation=str(OFFICE))
    # Two hours of Monday and one of Tuesday are left, of which one is gone.
    waiting = story.do("2026-03-02T17:00", "dispatcher", "wait", **PUT_OFF, review_on="2026-03-05")
    assert waiting.due_at == at("2026-03-05T10:00")


def test_the_working_shows_every_leg_of_the_two_clocks() -> None:
    story = a_lamp()
    story.extend("2026-03-03T09:00")
    clocks = clocks_of(story.standing, definition=EVENT, calendar=WEEKS)
    assert clocks.stage is not None
    assert [leg.limit.amount for leg in (clocks.stage, *clocks.whole)] == [4, 4, 2]
    assert clocks.whole[-1].due.moment == story.standing.case_due_at
    assert not clocks.provisional


HOLIDAY = replace(WEEKS, days={date(2026, 3, 5): DayKind.HOLIDAY})


def test_counted_anew_a_case_stands_as_if_the_calendar_had_been_known() -> None:
    story = a_lamp()
    story.extend("2026-03-03T09:00")
    story.do("2026-03-04T09:00", "dispatcher", "wait", **PUT_OFF, review_on="2026-03-16")
    anew = recounted(EVENT, standing=story.standing, calendar=HOLIDAY)
    # The holiday lies in the stop: it costs the stage nothing.
    assert (anew.due_at, anew.version) == (story.standing.due_at, story.standing.version)
    assert recounted(EVENT, standing=anew, calendar=WEEKS) == story.standing


def test_a_server_whose_clock_is_set_back_gives_no_time_away_and_keeps_its_stops_in_order() -> None:
    story = a_lamp()
    story.do("2026-03-03T11:00", "handler", "wait", **PUT_OFF, review_on="2026-03-16")
    back = story.do("2026-03-03T10:00", "handler", "resume")
    assert list(back.stops) == sorted(back.stops)
    assert back.due_at == at("2026-03-04T11:00")
    again = story.do(
        *("2026-03-03T09:00", "dispatcher", "pause"),
        pause_reason="weather",
        basis="重污染天气应急预案",
        resume_on="2026-03-04",
    )
    assert list(again.stops) == sorted(again.stops)
    on = gone_on(EVENT, standing=again, seen=at("2026-03-04T00:00"), calendar=WEEKS)
    assert list(on.stops) == sorted(on.stops)
    assert on.due_at is not None
    assert on.due_at >= at("2026-03-04T11:00")


minutes = st.integers(0, 60 * 24 * 20)


@given(st.integers(0, 2 * 8 * 60 - 1), st.integers(1, 30))
def test_whatever_the_minute_and_the_day_what_was_left_is_left_again(used: int, days: int) -> None:
    story = a_lamp()
    stop = at("2026-03-02T11:00") + timedelta(minutes=used)
    review = (stop + timedelta(days=days)).date()
    left = worked(stop, at("2026-03-04T11:00"), WEEKS)
    waiting = story.do(
        stop.replace(tzinfo=None).isoformat(), "handler", "wait", **PUT_OFF, review_on=review.isoformat()
    )
    assert waiting.resumes_at is not None
    assert waiting.due_at is not None
    assert worked(waiting.resumes_at, waiting.due_at, WEEKS) == left
    assert OTHER not in waiting.handlers
    assert waiting.recorded_at.astimezone(UTC) == at("2026-03-02T08:30")
