"""The five places that are shipped, by their files alone: counts, sizes and households as they were told."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from gewu.places import shelf
from gewu.places.locality import Locality, LocalityError, Plan, parse, read_place
from gewu.places.numbered import chinese
from gewu.places.plan_checks import plan_problems, sizes_outside
from gewu.places.shapes import households_of

# The counts of levels, as far as a report or the official list names them.
COUNTS = {
    "wenhualu": {"community": 12, "foundation": 43, "unit": 122},
    "jiefangbei": {"community": 10, "grid": 68, "duty_area": 93},
    "daimiao": {"community": 20, "grid": 418},
    "shiqiao": {"community": 10, "piece": 20, "grid": 48},
    "zhengzhou": {"city": 1, "county": 15, "township": 208, "community": 3306, "grid": 66},
}


@cache
def shipped(key: str) -> tuple[Locality, Plan]:
    locality, plan = shelf.read(key)
    assert plan
    return locality, plan


def households(key: str, level: str) -> list[int]:
    """Of every area of a level."""
    locality, plan = shipped(key)
    every = households_of(plan, locality)
    return [every[area.code] for area in (*locality.areas, *plan.areas) if area.level == level]


def test_five_places_are_shipped() -> None:
    assert set(shelf.folders()) >= COUNTS.keys()


@pytest.mark.parametrize("key", COUNTS)
def test_a_place_has_the_areas_it_was_reported_to_have(key: str) -> None:
    locality, plan = shipped(key)
    found = Counter(area.level for area in (*locality.areas, *plan.areas))
    assert {level: found[level] for level in COUNTS[key]} == COUNTS[key]
    assert {level.key: level.count for level in locality.levels if level.count}.items() >= COUNTS[key].items()


def test_grids_of_jiefangbei_share_its_households() -> None:
    grids = households("jiefangbei", "grid")
    assert (sum(grids), round(sum(grids) / len(grids))) == (28_491, 419)
    assert all(300 <= grid <= 500 for grid in grids)
    assert round(28_491 / len(households("jiefangbei", "duty_area"))) == 306


def test_every_grid_of_jiefangbei_has_one_or_two_responsibility_areas() -> None:
    _locality, plan = shipped("jiefangbei")
    areas = Counter(area.parent for area in plan.areas if area.level == "duty_area")
    assert set(areas.values()) == {1, 2}


def test_daimiao_is_nineteen_communities_and_a_village() -> None:
    locality, _plan = shipped("daimiao")
    kinds = Counter(area.code[9] for area in locality.areas if area.level == "community")
    assert kinds == {"0": 19, "2": 1}
    assert all(200 <= grid <= 400 for grid in households("daimiao", "grid"))


def test_the_tree_of_zhengzhou_hangs_together_and_one_township_has_grids() -> None:
    locality, plan = shipped("zhengzhou")
    codes = {area.code for area in locality.areas}
    assert all(area.code[:9] in codes for area in locality.areas if len(area.code) == 12)
    assert {area.code[:9] for area in plan.areas} == {str(locality.township)}


def test_places_differ_in_what_they_configure() -> None:
    every = [shipped(key)[0] for key in COUNTS]
    assert len({one.letters for one in every}) == len(every)
    assert len({tuple((level.key, level.tier) for level in one.levels) for one in every}) == len(every)
    assert len({one.codes for one in every}) > 3
    assert len({str(one.boundaries and one.boundaries.label.zh) for one in every}) > 3
    assert len({one.roles["gridworker"].zh for one in every}) == len(every)


def test_nothing_of_the_shipped_places_has_to_be_remarked_on() -> None:
    assert [shelf.remarks_of(key) for key in ("jiefangbei", "daimiao")] == [[], []]


def test_a_size_that_is_only_said_is_no_mistake() -> None:
    locality, plan = shipped("jiefangbei")
    said, refused = (
        parse_with(locality, households=[350, 400], outside=outside) for outside in ("say", "refuse")
    )
    assert not list(plan_problems(said, plan))
    assert "not between 350 and 400" in "; ".join(sizes_outside(said, plan, "say"))
    assert "not between 350 and 400" in "; ".join(plan_problems(refused, plan))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "code,zh,short,en\n4101,郑州市,郑州,Zhengzhou\n410102001,某街道,某,Some\n",
            "its parent 410102 is not",
        ),
        ("code,zh,short,en\n41015,某,某,Some\n", "no level"),
        ("code,zh,short,en\n4101,,郑州,Zhengzhou\n", "at least 1 character"),
        ("code,zh\n4101,郑州市\n", "line 1: .*; short, en is not there"),
        ("code,zh,short,en\n4101,郑州市\n", r"areas no. 2 \(4101\) short: Input should be"),
    ],
    ids=["no parent", "odd number of digits", "no name", "columns missing", "cells missing"],
)
def test_a_tree_with_mistakes_is_refused(tmp_path: Path, text: str, said: str) -> None:
    folder = tmp_path / "zhengzhou"
    folder.mkdir()
    (folder / "place.toml").write_text(
        (shelf.SHIPPED / "zhengzhou" / "place.toml").read_text("utf-8"), "utf-8"
    )
    (folder / "tree.csv").write_text(text, "utf-8")
    with pytest.raises(LocalityError, match=said):
        read_place(folder)


def test_a_number_of_households_that_does_not_live_here_is_refused() -> None:
    locality, _plan = shipped("jiefangbei")
    raw = locality.model_dump(mode="json")
    raw["demo_plan"]["households"] = 30_000
    with pytest.raises(LocalityError, match="28491 live here"):
        parse(raw, "jiefangbei")


def parse_with(locality: Locality, **changed: object) -> Locality:
    """The place with another rule for the sizes of its grids."""
    raw = locality.model_dump(mode="json")
    raw["levels"][5] |= changed
    return parse(raw, locality.key)


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (43, "四十三")]
)
def test_numbers_are_said_in_chinese(number: int, said: str) -> None:
    assert chinese(number) == said
