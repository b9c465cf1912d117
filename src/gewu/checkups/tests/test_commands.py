"""Findings from being found to being mended or set aside; figures, looks and switches."""

from decimal import Decimal

import pytest

from gewu.cases.tests.builders import Cast
from gewu.checkups import commands, queries
from gewu.checkups.commands import Told
from gewu.checkups.definition import checks
from gewu.checkups.keeping import At, Wrong, keep
from gewu.checkups.looking import look_at_figures
from gewu.checkups.models import Finding, Run, RunState, Statement
from gewu.checkups.published import contradictions, published
from gewu.checkups.rules import State, Step
from gewu.kernel import jobs, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.places.testing import TOWNSHIP

pytestmark = pytest.mark.django_db


def published_here() -> None:
    for report in published().values():
        commands.take_in(report, township=TOWNSHIP)
    look_at_figures(TOWNSHIP)


def found(check: str) -> Finding:
    return Finding.objects.get(township=TOWNSHIP, check_key=check)


def settled(finding: Finding, step: Step, actor: Actor, seen: str = "open", words: str = "核对过") -> None:
    commands.settle(finding=finding.id, step=step, words=words, seen_state=seen, actor=actor)


def test_the_published_figures_have_exactly_their_contradictions_once(cast: Cast) -> None:
    published_here()
    assert commands.take_in(published()["daimiao"], township=TOWNSHIP) == 0
    look_at_figures(TOWNSHIP)
    rows = Finding.objects.filter(township=TOWNSHIP)
    assert rows.count() == sum(len(one.findings) for one in contradictions())
    assert set(rows.values_list("state", flat=True)) == {State.OPEN}
    assert not list(journal.verify(townships=[TOWNSHIP]))


def test_a_mended_figure_closes_its_finding_by_itself_and_a_new_slip_opens_it_again(cast: Cast) -> None:
    published_here()
    rate = Statement.objects.get(township=TOWNSHIP, item="released_helped_rate")
    mend = {"said": "帮教率 92.86%", "listed": "", "why": "13 人", "actor": cast.clerk}
    commands.correct_figure(statement=rate.id, value="92.86", **mend)  # type: ignore[arg-type] # words by name
    row = found("helped_rate_possible")
    assert (row.state, row.closed_by) == (State.MENDED, None)
    commands.correct_figure(statement=rate.id, value="97", **mend)  # type: ignore[arg-type] # words by name
    assert found("helped_rate_possible").state == State.OPEN
    kinds = [entry.kind for entry in journal.entries_of(row.id)]
    assert kinds == ["checkup.found", "checkup.mended", "checkup.found_again"]
    assert not list(journal.verify(townships=[TOWNSHIP]))


def test_what_is_set_aside_rests_until_it_is_wrong_in_another_way(cast: Cast) -> None:
    published_here()
    row = found("helped_rate_possible")
    settled(row, Step.ACCEPT, cast.supervisor)
    look_at_figures(TOWNSHIP)
    assert found("helped_rate_possible").state == State.ACCEPTED
    people = Statement.objects.get(township=TOWNSHIP, item="released")
    commands.correct_figure(
        statement=people.id, value="16", said="刑释解教人员 16 人", listed="", why="补录", actor=cast.clerk
    )
    assert found("helped_rate_possible").state == State.OPEN
    assert found("helped_rate_possible").said["of"] == "16"


def test_a_finding_is_given_to_somebody_who_can_mend_it_and_keeps_them_when_it_comes_back(cast: Cast) -> None:
    at = At("person", None, cast.town.north, cast.town.grid_a, cast.town.a1, 1)
    wrong = Wrong("a", at, {"names": "2"})
    keep(TOWNSHIP, "one_chief", [wrong])
    row = found("one_chief")
    worker, lead = cast.gridworker, cast.gridlead
    assert worker.user in queries.can_mend(row)
    with pytest.raises(NotAllowed):
        commands.give(finding=row.id, to=lead.user, actor=worker)
    commands.give(finding=row.id, to=worker.user, actor=worker)
    commands.give(finding=row.id, to=None, actor=worker)
    with pytest.raises(Invalid):
        commands.give(finding=row.id, to=cast.handler.user, actor=cast.clerk)
    commands.give(finding=row.id, to=worker.user, actor=cast.clerk)
    assert [one.id for one in queries.given(worker)] == [row.id]
    keep(TOWNSHIP, "one_chief", [])
    assert queries.given(worker) == []
    with pytest.raises(RuleBroken):
        commands.give(finding=row.id, to=worker.user, actor=cast.clerk)
    keep(TOWNSHIP, "one_chief", [wrong])
    back = found("one_chief")
    assert (back.given_to, back.again) == (worker.user, 1)
    assert not list(journal.verify(townships=[TOWNSHIP]))


def test_a_finding_is_set_aside_with_a_word_by_those_who_answer_for_the_data(cast: Cast) -> None:
    published_here()
    row = found("one_chief")
    with pytest.raises(Invalid):
        settled(row, Step.ACCEPT, cast.supervisor, words="  ")
    with pytest.raises(NotAllowed):
        settled(row, Step.ACCEPT, cast.auditor)
    with pytest.raises(NotFound):
        settled(row, Step.ACCEPT, cast.gridlead)
    settled(row, Step.WRONG_ALARM, cast.supervisor)
    with pytest.raises(Conflict):
        settled(row, Step.ACCEPT, cast.supervisor)
    with pytest.raises(RuleBroken):
        settled(row, Step.ACCEPT, cast.supervisor, seen="wrong_alarm")
    settled(row, Step.REOPEN, cast.supervisor, seen="wrong_alarm")
    sheet = queries.finding(cast.supervisor, row.id)
    assert [line.kind for line in sheet.lines] == [Step.WRONG_ALARM, Step.REOPEN]


def test_whoever_may_mend_it_finds_it_and_nobody_else(cast: Cast) -> None:
    town = cast.town
    at = At("person", None, town.north, town.grid_a, town.a1, 1)
    keep(TOWNSHIP, "one_head", [Wrong("a", at, {"heads": "2"})])
    sealed = At("person", None, town.north, town.grid_a, town.a1, 3)
    keep(TOWNSHIP, "programme_age", [Wrong("b", sealed, {"age": "3", "youngest": "60", "oldest": "150"})])
    seen = {
        role: queries.waiting(cast.of_role(role))
        for role in ("gridworker", "gridlead", "chief", "clerk", "auditor", "admin", "handler")
    }
    assert seen == {
        "gridworker": 1,
        "gridlead": 1,
        "chief": 1,
        "clerk": 1,
        "auditor": 2,
        "admin": 0,
        "handler": 0,
    }
    assert queries.waiting(cast.other_gridworker) == queries.waiting(cast.other_chief) == 0
    assert [(one.area, one.count) for one in queries.by_grid(cast.chief)] == [(town.grid_a, 1)]


def test_a_figure_is_written_down_and_looked_at_at_once(cast: Cast) -> None:
    told = Told(item="released", place="文化路", period="2026-10", value="14", text="释解人员 14 人")
    rate = Told(item="released_helped_rate", place="文化路", period="2026-10", value="98%", text="帮教率 98%")
    first = commands.state_figure(told=told, actor=cast.clerk, receipt="one")
    assert commands.state_figure(told=told, actor=cast.clerk, receipt="one") == first
    second = commands.state_figure(told=rate, actor=cast.clerk)
    assert Statement.objects.one(second).value == Decimal(98)
    assert found("helped_rate_possible").state == State.OPEN
    commands.withdraw_figure(statement=second, why="写错了", actor=cast.clerk)
    assert found("helped_rate_possible").state == State.MENDED


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": "很多"}, "value"),
        ({"value": "1e99"}, "value"),
        ({"item": "nothing"}, "item"),
        ({"text": " "}, "text"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(cast: Cast, change: dict[str, str], field: str) -> None:
    given = {"item": "released", "place": "文化路", "period": "2026-10", "value": "14", "text": "14 人"}
    with pytest.raises(Invalid) as refused:
        commands.state_figure(told=Told(**(given | change)), actor=cast.clerk)
    assert field in refused.value.fields


def test_figures_are_kept_by_the_office_only(cast: Cast) -> None:
    told = Told(item="released", place="文化路", period="2026-10", value="14", text="14 人")
    with pytest.raises(NotAllowed):
        commands.state_figure(told=told, actor=cast.gridlead)


def test_a_check_that_is_off_finds_nothing_and_what_it_found_goes(cast: Cast) -> None:
    published_here()
    with pytest.raises(NotAllowed):
        commands.switch(township=TOWNSHIP, check_key="right_words", on=False, why="不用", actor=cast.clerk)
    with pytest.raises(NotFound):
        commands.switch(township=TOWNSHIP, check_key="no_such", on=False, why="不用", actor=cast.admin)
    commands.switch(township=TOWNSHIP, check_key="right_words", on=False, why="另有校对", actor=cast.admin)
    jobs.run_due()
    rows = Finding.objects.filter(township=TOWNSHIP, check_key="right_words")
    assert set(rows.values_list("state", flat=True)) == {State.MENDED}
    assert not next(one for one in queries.switches(TOWNSHIP) if one.check.key == "right_words").on
    commands.switch(township=TOWNSHIP, check_key="right_words", on=True, why="还是要", actor=cast.admin)
    jobs.run_due()
    assert set(rows.values_list("state", flat=True)) == {State.OPEN}


def test_a_look_says_how_far_it_is_and_one_goes_at_a_time(cast: Cast) -> None:
    for report in published().values():
        commands.take_in(report, township=TOWNSHIP)
    run = commands.ask_look(township=TOWNSHIP, actor=cast.clerk)
    assert commands.ask_look(township=TOWNSHIP, actor=cast.admin) == run
    jobs.run_due()
    row = Run.objects.one(run)
    assert (row.state, row.done, row.of) == (RunState.DONE, row.of, len(checks()))
    assert row.found == sum(len(one.findings) for one in contradictions())
    assert queries.last_run(cast.clerk) == row
    commands.work_off(run=run)
    assert Run.objects.one(run).found == row.found
    with pytest.raises(NotFound):
        commands.ask_look(township=TOWNSHIP + 1, actor=cast.clerk)
