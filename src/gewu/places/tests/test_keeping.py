"""People keep the addresses of their place: what they may, what is refused, and what stays for ever."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from gewu.kernel import clock, journal
from gewu.kernel.access import AccessClass, Actor, Post, Scope, Tier
from gewu.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.points import Point
from gewu.places import commands, plates, queries, rooms
from gewu.places.layout import Layout
from gewu.places.models import Address, AddressChange, AddressPlate
from gewu.places.settlers import english_road
from gewu.places.shaping import Correction, NewAddress
from gewu.places.testing import TOWNSHIP, TinyTown, tiny_locality, tiny_plan

MAY = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_autumn() -> Iterator[None]:
    with clock.hold(datetime(2026, 11, 22, 4, tzinfo=UTC)):
        yield


def an_actor(role: str = "admin", township: int = TOWNSHIP) -> Actor:
    scope = Scope(township, township, Tier.TOWNSHIP, TinyTown.street)
    post = Post(uuid4(), role, scope, None, frozenset(), AccessClass.OPEN)
    return Actor(user=uuid4(), name="", door="desk", posts=(post,))


def add(kind: str, **said: Any) -> Address:
    point = None if kind in ("unit", "room") else Point(117.7012, 34.8012)
    whole: dict[str, Any] = {"township": TOWNSHIP, "kind": kind, "point": point} | said
    new = NewAddress(**whole)
    return Address.objects.get(id=commands.add_address(new=new, actor=an_actor()))


def test_a_whole_estate_is_added_by_hand_and_read(town: TinyTown) -> None:
    estate = add("estate", name="孔庄村", name_en="Kongzhuang", street="小样路", house=20)
    house = add("building", parent=estate.id, plate="12")
    unit = add("unit", parent=house.id, plate="1")
    room = add("room", parent=unit.id, plate="101")
    only = add("building", parent=estate.id, plate="13")
    its = add("room", parent=only.id)

    assert room.name == "孔庄村12号楼1单元101室"
    assert queries.read_address("孔庄村12-1-101").address == queries.address(room.id)
    assert queries.read_address("孔庄村13号").address == queries.address(its.id)
    assert queries.grid_of(room.id) == queries.grid_of(house.id) == town.a2
    assert len({one.code for one in (estate, house, unit, room, only, its)}) == 6


def test_what_people_entered_outlives_a_load(town: TinyTown) -> None:
    house = add("building", parent=town.estate, plate="4")
    commands.correct_address(address=town.estate, to=Correction(name="幸福花园"), actor=an_actor())
    commands.install(tiny_locality().model_copy(update={"zoom": 11}), tiny_plan())

    assert queries.address(house.id).retired_at is None
    assert queries.address(town.estate).name == "幸福花园"


def test_a_new_name_goes_down_to_the_rooms_and_the_old_one_is_still_understood(town: TinyTown) -> None:
    rooms.lay_out_houses(TOWNSHIP, {town.building_3: Layout(2, 6, 2)})
    commands.correct_address(
        address=town.estate, to=Correction(name="团结小区", name_en="Tuanjie Estate"), actor=an_actor()
    )

    read = queries.read_address("幸福小区3-2-501")
    assert read.address
    assert read.address.label == "小样路8号团结小区3号楼2单元501室"
    assert read.address.name_en == "Tuanjie Estate, building 3, unit 2, room 501"
    assert queries.read_address("团结小区3-2-501").address == read.address


def test_a_number_given_up_may_be_used_again_but_its_code_never(town: TinyTown) -> None:
    rooms.lay_out_houses(TOWNSHIP, {town.building_3: Layout(1, 2, 2)})
    room = Address.objects.get(building=town.building_3, plate="201")
    commands.retire_address(address=room.id, why="合并为一户", actor=an_actor())
    assert queries.read_address("幸福小区3-1-201").missed == ("201",)

    again = add("room", parent=room.parent_id, plate="201")
    assert again.code != room.code
    assert Address.objects.filter(building=town.building_3, kind="room").count() == 5
    codes = Address.objects.filter(building=town.building_3).values_list("code", flat=True)
    assert len(set(codes)) == len(codes)


def test_a_house_is_laid_out_once_and_added_to(town: TinyTown) -> None:
    admin, layout = an_actor(), Layout(2, 3, 2)
    assert rooms.previewed(TOWNSHIP, town.building_3, layout) == rooms.LaidOut(2, 12, 0)
    assert commands.lay_out(building=town.building_3, layout=layout, actor=admin) == rooms.LaidOut(2, 12, 0)
    assert commands.lay_out(building=town.building_3, layout=layout, actor=admin) == rooms.LaidOut(0, 0, 14)
    assert commands.lay_out(building=town.building_3, layout=Layout(3, 3, 2), actor=admin).rooms == 6

    units = Address.objects.filter(building=town.building_3, kind="unit").order_by("code")
    assert [(unit.plate, unit.households) for unit in units] == [("1", 12), ("2", 12), ("3", 12)]
    assert {room.area_id for room in Address.objects.filter(building=town.building_3)} == {town.a2}


def test_a_house_that_goes_takes_all_in_it_along(town: TinyTown) -> None:
    admin = an_actor()
    commands.lay_out(building=town.building_3, layout=Layout(2, 3, 2), actor=admin)
    plate = commands.issue_plates(above=town.building_3, kinds=["building"], actor=admin)[0]

    assert commands.retire_address(address=town.building_3, why="拆除", actor=admin) == 15
    assert not Address.objects.filter(building=town.building_3, retired_at=None).exists()
    with pytest.raises(NotFound):
        plates.plate_at(plate.code)
    assert AddressPlate.objects.get(code=plate.code).why == "gone"
    assert queries.households_of(town.a2) == 0


def test_a_house_on_a_border_is_given_to_another_grid_with_a_reason(town: TinyTown) -> None:
    admin, spring = an_actor(), datetime(2026, 3, 1, tzinfo=UTC)
    commands.assign_by_hand(
        address=town.building_3, area=town.a1, since=spring, reason="大门开在西侧", actor=admin
    )

    now, then = queries.belongings_of(town.building_3)
    assert (now.area, now.how, now.reason, then.area) == (town.a1, "hand", "大门开在西侧", town.a2)
    change = AddressChange.objects.get(township=TOWNSHIP, what="assigned")
    entry = journal.entries_of(change.id)[0]
    assert entry.facts["said"] == journal.digest("大门开在西侧", change.salt)
    with pytest.raises(Conflict):
        commands.assign_by_hand(
            address=town.building_3, area=town.a1, since=spring, reason="又一次", actor=admin
        )


def test_two_clerks_change_one_house_and_the_second_is_told(town: TinyTown) -> None:
    house, seen = town.building_3, queries.address(town.building_3).version
    commands.correct_address(address=house, to=Correction(floors=9), actor=an_actor(), seen_version=seen)

    with pytest.raises(Conflict) as refused:
        commands.correct_address(address=house, to=Correction(floors=7), actor=an_actor(), seen_version=seen)
    with pytest.raises(Conflict):
        commands.assign_by_hand(
            address=house, area=town.a1, since=MAY, reason="大门", actor=an_actor(), seen_version=seen
        )
    assert refused.value.facts == {"version": seen + 1}
    assert (queries.address(house).floors, queries.grid_of(house)) == (9, town.a2)

    now = queries.address(house).version
    commands.assign_by_hand(
        address=house, area=town.a1, since=MAY, reason="大门", actor=an_actor(), seen_version=now
    )
    assert queries.address(house).version == now + 1


def test_what_changes_nothing_counts_no_version(town: TinyTown) -> None:
    seen = queries.address(town.building_3).version
    commands.correct_address(address=town.building_3, to=Correction(floors=6), actor=an_actor())
    assert queries.address(town.building_3).version == seen


def test_a_unit_belongs_apart_from_its_house_and_again_with_it(town: TinyTown) -> None:
    admin = an_actor()
    commands.lay_out(building=town.building_3, layout=Layout(2, 3, 2), actor=admin)
    unit = Address.objects.get(building=town.building_3, kind="unit", plate="2")
    room = Address.objects.get(parent=unit, plate="101")
    commands.assign_by_hand(
        address=unit.id,
        area=town.a1,
        since=datetime(2026, 5, 1, tzinfo=UTC),
        reason="单独出入口",
        actor=admin,
    )
    assert queries.grid_of(room.id) == town.a1

    commands.rejoin_by_hand(unit=unit.id, since=clock.now(), actor=admin)
    assert queries.grid_of(room.id) == town.a2
    assert queries.grid_of(room.id, at=datetime(2026, 6, 1, tzinfo=UTC)) == town.a1


@pytest.mark.parametrize(
    "role_and_place", [("clerk", TOWNSHIP), ("gridlead", TOWNSHIP), ("admin", TOWNSHIP + 1), ("resident", 1)]
)
def test_only_who_keeps_the_place_changes_it(town: TinyTown, role_and_place: tuple[str, int]) -> None:
    stranger = an_actor(*role_and_place)
    new = NewAddress(township=TOWNSHIP, kind="unit", parent=town.building_3, plate="9")
    deeds: list[Any] = [
        lambda: commands.add_address(new=new, actor=stranger),
        lambda: commands.correct_address(address=town.estate, to=Correction(name="x"), actor=stranger),
        lambda: commands.retire_address(address=town.school, why="x", actor=stranger),
        lambda: commands.add_alias(address=town.estate, name="老院", kind="nick", actor=stranger),
        lambda: commands.lay_out(building=town.building_3, layout=Layout(1, 1, 1), actor=stranger),
        lambda: commands.issue_plates(above=town.building_3, kinds=["building"], actor=stranger),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed()
    assert not AddressChange.objects.filter(township=TOWNSHIP).exists()


@pytest.mark.parametrize(
    ("kind", "said", "refusal"),
    [
        pytest.param("palace", {"name": "x"}, Invalid, id="no kind"),
        pytest.param("estate", {"name": ""}, Invalid, id="no name"),
        pytest.param("estate", {"name": "新村", "point": None}, Invalid, id="nowhere"),
        pytest.param("building", {"plate": "7"}, Invalid, id="a house in nothing"),
        pytest.param("unit", {"parent": TinyTown.estate, "plate": "1"}, Invalid, id="a unit in an estate"),
        pytest.param("unit", {"parent": TinyTown.building_3}, Invalid, id="a unit without a number"),
        pytest.param("building", {"parent": TinyTown.estate, "plate": "3"}, Invalid, id="a number twice"),
        pytest.param(
            "building", {"parent": TinyTown.estate, "plate": "9", "floors": 500}, Invalid, id="floors"
        ),
        pytest.param("unit", {"parent": uuid4(), "plate": "1"}, Invalid, id="in what is not there"),
    ],
)
def test_what_cannot_stand_is_refused(
    town: TinyTown, kind: str, said: dict[str, Any], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        add(kind, **said)


def test_an_estate_with_houses_stays(town: TinyTown) -> None:
    with pytest.raises(RuleBroken):
        commands.retire_address(address=town.estate, why="x", actor=an_actor())


def test_a_name_is_given_once_and_taken_back(town: TinyTown) -> None:
    admin = an_actor()
    alias = commands.add_alias(address=town.estate, name="老纺织院", kind="nick", actor=admin)
    with pytest.raises(Invalid):
        commands.add_alias(address=town.estate, name="老纺织院", kind="nick", actor=admin)
    assert queries.read_address("老纺织院").address == queries.address(town.estate)

    commands.end_alias(alias=alias, actor=admin)
    assert queries.read_address("老纺织院").address is None


def test_a_plate_leads_to_its_door_until_it_is_withdrawn(town: TinyTown) -> None:
    admin = an_actor()
    commands.lay_out(building=town.building_3, layout=Layout(1, 2, 2), actor=admin)
    issued = commands.issue_plates(above=town.building_3, kinds=["building", "unit", "room"], actor=admin)
    assert len(issued) == 6
    assert commands.issue_plates(above=town.building_3, kinds=["room"], actor=admin) == [
        plate for plate in issued if plate.address.kind == "room"
    ]
    first = issued[0]
    assert plates.plate_at(first.grouped.lower()).address.id == first.address.id

    new = commands.replace_plate(code=first.code, why="damaged", actor=admin)
    assert new.address == first.address
    with pytest.raises(NotFound):
        plates.plate_at(first.code)
    wrong = new.code[:-1] + ("0" if new.code[-1] != "0" else "1")
    with pytest.raises(Invalid):
        plates.plate_at(wrong)
    with pytest.raises(Invalid):
        commands.withdraw_plate(code=new.code, why="gone", actor=admin)


def test_roads_have_english_names() -> None:
    assert english_road("榴园路") == "Liuyuan Road"
