"""What the shipped catalogue promises, and who puts things right. No database."""

import tomllib
from importlib.resources import files
from typing import get_args

import pytest

from gewu.catalogue import matters, queries
from gewu.catalogue.definition import FilingStandard
from gewu.deadlines.rules import Limit, Unit
from gewu.places.dictionary import MatterSet

ELEVEN = {f"01{major:02}" for major in range(1, 6)} | {f"02{major:02}" for major in range(1, 7)}


def test_all_eleven_classes_are_there_with_more_than_a_hundred_and_twenty_categories() -> None:
    national = [category for category in queries.categories() if category.code[:4] in ELEVEN]
    assert {category.code[:4] for category in national} == ELEVEN
    assert len(national) >= 120


def test_every_category_says_everything_in_both_languages() -> None:
    for category in queries.categories():
        said = [category, *category.filing, *category.closing]
        assert all(one.zh.strip() and one.en.strip() for one in said), category.code
        assert category.search.zh, category.code
        assert category.search.en, category.code
        assert not any("\u4e00" <= letter <= "\u9fff" for one in said for letter in one.en), category.code


def test_limits_differ_and_every_unit_is_used() -> None:
    limits = {(one.amount, one.unit) for category in queries.categories() for one in category.filing}
    assert len(limits) >= 8
    assert {unit for _amount, unit in limits} == set(Unit)


def test_names_are_not_given_twice() -> None:
    for language in ("zh", "en"):
        names = [category.name(language) for category in queries.categories()]
        assert len(names) == len(set(names))


def test_only_urgent_limits_cannot_wait_for_the_morning() -> None:
    urgent = {unit for unit in Unit if FilingStandard(key="some", amount=2, unit=unit).urgent}
    assert urgent == {Unit.URGENT_HOUR, Unit.URGENT_DAY}


def test_definitions_archived_in_plain_hours_are_still_read() -> None:
    old = FilingStandard.model_validate({"key": "dark", "hours": 48})
    urgent = FilingStandard.model_validate({"key": "open", "hours": 2, "urgent": True})
    assert (old.limit, urgent.limit) == (Limit(48, Unit.URGENT_HOUR), Limit(2, Unit.URGENT_HOUR))


# Of these a law counts whole days; no city's table of things on the street does.
STATIONS = ("station-370402004010", "station-370402004014")
PLACE = ("sanitation", "power", "works", "property-east", "property-west", *STATIONS)


@pytest.mark.parametrize(
    ("code", "here", "offices"),
    [
        ("010305", (), ("sanitation",)),
        ("010137", (), ("power",)),  # no lighting office: the next in line
        ("030203", (), ("property-east", "property-west")),
        ("030201", ("370402004014",), ("station-370402004014",)),
        ("030201", (), ()),  # every community has its own
        ("020496", ("370402004010",), ("station-370402004010",)),  # neither fire service nor safety office
    ],
)
def test_what_is_usual_at_a_place_goes_before_what_comes_next(
    code: str, here: tuple[str, ...], offices: tuple[str, ...]
) -> None:
    assert queries.usual_offices(code, PLACE, here) == offices


def test_every_category_has_somebody_in_the_demo() -> None:
    file = files("gewu") / "localities" / "wenhualu" / "people.toml"
    offices = tomllib.loads(file.read_text(encoding="utf-8"))["organisations"]
    keys = {office["key"] for office in offices} | set(STATIONS)
    lost = [
        category.code
        for category in queries.categories()
        if not queries.usual_offices(category.code, keys, ("370402004010",))
    ]
    assert not lost


def test_the_sets_of_matters_hold_fifteen_and_eighteen_and_point_into_the_catalogue() -> None:
    found = matters.sets()
    assert {key: len(one.matters) for key, one in found.items()} == {"fifteen": 15, "eighteen": 18}
    assert set(found) == set(get_args(MatterSet))
    assert not list(matters.problems_of_matters(found, queries.categories()))


def test_a_matter_that_points_nowhere_is_named() -> None:
    wrong = matters.MatterSet(
        zh="两项",
        en="Two",
        matters=(
            matters.Matter(key="one", zh="一", en="One", codes=("0999",)),
            matters.Matter(key="one", zh="二", en="Two"),
        ),
    )
    assert list(matters.problems_of_matters({"two": wrong}, queries.categories())) == [
        "two: matter 'one' stands twice",
        "two: no category begins with 0999, named by 'one'",
    ]
