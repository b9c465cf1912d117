"""Drafts of borders: begun, drawn in steps, taken back and done again, handed in, published by another."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from gewu.cases.commands import borders
from gewu.cases.tests.builders import a_case, again
from gewu.kernel import clock, jobs, journal
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.people import queries as people
from gewu.places import commands as place_commands
from gewu.places import queries as places
from gewu.places.testing import NORTH, TOWNSHIP, Spot, tiny_locality, tiny_plan
from gewu.redraw import commands, queries
from gewu.redraw.commands import settling
from gewu.redraw.models import Draft
from gewu.redraw.tests.builders import A1, A2, B1, B2, Cast, a_cast, a_draft, down_the_middle, drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return a_cast()


def at(point: Spot, when: datetime | None = None) -> UUID:
    """The deepest place at a point, by the borders of a moment."""
    found = places.locate(point, at=when)
    assert found is not None
    return found.at


def test_steps_are_taken_back_and_done_again(cast: Cast) -> None:
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    now = queries.drawn(Draft.objects.one(row.id))
    assert A1 not in now.cut.pieces
    assert now.touched == {A1, "n1a", "n1b"}
    commands.undo(draft_id=row.id, seen_version=2, actor=cast.admin)
    assert A1 in queries.drawn(Draft.objects.one(row.id)).cut.pieces
    commands.redo(draft_id=row.id, seen_version=3, actor=cast.admin)
    assert A1 not in queries.drawn(Draft.objects.one(row.id)).cut.pieces
    kinds = [entry.kind for entry in journal.entries_of(row.id)]
    assert kinds == ["redraw.started", "redraw.changed", "redraw.undone", "redraw.redone"]


def test_what_was_taken_back_is_gone_once_something_else_is_drawn(cast: Cast) -> None:
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    commands.undo(draft_id=row.id, seen_version=2, actor=cast.admin)
    drawn(row, {"kind": "merge", "keys": [A1, A2]}, cast.admin)
    with pytest.raises(RuleBroken):
        commands.redo(draft_id=row.id, seen_version=4, actor=cast.admin)


def test_households_are_counted_as_they_would_live(cast: Cast) -> None:
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    row = Draft.objects.one(row.id)
    counts = queries.counts_of(row, queries.drawn(row))
    assert counts.households["n1a"] + counts.households["n1b"] == counts.households_before[A1]
    assert counts.moved_households == counts.households_before[A1]


def test_an_old_view_a_stranger_and_nonsense_are_refused(cast: Cast) -> None:
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    with pytest.raises(Conflict):
        commands.draw(draft_id=row.id, edit=down_the_middle(A2), seen_version=1, actor=cast.admin)
    with pytest.raises(Invalid):
        drawn(row, {"kind": "split", "key": A2, "line": [[117.7, 95]]}, cast.admin)
    with pytest.raises(RuleBroken):
        drawn(row, down_the_middle(A1), cast.admin)
    with pytest.raises(NotAllowed):
        commands.begin(township=TOWNSHIP, title="x", actor=cast.dispatcher)


def handed_in(cast: Cast, row: Draft) -> Draft:
    seen = Draft.objects.one(row.id).version
    return commands.offer(draft_id=row.id, reason="", seen_version=seen, actor=cast.admin)


def published(cast: Cast, row: Draft) -> Draft:
    handed_in(cast, row)
    seen = Draft.objects.one(row.id).version
    return commands.publish(draft_id=row.id, seen_version=seen, actor=cast.supervisor)


def test_a_published_split_makes_numbers_that_were_never_used(cast: Cast) -> None:
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    row = published(cast, row)
    assert row.state == Draft.State.APPLIED
    west, east = places.area_by_code(NORTH + "013"), places.area_by_code(NORTH + "014")
    assert (west.name, east.name) == ("单元网格13", "单元网格14")
    assert places.area_by_code(A1).retired_at is not None
    assert at(cast.town.in_building_1) == west.id
    assert row.ended_at is not None
    before = row.ended_at - timedelta(seconds=1)
    assert at(cast.town.in_building_1, before) == cast.town.a1
    assert places.successors(cast.town.a1) == (west.id, east.id)
    assert places.grid_of(cast.town.building_1) == west.id
    assert places.grid_of(cast.town.building_1, at=before) == cast.town.a1


def test_whoever_drew_does_not_publish(cast: Cast) -> None:
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    row = handed_in(cast, row)
    with pytest.raises(NotAllowed):
        commands.publish(draft_id=row.id, seen_version=row.version, actor=cast.admin)
    with pytest.raises(NotAllowed):
        commands.publish(draft_id=row.id, seen_version=row.version, actor=cast.dispatcher)
    back = commands.send_back(
        draft_id=row.id, remark="再看看", seen_version=row.version, actor=cast.supervisor
    )
    assert back.state == Draft.State.OPEN
    commands.withdraw(draft_id=row.id, actor=cast.admin)
    with pytest.raises(RuleBroken):
        drawn(row, down_the_middle(), cast.admin)


def test_nothing_drawn_cannot_be_handed_in(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        handed_in(cast, a_draft(cast))


def test_borders_wait_for_their_day(cast: Cast) -> None:
    day = people.today() + timedelta(days=3)
    row = commands.begin(township=TOWNSHIP, title="十二月一日起", effective_on=day, actor=cast.admin)
    drawn(row, down_the_middle(), cast.admin)
    row = published(cast, row)
    assert row.state == Draft.State.PUBLISHED
    assert at(cast.town.in_building_1) == cast.town.a1
    other = a_draft(cast, title="另一份")
    drawn(other, {"kind": "merge", "keys": [B1, B2]}, cast.admin)
    with pytest.raises(Conflict):
        published(cast, other)
    with clock.hold(clock.now() + timedelta(days=3, hours=1)):
        commands.apply_due()
        assert Draft.objects.one(row.id).state == Draft.State.APPLIED
        assert at(cast.town.in_building_1) != cast.town.a1
    with clock.hold(clock.now() + timedelta(days=3, hours=2)):
        # The other draft goes on: it drew elsewhere.
        seen = Draft.objects.one(other.id).version
        commands.publish(draft_id=other.id, seen_version=seen, actor=cast.supervisor)
        assert places.area_by_code(B1).retired_at is not None


def test_two_drafts_of_the_same_ground_do_not_both_hold(cast: Cast) -> None:
    one, other = a_draft(cast), a_draft(cast, title="另一份")
    drawn(one, down_the_middle(), cast.admin)
    drawn(other, {"kind": "merge", "keys": [A1, A2]}, cast.admin)
    published(cast, one)
    with pytest.raises(Conflict):
        handed_in(cast, other)


def test_open_cases_follow_and_the_past_stays(cast: Cast) -> None:
    waiting, over = a_case(cast), a_case(cast, stage="archived")
    moved = again(waiting.id)
    past = (over.in_cell, over.happened_in, over.boundary_version, moved.happened_in)
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    published(cast, row)
    jobs.run_due()
    row, moved, over = Draft.objects.one(row.id), again(moved.id), again(over.id)
    assert row.settled_at is not None
    assert row.settled_cases == 1
    assert moved.in_cell in places.successors(cast.town.a1)
    assert (over.in_cell, over.happened_in, over.boundary_version, moved.happened_in) == past
    assert journal.entries_of(moved.id)[-1].kind == "case.regridded"
    # A second run of the job finds nothing left to do.
    commands.settle(draft=row.id)
    assert Draft.objects.one(row.id).settled_cases == 1


def test_a_killed_job_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [a_case(cast) for _ in range(5)]
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    published(cast, row)
    monkeypatch.setattr(borders, "BATCH", 2)
    monkeypatch.setattr(settling, "TURNS", 1)
    commands.settle(draft=row.id)
    assert Draft.objects.one(row.id).settled_cases == 2
    for _ in range(3):
        commands.settle(draft=row.id)
    assert Draft.objects.one(row.id).settled_cases == 5
    cells = {again(case.id).in_cell for case in found}
    assert cast.town.a1 not in cells


def test_a_loaded_place_keeps_what_people_redrew(cast: Cast) -> None:
    row = a_draft(cast)
    drawn(row, {"kind": "merge", "keys": [A1, A2]}, cast.admin)
    published(cast, row)
    place_commands.install(tiny_locality(), tiny_plan())
    assert places.area_by_code(A1).retired_at is not None
    assert at(cast.town.in_a1) == at(cast.town.in_a2)
