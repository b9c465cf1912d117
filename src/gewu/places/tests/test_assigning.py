"""Which grid a house belonged to on which day, whoever moved it and however often."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gewu.kernel import clock
from gewu.kernel.errors import Conflict, DomainError, Invalid, NotFound, RuleBroken
from gewu.places import commands, queries
from gewu.places.models import Address, AddressAssignment, Area
from gewu.places.testing import NORTH, TOWNSHIP, TinyTown, tiny_locality, tiny_plan

SPRING = datetime(2026, 3, 1, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_autumn() -> Iterator[None]:
    with clock.hold(datetime(2026, 11, 22, 4, tzinfo=UTC)):
        yield


def assign(
    address: UUID, area: UUID, since: datetime = SPRING, how: str = "redraw", reason: str = ""
) -> None:
    commands.assign({address: area}, township=TOWNSHIP, since=since, how=how, reason=reason)


def a_unit(town: TinyTown, plate: str = "2") -> UUID:
    house = Address.objects.get(id=town.building_3)
    unit = Address.objects.create(
        id=uuid4(), code=f"{house.code}U{plate:0>2}", township=TOWNSHIP, kind="unit",
        parent=house, building=house, plate=plate,
        name=f"{house.name}{plate}单元", name_en="", street=house.street, house=house.house,
        lon=house.lon, lat=house.lat, area=house.area, households=12,
    )  # fmt: skip
    return unit.id


def test_a_load_assigns_every_house_from_the_day_of_its_boundaries(town: TinyTown) -> None:
    assert queries.grid_of(town.building_3) == town.a2
    assert queries.grid_of(town.building_3, at=datetime(2013, 1, 2, tzinfo=UTC)) == town.a2
    assert queries.grid_of(town.building_3, at=datetime(2012, 12, 31, tzinfo=UTC)) is None


def test_a_house_that_moved_answers_for_then_and_now(town: TinyTown) -> None:
    assign(town.building_3, town.a1)

    assert queries.grid_of(town.building_3) == town.a1
    assert queries.grid_of(town.building_3, at=SPRING) == town.a1
    assert queries.grid_of(town.building_3, at=SPRING - DAY) == town.a2
    then, now = reversed(queries.belongings_of(town.building_3))
    assert (then.area, then.until, now.area, now.since, now.until) == (town.a2, SPRING, town.a1, SPRING, None)
    assert queries.address(town.building_3).area == town.a1


def test_a_unit_may_belong_elsewhere_than_its_house(town: TinyTown) -> None:
    unit = a_unit(town)
    assign(unit, town.a1)

    assert queries.grid_of(unit) == town.a1
    assert queries.grid_of(unit, at=SPRING - DAY) == town.a2
    assert queries.grid_of(town.building_3) == town.a2
    assert (queries.households_of(town.a1), queries.households_of(town.a2)) == (72, 24)

    commands.rejoin([unit], township=TOWNSHIP, since=SUMMER)
    assert queries.grid_of(unit) == town.a2
    assert queries.grid_of(unit, at=SPRING) == town.a1
    assert queries.households_of(town.a2, at=SPRING) == 24


def test_households_are_counted_as_the_houses_belong(town: TinyTown) -> None:
    assert queries.households_of(town.street) == 96
    assign(town.building_3, town.b1)

    assert (queries.households_of(town.b1), queries.households_of(town.south)) == (36, 36)
    assert (queries.households_of(town.a2), queries.households_of(town.a2, at=SPRING - DAY)) == (0, 36)


def test_a_change_to_come_does_not_hold_yet(town: TinyTown) -> None:
    tomorrow = clock.now() + DAY
    assign(town.building_3, town.a1, tomorrow)
    assert queries.grid_of(town.building_3) == town.a2
    assert queries.grid_of(town.building_3, at=tomorrow) == town.a1

    with clock.hold(tomorrow):
        assert commands.derive_areas(TOWNSHIP) == 1
        assert commands.derive_areas(TOWNSHIP) == 0
    assert queries.grid_of(town.building_3) == town.a1


def test_when_its_day_has_come_a_house_is_found_with_all_that_is_in_it(town: TinyTown) -> None:
    unit, tomorrow = a_unit(town), clock.now() + DAY
    assign(town.building_3, town.a1, tomorrow)
    assert commands.derive_due(TOWNSHIP) == []

    with clock.hold(tomorrow):
        assert set(commands.derive_due(TOWNSHIP)) == {town.building_3, unit}
        assert commands.derive_due(TOWNSHIP) == []
    assert {queries.grid_of(one) for one in (town.building_3, unit)} == {town.a1}


def test_a_unit_goes_back_to_its_house_on_its_day(town: TinyTown) -> None:
    unit, tomorrow = a_unit(town), clock.now() + DAY
    assign(unit, town.a1)
    commands.rejoin([unit], township=TOWNSHIP, since=tomorrow)
    assert commands.derive_due(TOWNSHIP) == []

    with clock.hold(tomorrow):
        assert commands.derive_due(TOWNSHIP) == [unit]
    assert queries.grid_of(unit) == town.a2


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param({"how": "hand"}, Invalid, id="by hand without a reason"),
        pytest.param({"since": SPRING - DAY}, Conflict, id="behind a change that is there"),
        pytest.param({"address": uuid4()}, NotFound, id="no address"),
        pytest.param({"address": TinyTown.estate}, NotFound, id="an estate is no house"),
        pytest.param({"area": uuid4()}, RuleBroken, id="no grid"),
    ],
)
def test_what_cannot_be_assigned_is_refused(
    town: TinyTown, change: dict[str, Any], refusal: type[DomainError]
) -> None:
    assign(town.building_3, town.a1)
    order: dict[str, Any] = {"address": town.building_3, "area": town.b1, "since": SUMMER} | change

    with pytest.raises(refusal):
        assign(**order)
    assert queries.grid_of(town.building_3) == town.a1


def test_the_database_itself_refuses_two_grids_at_one_moment(town: TinyTown) -> None:
    row = {"address_id": town.building_3, "area_id": town.a1, "township": TOWNSHIP, "how": "redraw"}
    for span in ({"valid_from": SPRING}, {"valid_from": SPRING, "valid_to": SUMMER}):
        with pytest.raises(IntegrityError, match="places_addressassignment"), transaction.atomic():
            AddressAssignment.objects.create(**row, **span)


def test_a_load_keeps_what_was_set_by_hand_and_what_was_drawn_since(town: TinyTown) -> None:
    assign(town.building_3, town.a1, how="hand", reason="入口在西侧")
    assign(town.school, town.a1)
    commands.install(tiny_locality().model_copy(update={"zoom": 11}), tiny_plan())

    assert queries.grid_of(town.building_3) == town.a1
    assert queries.grid_of(town.school) == town.a1


def test_new_boundaries_say_anew_where_houses_belong(town: TinyTown) -> None:
    assign(town.building_3, town.b1, how="hand", reason="入口在南侧")
    assign(town.school, town.a1)
    plan = tiny_plan()
    swapped = {f"{NORTH}011": f"{NORTH}012", f"{NORTH}012": f"{NORTH}011"}
    shapes = [shape.model_copy(update={"code": swapped.get(shape.code, shape.code)}) for shape in plan.shapes]
    commands.install(tiny_locality(), plan.model_copy(update={"shapes": tuple(shapes)}))

    assert queries.grid_of(town.building_1) == town.a2
    assert queries.grid_of(town.building_1, at=clock.now() - DAY) == town.a1
    # It was moved to A1 in spring, and A1 is now where the school stands.
    assert queries.grid_of(town.school) == town.a1
    assert queries.grid_of(town.building_3) == town.b1


def test_a_house_of_a_grid_that_is_gone_goes_by_the_boundaries(town: TinyTown) -> None:
    assign(town.building_3, town.a1, how="hand", reason="入口在西侧")
    Area.objects.filter(id=town.a1).update(retired_at=SUMMER)
    raw = tiny_locality().model_copy(update={"zoom": 11})
    plan = tiny_plan()
    left = [entry for entry in plan.areas if not entry.code.endswith("001011")]
    shapes = [shape for shape in plan.shapes if not shape.code.endswith("001011")]
    commands.install(raw, plan.model_copy(update={"areas": tuple(left), "shapes": tuple(shapes)}))

    assert queries.grid_of(town.building_3) == town.a2
    assert queries.grid_of(town.building_1) is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 3)), max_size=8))
def test_on_every_day_a_house_belongs_where_it_was_last_put(
    town: TinyTown, moves: list[tuple[int, int]]
) -> None:
    grids, begin = [town.a1, town.a2, town.b1, town.b2], datetime(2025, 1, 1, tzinfo=UTC)
    with transaction.atomic():
        told = {-1: town.a2}
        for day, grid in sorted(moves, key=lambda move: move[0]):
            assign(town.building_3, grids[grid], begin + day * DAY)
            told[day] = grids[grid]
        for day in range(-1, 402, 13):
            found = queries.grid_of(town.building_3, at=begin + day * DAY)
            assert found == told[max(one for one in told if one <= day)]
        transaction.set_rollback(True)
