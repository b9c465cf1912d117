"""Laws of redrawing: whatever is drawn, the town stays covered without overlap, and nobody is lost."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid5

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, affinity, box

from gewu.redraw import adopting, edits, taking
from gewu.redraw.adopting import Proposed
from gewu.redraw.checks import Range, Ruled, findings_of
from gewu.redraw.counts import Counts, counted
from gewu.redraw.cut import Change, Cut, kept, read
from gewu.redraw.ground import CannotDraw, border_between, lengthened
from gewu.redraw.lineage import lineage
from gewu.redraw.taking import House
from gewu.redraw.tests.builders import SIDE, across, fresh, squares

BOARD = squares()
KEYS = sorted(BOARD.pieces)
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Home:
    """A house of three households."""

    id: UUID
    lon: float
    lat: float
    area: UUID
    households: int = 3
    by_hand: bool = False
    name: str = ""
    name_en: str = ""


def area_of(key: str) -> UUID:
    return uuid5(NOBODY, key)


HOMES = [
    Home(uuid5(NOBODY, f"{key}{n}"), round(at.x, 6), round(at.y, 6), area_of(key))
    for key in KEYS
    for n, at in enumerate(
        affinity.translate(BOARD.pieces[key].ground.centroid, dx * SIDE / 4, dy * SIDE / 4)
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
    )
]


def homes(cut: Cut) -> Counts:
    return counted(BOARD, cut, HOMES, {area_of(key): key for key in KEYS})


moves = st.lists(
    st.tuples(
        st.sampled_from(["split", "merge", "shift", "draw", "regroup"]),
        st.integers(0, 99),
        st.integers(0, 7),
        st.floats(-1, 1),
        st.floats(-1, 1),
    ),
    min_size=1,
    max_size=8,
)


def made(cut: Cut, step: int, move: tuple[str, int, int, float, float]) -> Change:
    """An edit as somebody might draw it: across, askew, sometimes nonsense."""
    kind, which, other, dx, dy = move
    key = sorted(cut.pieces)[which % len(cut.pieces)]
    ground = cut.pieces[key].ground
    near = sorted(one.key for one in cut.touching([ground]) if one.key != key)
    beside, middle = near[other % len(near)], ground.centroid
    if kind == "split":
        away = SIDE * 3
        line = LineString([(middle.x - dx * away, middle.y - away), (middle.x + dy * away, middle.y + away)])
        return edits.split(cut, key, line, fresh=fresh(step))
    if kind == "merge":
        return edits.merge(cut, [key, beside], fresh=fresh(step))
    if kind == "shift":
        border = border_between(ground, cut.pieces[beside].ground)
        if border is None:
            raise CannotDraw("no-neighbours")
        bend = border.interpolate(0.5, normalized=True)
        points = [border.coords[0], (bend.x + dx * SIDE / 3, bend.y + dy * SIDE / 3), border.coords[-1]]
        return edits.shift(cut, key, beside, LineString(points))
    if kind == "regroup":
        return edits.regroup(cut, [key], "", fresh=fresh(step))
    shape = Point(middle.x + dx * SIDE, middle.y + dy * SIDE).buffer(SIDE * (0.4 + other / 10), quad_segs=2)
    return edits.draw(cut, shape, fresh=fresh(step))


@settings(max_examples=60, deadline=None)
@given(moves)
def test_any_sequence_of_edits_covers_the_town_and_keeps_its_households(
    sequence: list[tuple[str, int, int, float, float]],
) -> None:
    cut = BOARD
    for step, move in enumerate(sequence, 1):
        try:
            change = made(cut, step, move)
        except CannotDraw:
            continue
        after = cut.at(change)
        assert after.at(after.before(read(kept(cut.before(change))))).pieces.keys() == after.pieces.keys()
        assert after.at(cut.before(change)).pieces.keys() == cut.pieces.keys()
        cut = after
    grounds = [piece.ground for piece in cut.pieces.values()]
    assert shapely.coverage_is_valid(grounds)
    assert all(isinstance(ground, Polygon) for ground in grounds)
    town = shapely.union_all([piece.ground for piece in BOARD.pieces.values()])
    assert not cut.flat.wider(shapely.symmetric_difference(shapely.union_all(grounds), town), 0.5)
    assert sum(homes(cut).households.values()) == 3 * len(HOMES)
    assert None not in homes(cut).households


def test_a_line_splits_and_merging_gives_the_ground_back() -> None:
    key = KEYS[0]
    cut = BOARD.at(edits.split(BOARD, key, across(BOARD, key), fresh=fresh(1)))
    assert {"n1a", "n1b"} <= cut.pieces.keys()
    back = cut.at(edits.merge(cut, ["n1a", "n1b"], fresh=fresh(2)))
    assert back.pieces["n2a"].ground.equals(BOARD.pieces[key].ground)
    assert lineage(BOARD, cut) == {(key, "n1a"): "split", (key, "n1b"): "split"}


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        pytest.param(
            lambda: edits.split(BOARD, KEYS[0], LineString([(117.7, 34.9), (117.71, 34.9)]), fresh=fresh()),
            "not-across",
            id="a line elsewhere",
        ),
        pytest.param(
            lambda: edits.split(
                BOARD,
                KEYS[0],
                LineString([(117.699, 34.801), (117.703, 34.797), (117.703, 34.801), (117.699, 34.797)]),
                fresh=fresh(),
            ),
            "crossing",
            id="a line across itself",
        ),
        pytest.param(
            lambda: edits.merge(BOARD, [KEYS[0], KEYS[0]], fresh=fresh()), "too-few", id="one grid twice"
        ),
        pytest.param(
            lambda: edits.merge(BOARD, [KEYS[0], KEYS[-1]], fresh=fresh()),
            "other-community",
            id="grids of two communities",
        ),
        pytest.param(lambda: edits.draw(BOARD, box(1, 1, 2, 2), fresh=fresh()), "outside", id="outside"),
        pytest.param(
            lambda: adopting.adopt(
                BOARD, [KEYS[0]], [Proposed(box(117.7, 34.798, 117.701, 34.8))], fresh=fresh()
            ),
            "gap",
            id="a gap",
        ),
        pytest.param(
            lambda: adopting.adopt(
                BOARD, [KEYS[0]], [Proposed(box(117.7, 34.798, 117.703, 34.8))], fresh=fresh()
            ),
            "over-the-border",
            id="over the border",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_with_its_reason(edit, why) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CannotDraw) as refused:
        edit()
    assert refused.value.code == why


def test_houses_chosen_from_a_list_get_a_border_around_them() -> None:
    key = KEYS[0]
    inside = [home for home in HOMES if home.area == area_of(key)]
    houses = [House(str(home.id), Point(home.lon, home.lat).buffer(SIDE / 12)) for home in inside]
    west = {
        house.id for house in houses if house.outline.centroid.x < BOARD.pieces[key].ground.centroid.x - 1e-5
    }
    cut = BOARD.at(taking.take(BOARD, key, "", houses=houses, chosen=west, fresh=fresh()))
    living = homes(cut).households
    assert sorted(living[new] for new in ("n1a", "n1b")) == [9, 18]


def test_households_outside_the_range_are_errors_or_only_said() -> None:
    key = KEYS[0]
    cut = BOARD.at(edits.split(BOARD, key, across(BOARD, key), fresh=fresh()))
    for outside, weight in (("refuse", "error"), ("say", "reason")):
        ruled = Ruled({"unit": Range(20, 30, outside)}, {"unit": [["gridworker"]]}, {key: ["gridworker"]})  # type: ignore[arg-type]
        found = findings_of(BOARD, cut, homes(cut), ruled)
        weights = {one.what: one.weight for one in found}
        assert weights == {"range": weight, "unstaffed": "say", "posts-end": "say"}


def test_a_house_given_by_hand_stays_until_all_are_divided_anew() -> None:
    """Given to the second grid, it stands on the ground of the first; that one ends where it did."""
    (first, second), known = KEYS[:2], {area_of(key): key for key in KEYS}
    given = replace(HOMES[0], area=area_of(second), by_hand=True)
    assert counted(BOARD, BOARD, [given], known).moved == {}
    assert counted(BOARD, BOARD, [given], known, anew=KEYS).moved == {given.id: (second, first)}


def test_a_shape_that_takes_the_place_of_a_grid_keeps_its_number() -> None:
    """The border between two grids shifts by a quarter."""
    one, other = (BOARD.pieces[key].ground for key in KEYS[:2])
    whole = shapely.union_all([one, other])
    # A strip of the first goes to the second, on the side where they meet.
    strip = one.intersection(affinity.scale(other, 1.5, 1.5))
    shapes, heirs = [one.difference(strip), whole.difference(one.difference(strip))], KEYS[:2]
    asked = [Proposed(shape, heir=heir) for shape, heir in zip(shapes, heirs, strict=True)]
    change = adopting.adopt(BOARD, KEYS[:2], asked, fresh=fresh())
    assert set(KEYS[:2]) <= {key for key, piece in change.pieces.items() if piece}
    assert not [piece for piece in change.pieces.values() if piece and piece.is_new]


def test_a_line_from_corner_to_corner_stays_exactly_there() -> None:
    """The way to metres and back would miss the corners by a hair, and the line would cut nothing."""
    ground = BOARD.pieces[KEYS[0]].ground
    west, south, east, north = ground.bounds
    for n in range(1, 60):
        at = round(west + n * (east - west) / 60, 6)
        line = LineString([(at, north), (at + 3e-6, south)])
        assert lengthened(line, ground, BOARD.flat, metres=5).coords[:] == line.coords[:]
