"""Joining two reports of one matter, parting them again, and counting who wants it."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gewu.cases import commands, queries
from gewu.cases.commands import Merging
from gewu.cases.models import Case
from gewu.cases.queries.facts import standing_of
from gewu.cases.standing import COLUMNS
from gewu.cases.tests.builders import NAME, PHONE, Cast, a_case, a_report, move_on
from gewu.cases.tied import CaseInterest, CaseTie
from gewu.kernel import clock, journal
from gewu.kernel.access import ANYONE
from gewu.kernel.errors import Conflict, DomainError, NotAllowed, NotFound, RuleBroken

pytestmark = pytest.mark.django_db


def join(case: Case, lead: Case, cast: Cast, *, reason: str = "duplicate", note: str = "") -> Case:
    seen = Case.objects.one(case.id).version
    commands.merge(
        case_id=case.id, merging=Merging(lead.id, reason, note), seen_version=seen, actor=cast.clerk
    )
    return Case.objects.one(case.id)


def two(cast: Cast) -> tuple[Case, Case]:
    return a_case(cast), a_case(cast)


def demands(cast: Cast) -> int:
    """件次: over all matters that rest in no other."""
    rows = Case.objects.filter(township=cast.town.township, merged_into=None)
    return sum(rows.values_list("demands", flat=True))


def test_the_later_report_rests_in_the_earlier(cast: Cast) -> None:
    lead, later = two(cast)
    merged = join(later, lead, cast, note="同一个桶")
    assert (merged.merged_into, merged.awaits, merged.due_at) == (lead.id, "", None)
    assert merged.closed_at is not None
    assert Case.objects.one(lead.id).demands == 2
    assert [entry.kind for entry in journal.entries_of(lead.id)][-1] == "case.joined"
    assert journal.verify(townships=[cast.town.township]) == []


def test_nobody_moves_a_merged_case(cast: Cast) -> None:
    lead, later = two(cast)
    join(later, lead, cast)
    with pytest.raises(RuleBroken, match="已并单"):
        move_on(later, "file", cast.clerk, standard="broken")
    assert queries.case_file(cast.clerk, later.id).moves == ()


def test_parting_within_a_day_gives_back_how_it_stood(cast: Cast) -> None:
    lead, later = a_case(cast), a_case(cast, "handling")
    before = standing_of(Case.objects.one(later.id))
    join(later, lead, cast)
    commands.unmerge(case_id=later.id, seen_version=Case.objects.one(later.id).version, actor=cast.clerk)
    after = standing_of(Case.objects.one(later.id))
    differs = [name for name in COLUMNS if getattr(before, name) != getattr(after, name)]
    assert differs == ["version"]
    assert Case.objects.one(lead.id).demands == 1
    move_on(later, "handle", cast.handler, report="换了")


def test_after_a_day_it_stays_joined(cast: Cast) -> None:
    lead, later = two(cast)
    seen = join(later, lead, cast).version
    with (
        time_machine.travel(clock.now() + timedelta(hours=25)),
        pytest.raises(RuleBroken, match="一天之内"),
    ):
        commands.unmerge(case_id=later.id, seen_version=seen, actor=cast.clerk)


def test_the_public_page_of_a_merged_number_tells_the_state_of_the_lead(cast: Cast) -> None:
    lead, later = a_case(cast), a_case(cast)
    join(later, lead, cast)
    for move, who, answers in (
        ("file", cast.clerk, {"standard": "broken"}),
        ("dispatch", cast.dispatcher, {"organisation": str(cast.office)}),
    ):
        move_on(lead, move, who, **answers)
    shown, led = queries.public_case(later.number), queries.public_case(lead.number)
    assert shown is not None
    assert led is not None
    assert (shown.number, shown.lead) == (later.number, lead.number)
    assert (shown.state, shown.steps) == (led.state, led.steps)


def test_no_words_of_the_lead_reporter_show_on_the_page_of_another(cast: Cast) -> None:
    lead, later = two(cast)
    commands.release(
        case_id=lead.id, what=queries.case_file(cast.clerk, lead.id).story[0].words[0].id, actor=cast.clerk
    )
    join(later, lead, cast)
    shown = queries.public_case(later.number)
    assert shown is not None
    assert [words for words in shown.words if words.is_report] == []


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ("backwards", RuleBroken),
        ("twice", RuleBroken),
        ("stale", Conflict),
        ("stranger", NotFound),
        ("worker", NotAllowed),
    ],
)
def test_joining_is_refused(cast: Cast, how: str, refusal: type[DomainError]) -> None:
    lead, later = two(cast)
    case, into, seen, actor = later, lead, later.version, cast.clerk
    if how == "backwards":
        case, into = lead, later
    if how == "twice":
        seen = join(later, lead, cast).version
    if how == "stale":
        seen = 0
    if how == "stranger":
        actor = cast.other_gridworker
    if how == "worker":
        actor = cast.gridworker
    with pytest.raises(refusal):
        commands.merge(case_id=case.id, merging=Merging(into.id, "duplicate"), seen_version=seen, actor=actor)


def test_a_case_that_leads_others_is_not_joined_itself(cast: Cast) -> None:
    first, second, third = a_case(cast), a_case(cast), a_case(cast)
    join(third, second, cast)
    with pytest.raises(RuleBroken, match="请先分开"):
        join(second, first, cast)


def test_only_the_same_person_rests_in_an_answer_already_given(cast: Cast) -> None:
    answered = a_case(cast, "closed", name=NAME, phone=PHONE)
    another, same = a_case(cast), a_case(cast, name=NAME, phone=PHONE)
    with pytest.raises(RuleBroken, match="已办结"):
        join(another, answered, cast)
    with pytest.raises(RuleBroken, match="同一人"):
        join(another, answered, cast, reason="repeat")
    assert join(same, answered, cast, reason="repeat").merged_into == answered.id


def test_each_person_counts_once(cast: Cast) -> None:
    case = a_case(cast)
    assert commands.second(number=case.number, who="device-1", actor=ANYONE) is True
    assert commands.second(number=case.number, who="device-1", actor=ANYONE) is False
    assert commands.second(number=case.number, who="device-2", actor=ANYONE) is True
    assert Case.objects.one(case.id).demands == 3
    assert CaseInterest.objects.filter(township=case.township, case_id=case.id).count() == 2


def test_the_reporter_is_counted_already(cast: Cast) -> None:
    case = a_case(cast, by=cast.resident)
    assert commands.second(number=case.number, who="account", actor=cast.resident) is False


def test_nobody_seconds_what_is_closed(cast: Cast) -> None:
    case = a_case(cast, "closed")
    with pytest.raises(NotFound):
        commands.second(number=case.number, who="device-1", actor=ANYONE)


def test_seconding_a_merged_case_counts_on_its_lead(cast: Cast) -> None:
    lead, later = two(cast)
    join(later, lead, cast)
    commands.second(number=later.number, who="device-1", actor=ANYONE)
    assert Case.objects.one(lead.id).demands == 3


def test_somebody_who_asks_again_is_counted_and_the_answer_stays(cast: Cast) -> None:
    case = a_case(cast, "closed")
    commands.repeat(case_id=case.id, said="又来问", actor=cast.clerk)
    after = Case.objects.one(case.id)
    assert (after.demands, after.stage, after.version) == (2, "closed", case.version)
    with pytest.raises(NotFound):
        commands.repeat(case_id=case.id, said="", actor=cast.neighbour)


def test_new_facts_open_a_case_that_hangs_on_the_earlier(cast: Cast) -> None:
    answered = a_case(cast, "closed")
    fresh = commands.report_case(report=a_report(follows=answered.id), actor=cast.clerk)
    tied = queries.ties_of(cast.clerk, cast.town.township, fresh)
    assert [(tie.id, tie.bond, tie.leads) for tie in tied] == [(answered.id, "follows", True)]
    assert CaseTie.objects.filter(township=answered.township).count() == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from("jpsr"), st.integers(0, 3), st.integers(0, 3)), max_size=10))
def test_joining_and_parting_keep_the_sum_of_demands(cast: Cast, steps: list[tuple[str, int, int]]) -> None:
    cases = [a_case(cast) for _ in range(4)]
    expected = demands(cast)
    for number, (what, one, other) in enumerate(steps):
        case = Case.objects.one(cases[one].id)
        try:
            if what == "j":
                join(case, cases[other], cast)
            elif what == "p":
                commands.unmerge(case_id=case.id, seen_version=case.version, actor=cast.clerk)
            elif what == "s":
                expected += commands.second(number=case.number, who=f"{case.id}-{number}", actor=ANYONE)
            else:
                commands.repeat(case_id=case.id, said="", actor=cast.clerk)
                expected += 1
        except DomainError:
            pass
        assert demands(cast) == expected
