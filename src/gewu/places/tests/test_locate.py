"""Which grid holds a point: by hand in the tiny town."""

import pytest

from gewu.places import queries
from gewu.places.testing import TinyTown, tiny_town


@pytest.fixture
def town(db: None) -> TinyTown:
    return tiny_town()


def test_a_point_is_in_the_cell_that_holds_it(town: TinyTown) -> None:
    found = queries.locate(town.in_b2)

    assert found is not None
    assert (found.township, found.at, found.cell, found.grid, found.community) == (
        town.township, town.b2, town.b2, town.grid_b, town.south
    )  # fmt: skip
    assert [step.name for step in found.path][3:] == ["小样街道", "小凤社区", "第一网格", "2单元"]


def test_on_a_shared_border_the_lower_code_wins(town: TinyTown) -> None:
    found = queries.locate(town.in_the_middle)

    assert found is not None
    assert found.at == town.a1
