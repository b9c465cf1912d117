"""What people write as an address is understood down to the room, or it is said what was not."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from gewu.places import queries, rooms
from gewu.places.layout import Layout
from gewu.places.models import Address, AddressAlias
from gewu.places.reading import tail_of
from gewu.places.testing import TOWNSHIP, TinyTown


@pytest.fixture
def tree(town: TinyTown) -> TinyTown:
    """Building 3 has two units of six floors, building 1 one; the school's gate house is one room."""
    rooms.lay_out_houses(
        TOWNSHIP,
        {town.building_3: Layout(2, 6, 2), town.building_1: Layout(1, 5, 2), town.school: Layout(0, 1, 1)},
    )
    return town


def room(town: TinyTown, building: UUID, unit: str, plate: str) -> UUID:
    return Address.objects.get(building=building, kind="room", parent__plate=unit, plate=plate).id


@pytest.mark.parametrize(
    ("typed", "steps", "rest"),
    [
        ("3栋2单元501室", [("3", "building"), ("2", "unit"), ("501", "room")], ""),
        ("3-2-501", [("3", None), ("2", None), ("501", None)], ""),
        ("三号楼二单元五零一", [("3", "building"), ("2", "unit"), ("501", None)], ""),
        ("3#501", [("3", "building"), ("501", None)], ""),
        ("3号楼5楼501", [("3", "building"), ("5", "floor"), ("501", None)], ""),
        ("十二幢东单元1002号门口", [("12", "building"), ("东", "unit"), ("1002", "room")], "门口"),
        ("a座1801", [("A", "building"), ("1801", None)], ""),
        ("门口", [], "门口"),
        ("12号", [("12", "building")], ""),
    ],
)
def test_a_tail_is_taken_apart(typed: str, steps: list[tuple[str, str | None]], rest: str) -> None:
    tail = tail_of(typed)

    assert ([(step.plate, step.level) for step in tail.steps], tail.rest) == (steps, rest)


@pytest.mark.parametrize(
    "typed",
    [
        "幸福小区3栋2单元501室",
        "幸福小区3-2-501",
        "幸福小区３－２－５０１",
        "幸福小区三号楼二单元五零一",
        "幸福小區3號樓2單元501",
        "幸福小区 3 栋 2 单元 501 室",
        "幸福小区3号楼2门5楼501户",
        "幸福小区03栋02单元501",
        "小样路8号3号楼2单元501",
        "小样路八号幸福小区3#2-501",
        "山东省枣庄市市中区小样街道小龙社区小样路8号幸福小区3号楼2单元501室",
        "小样街道幸福小区3-2-501",
        "xfxq3-2-501",
        "xingfuxiaoqu 3dong2danyuan501shi",
        "Xingfu Estate, building 3, unit 2, room 501",
        "Room 501, Unit 2, Building 3, Xingfu Estate",
    ],
)
def test_a_room_is_understood_however_it_is_written(tree: TinyTown, typed: str) -> None:
    read = queries.read_address(typed)

    assert read.whole, read
    assert read.address
    assert read.address.id == room(tree, tree.building_3, "2", "501")
    assert read.address.label == "小样路8号幸福小区3号楼2单元501室"


@pytest.mark.parametrize(
    ("typed", "name", "missed"),
    [
        ("幸福小区3号楼9单元501", "幸福小区3号楼", ("9单元501",)),
        ("幸福小区3号楼2单元909室", "幸福小区3号楼2单元", ("909室",)),
        ("幸福小区9号楼2单元501", "幸福小区", ("9号楼2单元501",)),
        ("幸福小区3号楼门口东边", "幸福小区3号楼", ("门口东边",)),
        ("榴园路99号幸福小区3号楼", "幸福小区3号楼", ("榴园路99号",)),
        ("小样路77号", "小样路", ("77号",)),
        ("幸福小区3号楼2单元501室张三家", "幸福小区3号楼2单元501室", ("张三家",)),
        ("没有的地方3号楼", None, ("没有的地方3号楼",)),
        ("", None, ()),
        ("3-2-501", None, ("3-2-501",)),
    ],
)
def test_what_was_not_understood_is_said(
    tree: TinyTown, typed: str, name: str | None, missed: tuple[str, ...]
) -> None:
    read = queries.read_address(typed)

    assert (read.address.name if read.address else None, read.missed) == (name, missed)


def test_two_doors_of_one_number_are_both_named_and_none_is_chosen(tree: TinyTown) -> None:
    read = queries.read_address("幸福小区3号楼501")

    assert read.address
    assert (read.address.id, read.missed) == (tree.building_3, ("501",))
    assert {one.name for one in read.candidates} == {"幸福小区3号楼1单元501室", "幸福小区3号楼2单元501室"}


def test_a_unit_need_not_be_said_where_there_is_only_one(tree: TinyTown) -> None:
    read = queries.read_address("幸福小区1-501")

    assert read.address
    assert read.address.id == room(tree, tree.building_1, "1", "501")
    assert read.whole


def test_a_name_that_begins_only_one_is_taken_for_it_and_says_so(tree: TinyTown) -> None:
    read = queries.read_address("幸福3-2-501")

    assert read.address
    assert (read.address.id, read.taken_for) == (room(tree, tree.building_3, "2", "501"), "幸福小区")
    assert not read.whole


def test_a_house_with_one_room_is_that_room(tree: TinyTown) -> None:
    read = queries.read_address("小样路10号")

    assert read.address
    assert (read.address.kind, read.address.building, read.address.name) == ("room", tree.school, "小样小学")


def test_an_estate_is_read_by_its_other_names(tree: TinyTown) -> None:
    AddressAlias.objects.create(
        address_id=tree.estate, township=TOWNSHIP, kind="nick", name="老纺织院", search_text="",
        since="2020-01-01T00:00:00Z",
    )  # fmt: skip
    found = queries.read_address("老纺织院3-2-501").address

    assert found
    assert found.id == room(tree, tree.building_3, "2", "501")


def test_two_estates_of_one_name_are_not_guessed(tree: TinyTown) -> None:
    AddressAlias.objects.create(
        address_id=tree.school, township=TOWNSHIP, kind="nick", name="幸福小区", search_text="",
        since="2020-01-01T00:00:00Z",
    )  # fmt: skip
    read = queries.read_address("幸福小区")

    assert read.address is None
    assert len(read.candidates) == 2


def test_thousands_are_read_as_one_is(tree: TinyTown) -> None:
    typed = ["幸福小区3-2-501", "小样路10号", "幸福小区3号楼501", "不知道哪里", "", "幸福小区3号楼9单元501"]

    assert queries.read_addresses(typed, township=TOWNSHIP) == [queries.read_address(text) for text in typed]


def test_reading_asks_the_database_little(
    tree: TinyTown, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    queries.read_address("幸福小区3-2-501")

    with django_assert_max_num_queries(6):
        queries.read_address("幸福小区3-2-502")


ways = st.sampled_from(
    [
        "{estate}{b}号楼{u}单元{r}室",
        "{estate}{b}栋{u}单元{r}",
        "{estate}{b}-{u}-{r}",
        "{road}8号{b}#{u}-{r}",
        "{label}",
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    way=ways, building=st.sampled_from([1, 3]), unit=st.sampled_from(["1", "2"]), floor=st.integers(1, 6),
    flat=st.integers(1, 2), before=st.sampled_from(["", "小样街道", "枣庄市市中区小样街道", "小龙社区"]),
)  # fmt: skip
@example(way="{label}", building=3, unit="2", floor=5, flat=1, before="")
def test_what_we_say_is_read_back(
    tree: TinyTown, way: str, building: int, unit: str, floor: int, flat: int, before: str
) -> None:
    house = {1: tree.building_1, 3: tree.building_3}[building]
    plate = f"{floor}{flat:02}"
    there = Address.objects.filter(building=house, kind="room", parent__plate=unit, plate=plate).first()
    label = queries.address(there.id).label if there else ""
    said = way.format(estate="幸福小区", road="小样路", b=building, u=unit, r=plate, label=label)
    if not there and way == "{label}":
        return
    read = queries.read_address(before + said)

    assert read.whole is bool(there)
    assert not there or (read.address and read.address.id == there.id)


def test_every_address_is_read_back_from_its_label_and_its_english_name(tree: TinyTown) -> None:
    rows = Address.objects.filter(township=TOWNSHIP, retired_at=None)
    only_room = Address.objects.get(building=tree.school).id
    for row in rows:
        value = queries.address(row.id)
        for said in (value.label, value.name_en):
            read = queries.read_address(said)
            assert read.whole, (said, read)
            assert read.address
            assert read.address.id == (only_room if row.id == tree.school else row.id), said


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("幸福小区3号楼2单元501室", "幸福小区3号楼"),
        ("幸福小区3栋501", "幸福小区3栋"),
        ("幸福小区3-2-501", "幸福小区3号楼"),
        ("幸福小区三号楼二单元五零一室门口", "幸福小区三号楼门口"),
        ("幸福小区２单元３０１室", "幸福小区"),
        ("榴园路18号", "榴园路18号"),
        ("人民公园东门", "人民公园东门"),
    ],
)
def test_nobody_is_told_on_which_door_to_knock(typed: str, told: str) -> None:
    assert queries.without_door(typed) == told


def test_a_report_that_names_a_room_means_its_house_and_its_grid(tree: TinyTown) -> None:
    house = queries.building_meant("幸福小区3栋2单元501室")

    assert house
    assert (house.id, house.kind, house.area) == (tree.building_3, "building", tree.a2)
