"""Squares, shares and codes, without a database."""

from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gewu.layers.definition import LayersFile, read
from gewu.layers.rules import free_codes, shares, squares
from gewu.places.locality import LocalityError

METRE = 1 / 111_320


def a_ground(width: float, height: float) -> shapely.Polygon:
    return shapely.box(0, 0, width * METRE, height * METRE)


@given(
    width=st.floats(120, 900),
    height=st.floats(120, 900),
    split=st.floats(0.2, 0.8),
    tilt=st.floats(-0.2, 0.2),
)
def test_squares_cover_each_ground_once_and_never_reach_into_another(
    width: float, height: float, split: float, tilt: float
) -> None:
    whole = a_ground(width, height)
    x, up = width * split * METRE, height * METRE
    leaning = shapely.Polygon([(-1, -1), (x + tilt * up, -1), (x - tilt * up, up + 1), (-1, up + 1)])
    left = whole.intersection(leaning)
    grounds = {"left": left, "right": whole.difference(left)}
    for key, pieces in squares(grounds, 10_000).items():
        assert shapely.union_all(pieces).symmetric_difference(grounds[key]).area < 1e-6 * whole.area
        assert sum(piece.area for piece in pieces) == pytest.approx(grounds[key].area)


def test_small_rests_join_their_neighbours() -> None:
    pieces = squares({"one": a_ground(210, 100)}, 10_000)["one"]
    assert len(pieces) == 2


def test_shares_say_which_part_lies_where_and_leave_out_what_only_touches() -> None:
    west, east, far = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(2, 0, 3, 1)
    assert shares(shapely.box(0.5, 0, 2, 1), {"west": west, "east": east, "far": far}) == {
        "west": 0.3333,
        "east": 0.6667,
    }


def test_a_code_is_never_given_twice() -> None:
    assert next(free_codes("37", 1, {"371", "372"})) == "373"
    assert list(free_codes("37", 1, {f"37{n}" for n in range(10)})) == []


@pytest.mark.parametrize("key", ["wenhualu", "jiefangbei", "daimiao", "shiqiao", "zhengzhou"])
def test_every_place_has_layers_that_hold_together(key: str) -> None:
    assert read(key).layers


def test_one_layer_carries_a_matter_not_two() -> None:
    words = {"zh": "层", "en": "Layer"}
    one = {"kind": "other", "names": words, "note": words, "squares": 10_000, "carries": ["020112"]}
    with pytest.raises(ValueError, match="one layer carries a matter"):
        LayersFile.model_validate({"layers": [one | {"key": "one"}, one | {"key": "two"}]})


def test_a_file_with_mistakes_says_all_of_them(tmp_path: Path, settings: Any) -> None:
    file = tmp_path / "odd"
    file.mkdir()
    (file / "place.toml").write_text("key = 'odd'")
    (file / "layers.toml").write_text("[[layers]]\nkey = 'Odd'\nkind = 'none'\n")
    settings.LOCALITY_FOLDERS = [str(tmp_path)]
    with pytest.raises(LocalityError) as refused:
        read("odd")
    assert len(refused.value.problems) >= 3
