"""Drafts of borders: begun, drawn in steps, taken back and done again, handed in, published by another."""

import pytest

from gewu.kernel import journal
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.places.testing import TOWNSHIP
from gewu.redraw import commands, queries
from gewu.redraw.models import Draft
from gewu.redraw.tests.builders import A1, A2, Cast, a_cast, a_draft, down_the_middle, drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return a_cast()


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
