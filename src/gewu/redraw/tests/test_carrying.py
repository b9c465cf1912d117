"""New borders for grids that are divided further: their areas are carried along, nothing is lost."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from gewu.redraw import carrying
from gewu.redraw.adopting import Proposed
from gewu.redraw.carrying import Carried, Parts
from gewu.redraw.cut import Cut
from gewu.redraw.ground import CannotDraw
from gewu.redraw.lineage import lineage
from gewu.redraw.tests.builders import NORTH_EDGE, SIDE, WEST, fresh
from gewu.redraw.tests.test_edits import BOARD, HOMES, area_of, homes

HOME = "370402999001"
WEST_GROUP, EAST_GROUP = f"{HOME}010", f"{HOME}020"
NORTHERN = [key for key in BOARD.pieces if BOARD.community(key) == HOME]


def strips(*ends: float) -> list[Proposed]:
    """The northern community in strips from west to east; `ends` in squares."""
    marks = [0.0, *ends, 4.0]
    return [
        Proposed(
            box(
                round(WEST + one * SIDE, 6),
                round(NORTH_EDGE - 2 * SIDE, 6),
                round(WEST + other * SIDE, 6),
                NORTH_EDGE,
            )
        )
        for one, other in pairwise(marks)
    ]


def carried(shapes: Sequence[Proposed], parts: Parts = "join", keys: Sequence[str] = ()) -> Carried:
    inside = [home for home in HOMES if home.area in set(map(area_of, NORTHERN))]
    keys = keys or [WEST_GROUP, EAST_GROUP]
    return carrying.carry(BOARD, keys, shapes, houses=inside, parts=parts, fresh=fresh())


def after(done: Carried) -> Cut:
    return BOARD.at(done.change)


def living(cut: Cut) -> list[int]:
    """Households of each new group, by its key."""
    found = homes(cut).households
    groups = sorted(group for group in cut.groups if cut.groups[group].is_new)
    return [sum(found[key] for key, piece in cut.pieces.items() if piece.parent == group) for group in groups]


def test_areas_that_lie_in_one_new_grid_move_under_it_as_they_are() -> None:
    done = carried(strips(1, 3))
    cut = after(done)
    assert done.parted == ()
    assert all(cut.pieces[key].ground.equals(BOARD.pieces[key].ground) for key in NORTHERN)
    assert sorted(cut.groups) == ["370402999002010", "370402999002020", "n1a", "n1b", "n1c"]
    assert living(cut) == [54, 108, 54]


def test_a_grid_that_stays_what_it_was_keeps_its_number_and_its_areas() -> None:
    cut = after(carried(strips(2, 3)))
    assert WEST_GROUP in cut.groups
    assert EAST_GROUP not in cut.groups
    assert [cut.pieces[key].parent for key in NORTHERN[:2]] == [WEST_GROUP, WEST_GROUP]


def test_an_area_that_is_cut_keeps_its_number_where_most_of_its_homes_are() -> None:
    done = carried(strips(1.4))
    cut = after(done)
    assert cut.pieces.keys() == BOARD.pieces.keys()
    assert [(one.key, one.parts) for one in done.parted] == [
        (key, (("n1b", 18), ("n1a", 9))) for key in sorted((NORTHERN[1], NORTHERN[5]))
    ]
    assert [cut.pieces[key].parent for key in NORTHERN[:3]] == ["n1a", "n1b", "n1b"]
    assert living(cut) == [72, 144]


def test_or_its_other_parts_become_areas_of_their_own() -> None:
    cut = after(carried(strips(1.4), "divide"))
    assert len(cut.pieces) == len(BOARD.pieces) + 2
    new = [piece for piece in cut.pieces.values() if piece.is_new]
    assert {(piece.parent, homes(cut).households[piece.key]) for piece in new} == {("n1a", 9)}
    assert living(cut) == [72, 144]


def test_a_new_grid_inside_one_area_gets_an_area_of_its_own() -> None:
    cut = after(carried(strips(1.1, 1.4)))
    (new,) = [piece for piece in cut.pieces.values() if piece.is_new]
    assert cut.groups[new.parent].key == "n1b"
    assert living(cut) == [54, 18, 144]


def test_the_line_of_a_grid_that_ended_leads_to_all_that_took_its_ground() -> None:
    found = lineage(BOARD, after(carried(strips(1, 3))))
    assert found == {
        (WEST_GROUP, "n1a"): "split",
        (WEST_GROUP, "n1b"): "split",
        (EAST_GROUP, "n1b"): "split",
        (EAST_GROUP, "n1c"): "split",
    }


@pytest.mark.parametrize(
    ("keys", "shapes", "why"),
    [
        ([NORTHERN[0]], strips(1), "too-few"),
        ([WEST_GROUP], strips(1), "over-the-border"),
        ([WEST_GROUP, EAST_GROUP], strips(1)[:1], "gap"),
    ],
    ids=["no group", "ground of another", "a gap"],
)
def test_what_does_not_share_the_ground_out_is_refused(
    keys: list[str], shapes: list[Proposed], why: str
) -> None:
    with pytest.raises(CannotDraw) as refused:
        carried(shapes, keys=keys)
    assert refused.value.code == why


@settings(max_examples=25, deadline=None)
@given(
    ends=st.lists(st.integers(1, 79), min_size=1, max_size=5, unique=True),
    parts=st.sampled_from(["join", "divide"]),
)
def test_however_grids_are_cut_no_area_and_no_home_is_lost(ends: list[int], parts: Parts) -> None:
    shapes = strips(*(end / 20 for end in sorted(ends)))
    done = carried(shapes, parts)
    cut = after(done)
    assert cut.pieces.keys() >= BOARD.pieces.keys()
    assert shapely.coverage_is_valid([piece.ground for piece in cut.pieces.values()])
    assert sum(homes(cut).households.values()) == 3 * len(HOMES)
    assert {piece.parent for piece in cut.pieces.values()} == cut.groups.keys()
    assert len([group for group in cut.groups.values() if group.parent == HOME]) == len(shapes)
