"""The one statement that sums a ledger agrees with the slow count, for any journals, places and periods."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gewu.clearance.counting import carried_of, figures_of
from gewu.clearance.models import CaseStay
from gewu.clearance.rules import Stay, Told, stays_of
from gewu.clearance.tests.slowly import carried, figures
from gewu.kernel.ids import new_id
from gewu.places import queries as places
from gewu.places.testing import TinyTown, tiny_town

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def town() -> TinyTown:
    return tiny_town()


def journal(chance: Random, where: list[UUID | None]) -> list[Stay]:
    """The stays of a case with up to eight entries in three days."""
    hours = sorted(chance.choices(range(72), k=chance.randint(1, 8)))
    return stays_of(
        [
            Told(
                number=number + 1,
                at=START + timedelta(hours=hour),
                open=number == 0 or chance.random() < 0.7,
                place=chance.choice(where),
                due=START + timedelta(hours=chance.randint(1, 96)),
                solved_at=chance.choice(["", "grid", "township"]),
            )
            for number, hour in enumerate(hours)
        ]
    )


def kept(town: TinyTown, cases: dict[UUID, list[Stay]]) -> None:
    CaseStay.objects.bulk_create(
        CaseStay(
            id=new_id(town.township),
            township=town.township,
            case_id=case,
            case_number=str(case)[:8],
            **{name: getattr(stay, name) for name in ("number", "since", "until", "begins", "place", "due")},
            ends=stay.ends or "",
            came_from=stay.came_from,
            went_to=stay.went_to,
            solved_at=stay.solved_at,
            in_community=places.location_of(stay.place).community if stay.place else None,
            in_grid=places.location_of(stay.place).grid if stay.place else None,
        )
        for case, stays in cases.items()
        for stay in stays
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_statement_agrees_with_the_slow_count(town: TinyTown, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a story, not a secret
    where: list[UUID | None] = [town.a1, town.a2, town.b1, town.b2, town.north, None]
    cases = {UUID(int=number): journal(chance, where) for number in range(1, 25)}
    kept(town, cases)
    stays = [(case, stay) for case, mine in cases.items() for stay in mine]
    for area in (town.street, town.north, town.grid_a):
        place = places.area(area)
        under = {one for one in where if one is not None and area in places.area(one).path}
        here = frozenset({*under, area, *([None] if area == town.street else [])})
        for first, length in ((0, 24), (10, 20), (24, 24), (0, 72), (80, 10)):
            since = START + timedelta(hours=first)
            until = since + timedelta(hours=length)
            assert figures_of(place, since, until) == figures(stays, here, since=since, until=until)
            over = {(row.case_id, row.number) for row in carried_of(place, until)}
            assert over == {(case, stay.number) for case, stay in carried(stays, here, until=until)}


def test_a_month_of_a_township_is_one_statement(town: TinyTown) -> None:
    kept(town, {UUID(int=1): journal(Random(1), [town.a1])})  # noqa: S311 - likewise
    with CaptureQueriesContext(
        connection,
    ) as asked:
        figures_of(places.area(town.street), START, START + timedelta(days=31))
    assert len(asked) == 1
