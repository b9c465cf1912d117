"""Asking, working out as a job, and adopting, in the tiny town: two communities of two grids."""

from uuid import uuid4

import pytest

from gewu.cases.tests.builders import Cast, a_case, a_cast
from gewu.kernel import jobs, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from gewu.people.testing import an_actor
from gewu.places.testing import NORTH, TOWNSHIP
from gewu.planner import commands, queries
from gewu.planner.commands import Asking
from gewu.planner.models import Proposal, Run
from gewu.planner.values import Aim, Wishes
from gewu.redraw import queries as redraw
from gewu.redraw.previews import Preview

pytestmark = pytest.mark.django_db

WISHES = Wishes(low=30, high=70, size=48)


@pytest.fixture
def cast() -> Cast:
    return a_cast()


def asked(cast: Cast, wishes: Wishes = WISHES, by: Actor | None = None, **more: object) -> Run:
    areas = more.get("areas", (cast.town.north,))
    asking = Asking(TOWNSHIP, areas, wishes)  # type: ignore[arg-type]  # ids of areas
    return queries.run(cast.admin, commands.ask(asking=asking, actor=by or cast.admin))


def done(cast: Cast, wishes: Wishes = WISHES) -> Run:
    row = asked(cast, wishes)
    jobs.run_due()
    return queries.run(cast.admin, row.id)


def test_asking_leaves_a_job_and_a_line_in_the_journal(cast: Cast) -> None:
    row = asked(cast)
    assert row.state == Run.State.WAITING
    assert [entry.kind for entry in journal.entries_of(row.id)] == ["planner.asked"]


def test_a_run_answers_with_a_proposal_for_each_aim(cast: Cast) -> None:
    row = done(cast)
    found = queries.proposals(row)
    assert (row.state, row.done, row.of) == (Run.State.DONE, 3, 3)
    assert [one.aim for one in found] == list(Aim)
    assert {one.measures.households for one in found} == {96}
    assert {one.measures.in_range for one in found} == {2}


def test_the_grids_of_today_are_measured_alike(cast: Cast) -> None:
    today = queries.today(done(cast))
    assert today is not None
    assert (today.grids, today.least, today.most) == (2, 36, 60)


def test_cases_of_the_last_year_count_for_the_house_nearest_to_them(cast: Cast) -> None:
    a_case(cast)
    row = done(cast)
    kept = Proposal.objects.of(row).filter(aim=Aim.BALANCE).get()
    assert sum(grid.cases for grid in queries.grids(kept)) == 1


def test_a_run_done_twice_changes_nothing(cast: Cast) -> None:
    row = done(cast)
    before = [one.id for one in queries.proposals(row)]
    commands.propose(run=row.id)
    assert [one.id for one in queries.proposals(row)] == before


def test_a_run_that_was_killed_half_way_begins_anew(cast: Cast) -> None:
    row = asked(cast)
    row.state, row.done, row.of = Run.State.RUNNING, 1, 3
    row.write("state", "done", "of")
    jobs.run_due()
    assert queries.run(cast.admin, row.id).state == Run.State.DONE


def test_the_same_receipt_asks_once(cast: Cast) -> None:
    asking = Asking(TOWNSHIP, (), WISHES)
    twice = {commands.ask(asking=asking, actor=cast.admin, receipt="one") for _ in range(2)}
    assert len(twice) == 1


def test_a_proposal_becomes_a_draft_of_borders(cast: Cast) -> None:
    row = done(cast, Wishes(low=90, high=120, size=96))
    chosen = queries.proposals(row)[0]
    draft = redraw.draft(cast.admin, commands.adopt(proposal=chosen.id, title="北片", actor=cast.admin))
    assert draft.title == "北片"
    cut = redraw.drawn(draft).cut
    # One of the two grids goes on with the homes of the other: nobody else moves, as the proposal says.
    assert not [piece for piece in cut.pieces.values() if piece.is_new]
    assert Preview(draft).counts.moved_households == chosen.measures.moved
    assert queries.proposals(row)[0].draft == draft.id
    assert [entry.kind for entry in journal.entries_of(row.id)][-1] == "planner.adopted"


@pytest.fixture
def foundation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Foundation grids are planned, which are divided into units: A1 has 60 homes, A2 has 36."""
    monkeypatch.setattr(queries, "planned_level", lambda locality: locality.level("foundation"))


@pytest.mark.usefixtures("foundation")
def test_grids_that_are_divided_further_take_their_areas_along(cast: Cast) -> None:
    chosen = queries.proposals(done(cast))[0]
    draft = redraw.draft(cast.admin, commands.adopt(proposal=chosen.id, title="北片", actor=cast.admin))
    cut = redraw.drawn(draft).cut
    assert len([group for group in cut.groups.values() if group.is_new]) == 1
    assert len({cut.pieces[NORTH + end].parent for end in ("011", "012")}) == 2
    assert not [piece for piece in cut.pieces.values() if piece.is_new]


@pytest.mark.usefixtures("foundation")
def test_areas_that_proposed_grids_cut_are_listed_before_and_in_the_draft(cast: Cast) -> None:
    """A grid for each house of A1."""
    run = done(cast, Wishes(low=25, high=40, size=32))
    row = Proposal.objects.of(run).filter(aim=Aim.BALANCE).get()
    (cut,) = queries.divided(run, row)
    assert cut.area.id == cast.town.a1
    assert [many for _number, many in cut.parts] == [30, 30]
    draft = commands.adopt(proposal=row.id, title="北片", actor=cast.admin, parts="divide")
    (step,) = redraw.steps(redraw.draft(cast.admin, draft))
    assert step.kind == "carry"
    assert [one[0] for one in step.asked["parted"]] == [NORTH + "011"]


def test_a_proposal_is_adopted_once(cast: Cast) -> None:
    chosen = queries.proposals(done(cast))[0]
    commands.adopt(proposal=chosen.id, title="北片", actor=cast.admin)
    with pytest.raises(Conflict):
        commands.adopt(proposal=chosen.id, title="北片", actor=cast.admin)


def test_a_proposal_on_other_borders_than_todays_is_not_adopted(cast: Cast) -> None:
    row = done(cast)
    row.version_id = uuid4()
    row.write("version_id")
    with pytest.raises(Conflict):
        commands.adopt(proposal=queries.proposals(row)[0].id, title="北片", actor=cast.admin)


@pytest.mark.parametrize(
    ("wishes", "fields"),
    [
        (Wishes(low=1, high=70, size=48), {"low"}),
        (Wishes(low=80, high=70, size=75), {"high", "size"}),
        (Wishes(low=30, high=70, size=90), {"size"}),
        (Wishes(low=30, high=70, size=48, barriers=("wall",)), {"barriers"}),
        (Wishes(low=30, high=70, size=48, together=((uuid4(),),)), {"together"}),
    ],
    ids=["too low", "upside down", "size outside", "unknown barrier", "unknown estate"],
)
def test_what_cannot_be_is_refused(cast: Cast, wishes: Wishes, fields: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        asked(cast, wishes)
    assert set(refused.value.fields) == fields


def test_areas_of_elsewhere_are_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        asked(cast, areas=(cast.town.a1,))


@pytest.mark.parametrize("role", ["clerk", "dispatcher", "gridlead", "auditor", "overseer"])
def test_only_who_draws_borders_asks(cast: Cast, role: str) -> None:
    with pytest.raises(NotAllowed):
        asked(cast, by=cast.of_role(role))


def test_strangers_see_no_run_and_no_proposal(cast: Cast) -> None:
    row = done(cast)
    chosen = queries.proposals(row)[0].id
    for stranger in (cast.clerk, cast.gridworker, cast.resident):
        with pytest.raises(NotFound):
            queries.run(stranger, row.id)
        with pytest.raises(NotFound):
            queries.proposal(stranger, chosen)
        with pytest.raises(DomainError):
            commands.adopt(proposal=chosen, title="北片", actor=stranger)


def test_an_overseer_sees_but_does_not_adopt(cast: Cast) -> None:
    chosen = queries.proposals(done(cast))[0].id
    overseer = an_actor("overseer", cast.town.county)
    assert queries.proposal(overseer, chosen)[1].id == chosen
    with pytest.raises(NotAllowed):
        commands.adopt(proposal=chosen, title="北片", actor=overseer)
