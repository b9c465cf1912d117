"""Which house somebody means, however it is written, and which one stands here."""

from uuid import uuid4

import pytest

from gewu.kernel.errors import NotFound
from gewu.places import commands, queries, spelling
from gewu.places.models import Address
from gewu.places.testing import NORTH, TOWNSHIP, Spot, TinyTown, tiny_locality, tiny_plan


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("幸福小区三栋", "幸福小区3号楼"),
        ("幸福小区 ３幢", "幸福小区 3号楼"),
        ("幸福小區3號樓", "幸福小区3号楼"),
        ("幸福小区二十三号楼", "幸福小区23号楼"),
        ("幸福小区十号楼", "幸福小区10号楼"),
        ("幸福小区一百零二号楼", "幸福小区102号楼"),
        ("幸福小区3#楼", "幸福小区3号楼"),
        ("XingFu 3dong", "xingfu 3号楼"),
        ("榴园路十八号", "榴园路18号"),
        ("榴花四村", "榴花四村"),
    ],
)
def test_an_address_has_one_spelling(typed: str, plain: str) -> None:
    assert spelling.plain(typed) == plain


@pytest.mark.parametrize(
    ("typed", "words", "number", "rest"),
    [
        ("幸福小区3号楼2单元501室", ("幸福小区",), 3, "2单元501室"),
        ("幸福小区3-2-501", ("幸福小区",), 3, "2-501"),
        ("xfxq3", ("xfxq",), 3, ""),
        ("榴园路18号", ("榴园路",), 18, ""),
        ("幸福小区", ("幸福小区",), None, ""),
        ("20010", ("20010",), None, ""),
    ],
)
def test_an_address_is_taken_apart(typed: str, words: tuple[str, ...], number: int | None, rest: str) -> None:
    assert spelling.read(typed) == spelling.Written(words, number, rest)


@pytest.mark.parametrize(
    "typed",
    [
        "幸福小区3号楼",
        "幸福小区3栋",
        "幸福 3",
        "幸福小区三号楼2单元501室",
        "xingfuxiaoqu3haolou",
        "xfxq3",
        "xfxq 3",
        "小样路8号幸福小区3号楼",
        "小样街道幸福小区3号楼东边",
        "Xingfu Estate, building 3",
        f"{NORTH}00003",
    ],
)
def test_a_building_is_found_however_it_is_written(town: TinyTown, typed: str) -> None:
    found = queries.find_address(typed)

    assert found[0].id == town.building_3
    assert (found[0].label, found[0].area) == ("小样路8号幸福小区3号楼", town.a2)


def test_an_estate_comes_before_its_buildings(town: TinyTown) -> None:
    found = queries.find_address("幸福小区")

    assert [one.name for one in found] == ["幸福小区", "幸福小区1号楼", "幸福小区2号楼", "幸福小区3号楼"]
    assert (found[0].kind, found[0].households, found[0].label) == ("estate", 96, "小样路8号幸福小区")


def test_a_street_and_its_number_find_what_stands_there(town: TinyTown) -> None:
    assert [one.name for one in queries.find_address("小样路10号")] == ["小样小学"]
    assert queries.find_address("小样路八号")[0].id == town.estate


@pytest.mark.parametrize(
    "typed", ["", "   ", "没有的小区9号楼", "%", "幸福小区99号楼x", "'; --", "\\", "9" * 500]
)
def test_what_is_not_there_is_not_guessed(town: TinyTown, typed: str) -> None:
    assert [one for one in queries.find_address(typed) if one.kind == "building"] == []


def test_a_building_that_is_not_there_still_finds_its_estate(town: TinyTown) -> None:
    assert [one.id for one in queries.find_address("幸福小区99号楼")] == [town.estate]


def test_another_township_has_its_own_addresses(town: TinyTown) -> None:
    assert queries.find_address("幸福小区", township=TOWNSHIP + 1) == []


def test_the_point_of_a_building_lies_in_it_and_in_its_area(town: TinyTown) -> None:
    for found in queries.addresses_in(town.street):
        located = queries.locate(found.point)
        assert located is not None
        assert located.at == found.area
        if found.kind == "building":
            assert queries.addresses_at(found.point)[0].id == found.id


def test_a_few_steps_from_a_house_it_is_still_the_nearest(town: TinyTown) -> None:
    beside = Spot(117.70025, 34.80165)

    assert queries.addresses_at(town.in_building_1)[0].id == town.building_1
    assert queries.addresses_at(beside)[0].id == town.building_1
    assert queries.addresses_at(town.in_b2) == []


def test_an_area_knows_its_estates_and_an_estate_its_buildings(town: TinyTown) -> None:
    assert [one.id for one in queries.estates_in(town.a2)] == [town.estate]
    assert [one.number for one in queries.buildings_of(town.estate)] == [1, 2, 3]
    assert [one.name for one in queries.addresses_in(town.a2)] == ["幸福小区3号楼", "小样小学"]
    assert queries.estates_in(town.b1) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("幸福小区三栋2单元门口", "building_3"),
        ("小样小学", "school"),
        ("小样路10号", "school"),
        ("幸福小区", None),
        ("幸福小区门口", None),
        ("文化路 1 号", None),
    ],
)
def test_only_an_address_that_names_one_house_means_it(town: TinyTown, typed: str, meant: str | None) -> None:
    found = queries.building_meant(typed)

    assert (found.id if found else None) == (getattr(town, meant) if meant else None)


def test_an_unknown_address_is_not_found(town: TinyTown) -> None:
    assert queries.address(town.school).name == "小样小学"
    with pytest.raises(NotFound):
        queries.address(uuid4())


def test_a_house_that_is_gone_keeps_its_row_and_is_found_no_more(town: TinyTown) -> None:
    raw = tiny_plan().model_dump(mode="json")
    raw["buildings"] = [house for house in raw["buildings"] if house["number"] != 3]
    commands.install(tiny_locality(), type(tiny_plan()).model_validate(raw))

    assert Address.objects.get(id=town.building_3).retired_at is not None
    assert [one.id for one in queries.find_address("幸福小区3号楼")] == [town.estate]

    commands.install(tiny_locality(), tiny_plan())
    assert queries.find_address("幸福小区3号楼")[0].id == town.building_3
