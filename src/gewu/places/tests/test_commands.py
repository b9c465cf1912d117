"""Loading localities."""

import re
import string

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from gewu.kernel import numbers
from gewu.kernel.access import Tier
from gewu.places import commands, queries, shelf
from gewu.places.ground_checks import gaps
from gewu.places.locality import LocalityError, parse, parse_plan
from gewu.places.models import Area, Boundary, BoundaryVersion, Township
from gewu.places.plan_checks import plan_problems
from gewu.places.testing import TOWNSHIP, TinyTown, tiny_locality, tiny_plan


def test_the_shipped_town_is_loaded_whole(
    db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(40):
        township = commands.load_locality("wenhualu")

    street = queries.area_by_code(str(township))
    assert [len(queries.under(street.id, tier)) for tier in (Tier.COMMUNITY, Tier.GRID, Tier.CELL)] == [
        12,
        43,
        122,
    ]
    assert street.households == 24_400
    assert Boundary.objects.count() == 178
    assert {place.name for place in queries.children(street.id)} >= {"南龙头居委会", "光明北社区居委会"}


def test_loading_twice_changes_nothing(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    commands.load_locality("wenhualu")
    ids = set(Area.objects.values_list("id", flat=True))
    version = BoundaryVersion.objects.get()

    with django_assert_num_queries(1):
        commands.load_locality("wenhualu")

    assert set(Area.objects.values_list("id", flat=True)) == ids
    assert BoundaryVersion.objects.get() == version
    assert Township.objects.get().revision == 1


def test_a_new_name_reaches_the_area_and_leaves_the_boundaries_alone(town: TinyTown) -> None:
    raw = tiny_locality().model_dump(mode="json")
    raw["areas"][4]["zh"] = "大龙社区"

    commands.install(parse(raw, "tiny"), tiny_plan())

    assert queries.area(town.north).name == "大龙社区"
    assert queries.area(town.north).name_key == "da long she qu"
    assert BoundaryVersion.objects.count() == 1
    assert Township.objects.get().revision == 2


def test_two_localities_share_what_is_above_them(town: TinyTown) -> None:
    commands.load_locality("wenhualu")

    assert {child.code for child in queries.children(town.county)} == {"370402004", str(TOWNSHIP)}


@pytest.mark.parametrize("letter", string.ascii_letters + string.digits)
def test_a_locality_has_the_letters_that_numbers_take(letter: str) -> None:
    raw = tiny_locality().model_dump(mode="json") | {"letters": f"W{letter}"}
    try:
        numbers.place_letters(f"W{letter}")
    except ValueError:
        with pytest.raises(LocalityError, match="letters"):
            parse(raw, "tiny")
    else:
        assert parse(raw, "tiny").letters == f"W{letter}"


def test_number_letters_belong_to_one_township(town: TinyTown) -> None:
    twin = parse(
        tiny_locality().model_dump() | {"key": "twin", "township": 370402004} | _as(370402004), "twin"
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        commands.install(twin, None)


def _as(township: int) -> dict[str, object]:
    areas = [area for area in tiny_locality().model_dump()["areas"] if len(area["code"]) < 12]
    areas[-1]["code"] = str(township)
    return {"areas": areas}


def test_an_unknown_locality_names_those_there_are(db: None) -> None:
    with pytest.raises(LocalityError, match="wenhualu"):
        commands.load_locality("atlantis")


def test_every_shipped_locality_is_sound() -> None:
    assert shelf.check() == []


def test_a_mistake_is_told_with_its_spot() -> None:
    raw = tiny_locality().model_dump(mode="json")
    raw["levels"][4]["colour"] = "red"
    raw["areas"][5]["short"] = ""
    with pytest.raises(LocalityError) as refused:
        parse(raw, "tiny")
    assert [problem.rpartition(":")[0] for problem in refused.value.problems] == [
        f"levels no. 5 ({raw['levels'][4]['key']}) colour",
        f"areas no. 6 ({raw['areas'][5]['code']}) short",
    ]


def test_ground_that_belongs_to_nobody_is_only_said() -> None:
    raw = tiny_plan().model_dump(mode="json")
    assert not list(gaps(tiny_locality(), parse_plan(raw, "tiny")))
    middle, ways = [117_701_000, 34_801_000], [(-100, -100), (100, -100), (-100, 100), (100, 100)]
    for shape, (east, north) in zip(raw["shapes"], ways, strict=True):
        moved = [middle[0] + east, middle[1] + north]
        shape["ring"] = [moved if list(corner) == middle else corner for corner in shape["ring"]]
    plan = parse_plan(raw, "tiny")
    assert not list(plan_problems(tiny_locality(), plan))
    [said] = gaps(tiny_locality(), plan)
    assert re.search(r"m² near 117.70\d+, 34.80\d+ belong to no grid", said)


def test_a_bad_file_is_refused_with_every_mistake_at_once() -> None:
    raw = tiny_locality().model_dump(mode="json") | {"letters": "I1", "zoom": 99, "colour": "red"}

    with pytest.raises(LocalityError) as refused:
        parse(raw, "tiny")

    assert [problem.split(":")[0] for problem in refused.value.problems] == ["letters", "zoom", "colour"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: raw["areas"].pop(3), "the township 370402999 is not among the areas"),
        (lambda raw: raw["areas"].append(raw["areas"][0]), "area 37 stands twice"),
        (lambda raw: raw["areas"][4].update(code="370402998001"), "its parent 370402998 is not there"),
        (lambda raw: raw["areas"][4].update(level="village"), "no level 'village'"),
        (lambda raw: raw["areas"][4].update(level="street"), "12 digits are not a township"),
        (lambda raw: raw["levels"].reverse(), "levels must go down the tiers"),
    ],
)
def test_a_locality_must_hold_together(change: object, said: str) -> None:
    raw = tiny_locality().model_dump(mode="json")
    change(raw)  # type: ignore[operator]

    with pytest.raises(LocalityError) as refused:
        parse(raw, "tiny")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: raw["shapes"].pop(), "grid 370402999001012 has no shape"),
        (lambda raw: raw["shapes"].append(raw["shapes"][0]), "stands twice"),
        (lambda raw: raw["shapes"][0].update(ring=raw["shapes"][0]["ring"][:-1]), "is not closed"),
        (lambda raw: raw["shapes"][0].update(code="370402999001010"), "belongs to no grid"),
        (lambda raw: raw["areas"][1].update(households=20), "20 households, not between 150 and 250"),
        (lambda raw: raw["areas"].pop(), "3 areas, 4 announced"),
        (
            lambda raw: raw["shapes"][0].update(ring=[raw["shapes"][0]["ring"][n] for n in (0, 2, 1, 3, 0)]),
            "shape 370402999002011 crosses or touches itself at 117.7",
        ),
        (
            lambda raw: raw["shapes"][0].update(ring=raw["shapes"][1]["ring"]),
            "shapes 370402999002011 and 370402999002012 overlap by 10,",
        ),
        (
            lambda raw: raw["shapes"][0].update(ring=[[lat, lon] for lon, lat in raw["shapes"][0]["ring"]]),
            "km from the centre of the place",
        ),
    ],
)
def test_a_plan_must_fit_its_locality(change: object, said: str) -> None:
    levels = [level.model_dump() for level in tiny_locality().levels]
    levels[-1] |= {"count": 4, "households": (150, 250)}
    locality = parse(tiny_locality().model_dump() | {"levels": levels}, "tiny")
    raw = tiny_plan().model_dump(mode="json")
    change(raw)  # type: ignore[operator]

    assert said in "; ".join(plan_problems(locality, parse_plan(raw, "tiny")))
