"""Clocks that nobody touches: they go on when their day comes, and are counted anew with a calendar."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from gewu.cases import queries
from gewu.cases.commands import act, recounting
from gewu.cases.commands.clocks import go_on_all, go_on_when_due
from gewu.cases.commands.recounting import recount_on, recount_provisional
from gewu.cases.models import Case
from gewu.cases.tests.builders import Cast, a_case, move_on
from gewu.deadlines import almanac
from gewu.deadlines.commands import publish_year
from gewu.kernel import clock, jobs, journal
from gewu.kernel.canonical import spell
from gewu.kernel.errors import RuleBroken
from gewu.kernel.models import Entry

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=ZONE)
NEW_YEAR = datetime(2026, 12, 30, 16, tzinfo=ZONE)
PUT_OFF = {"reason": "等开春", "reply": "开春就修"}


@pytest.fixture(autouse=True)
def _years_of_this_test_only() -> Iterator[None]:
    yield
    almanac.rest(almanac.FRESH_SECONDS)


def now_of(case: Case) -> Case:
    return Case.objects.one(case.id)


def kinds_of(case: Case) -> list[str]:
    return [entry.kind for entry in journal.entries_of(case.id)]


def put_off(cast: Cast, until: str = "2026-03-05") -> Case:
    return move_on(a_case(cast, "filed"), "wait", cast.dispatcher, **PUT_OFF, review_on=until)


def test_on_its_day_a_case_goes_on_by_itself_and_the_journal_says_who_did_it(cast: Cast) -> None:
    with clock.hold(MONDAY):
        case = put_off(cast)
        jobs.run_due()
        assert now_of(case).awaits == "review"
        assert jobs.next_due() == datetime(2026, 3, 5, tzinfo=ZONE)
    with clock.hold(datetime(2026, 3, 5, tzinfo=ZONE)):
        jobs.run_due()
        on = now_of(case)
        assert (on.awaits, on.resumes_at, on.review_on) == ("dispatch", None, None)
        assert (on.due_at, on.version) == (case.due_at, case.version)
        last = journal.entries_of(case.id)[-1]
        assert (last.kind, last.user, last.door) == ("case.resumed", None, "job")
        assert not [found for found in journal.verify() if found.subject]


def test_a_job_that_comes_late_or_twice_changes_nothing_more(cast: Cast) -> None:
    with clock.hold(MONDAY):
        case = put_off(cast)
    with clock.hold(datetime(2026, 3, 5, 11, 17, tzinfo=ZONE)):
        go_on_when_due(case=case.id)
        go_on_when_due(case=case.id)
        go_on_all()
    assert now_of(case).due_at == case.due_at
    assert kinds_of(case).count("case.resumed") == 1


def test_a_job_that_was_lost_is_made_up_for_at_night(cast: Cast) -> None:
    with clock.hold(MONDAY):
        case = put_off(cast)
    with clock.hold(datetime(2026, 3, 5, 0, 20, tzinfo=ZONE)):
        go_on_all()
        assert now_of(case).awaits == "dispatch"


def test_a_clock_that_jumps_back_lets_nothing_go_on_twice(cast: Cast) -> None:
    with clock.hold(MONDAY):
        case = put_off(cast)
    with clock.hold(datetime(2026, 3, 5, tzinfo=ZONE)):
        go_on_when_due(case=case.id)
    with clock.hold(datetime(2026, 3, 4, tzinfo=ZONE)):
        go_on_all()
        ground = {"pause_reason": "weather", "basis": "重污染天气应急预案", "resume_on": "2026-03-06"}
        paused = move_on(case, "pause", cast.dispatcher, **ground)
    assert list(paused.stops) == sorted(paused.stops)
    assert now_of(case).resumes_at == datetime(2026, 3, 6, tzinfo=ZONE)


def test_whoever_acts_on_the_day_finds_it_running_and_their_copy_is_good(cast: Cast) -> None:
    with clock.hold(MONDAY):
        case = put_off(cast)
    with clock.hold(datetime(2026, 3, 5, 9, tzinfo=ZONE)):
        office = {"organisation": str(cast.office)}
        moved = act(
            case_id=case.id, move="dispatch", data=office, seen_version=case.version, actor=cast.dispatcher
        )
    assert moved.stage == "dispatched"
    assert kinds_of(case)[-2:] == ["case.resumed", "case.moved"]


def test_whoever_wants_to_take_it_up_just_then_is_told_that_it_goes_on(cast: Cast) -> None:
    with clock.hold(MONDAY):
        case = put_off(cast)
    with clock.hold(datetime(2026, 3, 5, 9, tzinfo=ZONE)):
        go_on_when_due(case=case.id)
        with pytest.raises(RuleBroken, match=r"已经在办|goes on already"):
            act(case_id=case.id, move="resume", data={}, seen_version=case.version, actor=cast.dispatcher)


def test_residents_read_that_it_is_worked_on_again(cast: Cast) -> None:
    with clock.hold(MONDAY):
        case = put_off(cast)
    with clock.hold(datetime(2026, 3, 5, 9, tzinfo=ZONE)):
        go_on_when_due(case=case.id)
        page = queries.public_case(case.number)
    assert page is not None
    assert [step.state for step in page.steps] == ["received", "working", "not_now", "working"]


def over_new_year(cast: Cast, *, count: int = 1) -> list[Case]:
    """Open cases whose deadlines reach into a year that nobody has published yet."""
    almanac.rest(3600)
    with clock.hold(NEW_YEAR):
        cases = [a_case(cast, "handling") for _number in range(count)]
    assert all(case.provisional for case in cases)
    return cases


def publish(cast: Cast, days: str = "2027-01-01,holiday,元旦\n") -> None:
    home = cast.town.township
    publish_year(home=home, year=2027, document="国办发明电〔2026〕9号", sheet=days, actor=cast.admin)


def test_a_year_that_is_published_moves_deadlines_without_a_new_version(cast: Cast) -> None:
    (case,) = over_new_year(cast)
    with clock.hold(NEW_YEAR + timedelta(hours=1)):
        publish(cast)
        jobs.run_due()
        # Not before every process has noticed.
        assert now_of(case).provisional
    with clock.hold(NEW_YEAR + timedelta(hours=1, minutes=1)):
        while jobs.run_due():
            pass
        anew = now_of(case)
        assert (anew.provisional, anew.version) == (False, case.version)
        assert anew.case_due_at > case.case_due_at
        facts = journal.entries_of(case.id)[-1]
        assert (facts.kind, facts.facts["case_due"][1]) == ("case.recounted", spell(anew.case_due_at))
        # A form that was opened before is still good.
        done = act(
            case_id=case.id,
            move="handle",
            data={"report": "换了新桶盖", "no_photo": "dark"},
            seen_version=case.version,
            actor=cast.handler,
        )
        assert done.stage == "handled"
        assert not [found for found in journal.verify() if found.subject]


def test_counted_anew_it_stands_as_if_the_year_had_been_known(cast: Cast) -> None:
    (case,) = over_new_year(cast)
    with clock.hold(NEW_YEAR + timedelta(hours=1)):
        publish(cast)
    count_all(cast)
    with clock.hold(NEW_YEAR):
        known = a_case(cast, "handling")
    again = now_of(case)
    assert (again.due_at, again.case_due_at) == (known.due_at, known.case_due_at)
    assert (again.level_due_at, again.remind_at) == (known.level_due_at, known.remind_at)


def count_all(cast: Cast) -> None:
    """What follows from the publishing, and a little later what was ordered then."""
    for minutes in (0, 1):
        with clock.hold(NEW_YEAR + timedelta(hours=2, minutes=minutes)):
            jobs.run_due()


def test_it_goes_on_batch_by_batch_and_a_second_run_writes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "BATCH", 2)
    cases = over_new_year(cast, count=5)
    with clock.hold(NEW_YEAR + timedelta(hours=1)):
        publish(cast)
    count_all(cast)
    assert [kinds_of(case).count("case.recounted") for case in cases] == [1] * 5
    told = Entry.objects.filter(township=cast.town.township, kind="calendar.recounted").get()
    assert (told.facts["looked"], told.facts["moved"]) == (5, 5)
    with clock.hold(NEW_YEAR + timedelta(hours=3)):
        recount_on(
            edition=told.subject_id,
            township=cast.town.township,
            year=2027,
            after=recounting.FIRST,
            looked=0,
            moved=0,
        )
    assert [kinds_of(case).count("case.recounted") for case in cases] == [1] * 5


def test_a_batch_that_is_cut_off_leaves_its_cases_and_its_order_as_they_were(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case,) = over_new_year(cast)
    with clock.hold(NEW_YEAR + timedelta(hours=1)):
        publish(cast)
        jobs.run_due()
    with monkeypatch.context() as broken, clock.hold(NEW_YEAR + timedelta(hours=2)):
        broken.setattr(journal, "record_all", _dies)
        with pytest.raises(MemoryError):
            jobs.run_due()
    assert now_of(case).provisional
    count_all(cast)
    assert not now_of(case).provisional


def _dies(*_: object, **__: object) -> None:
    raise MemoryError


def test_what_a_year_cannot_touch_is_left_alone(cast: Cast) -> None:
    with clock.hold(MONDAY):
        spring = a_case(cast, "handling")
    (case,) = over_new_year(cast)
    with clock.hold(NEW_YEAR + timedelta(hours=1)):
        publish(cast)
    count_all(cast)
    assert "case.recounted" not in kinds_of(spring)
    assert "case.recounted" in kinds_of(case)


def test_a_year_known_by_a_library_brought_up_to_date_makes_deadlines_certain_at_night(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case,) = over_new_year(cast)
    monkeypatch.setattr("gewu.deadlines.known.years", lambda: frozenset({2026, 2027}))
    almanac.forget()
    with clock.hold(NEW_YEAR + timedelta(hours=9)):
        recount_provisional()
    assert not now_of(case).provisional
    assert journal.entries_of(case.id)[-1].facts["edition"] is None


@override_settings(TIME_ZONE="Asia/Shanghai")
def test_a_case_that_stands_still_is_counted_anew_too(cast: Cast) -> None:
    (case,) = over_new_year(cast)
    with clock.hold(NEW_YEAR + timedelta(minutes=5)):
        waiting = move_on(case, "wait", cast.handler, **PUT_OFF, review_on="2027-01-04")
    with clock.hold(NEW_YEAR + timedelta(hours=1)):
        publish(cast, "2027-01-04,holiday,补休\n")
    count_all(cast)
    again = now_of(case)
    assert again.resumes_at == waiting.resumes_at
    assert again.due_at is not None
    assert again.due_at.astimezone(ZONE).date() >= date(2027, 1, 5)
