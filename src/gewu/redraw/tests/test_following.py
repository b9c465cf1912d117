"""What is derived follows new borders, and what is over does not."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from gewu.cases.tests.builders import a_case, again
from gewu.clearance import queries as clearance
from gewu.clearance.rules import Period
from gewu.clearance.taking import take_in
from gewu.kernel import clock, jobs
from gewu.kernel.access import SYSTEM
from gewu.kernel.errors import NotFound
from gewu.layers import commands as layers
from gewu.layers.asked import Asked
from gewu.layers.definition import LayerEntry
from gewu.layers.queries import layers_of
from gewu.people import queries as people
from gewu.people.testing import signed_in
from gewu.places import queries as places
from gewu.places.testing import TOWNSHIP, TinyTown
from gewu.redraw import commands, town
from gewu.redraw.commands import settling
from gewu.redraw.models import Draft
from gewu.redraw.previews import Preview
from gewu.redraw.tests.builders import A1, A2, Cast, a_cast, a_draft, down_the_middle, drawn
from gewu.registers import commands as registers
from gewu.registers import queries as known
from gewu.registers.commands import Call
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At

pytestmark = pytest.mark.django_db
DOOR = Origin(Source.DOOR, checked=True)


@pytest.fixture
def cast() -> Cast:
    return a_cast()


def published(cast: Cast, row: Draft) -> Draft:
    for act, actor in ((commands.offer, cast.admin), (commands.publish, cast.supervisor)):
        seen = Draft.objects.one(row.id).version
        words = {"reason": ""} if act is commands.offer else {}
        row = act(draft_id=row.id, seen_version=seen, actor=actor, **words)
    return row


def someone_old(address: UUID, *, number: str = "370402193001010019") -> UUID:
    """An old person, whom programmes ask to be visited, in a room of this house; the id of the person."""
    home = At(address=address)
    room = registers.record(
        "dwelling",
        township=TOWNSHIP,
        values={"door": "1单元101室", "use": "own"},
        origin=DOOR,
        actor=SYSTEM,
        at=home,
    )
    house = registers.record(
        "household",
        township=TOWNSHIP,
        values={"kind": "family"},
        origin=DOOR,
        actor=SYSTEM,
        at=At(dwelling=room.id),
    )
    values = {"name": "王小样", "identity_number": number}
    at = At(household=house.id, relation="head")
    return registers.record("person", township=TOWNSHIP, values=values, origin=DOOR, actor=SYSTEM, at=at).id


def noted(visit: UUID) -> Any:
    """The visit as it stands written."""
    return apps.get_model("registers", "Visit").objects.get(township=TOWNSHIP, id=visit)


def stands(person: UUID) -> tuple[UUID | None, UUID | None]:
    row = known.row("person", person, SYSTEM)
    return row.in_grid, row.in_cell


def test_rows_of_the_registers_follow_their_houses(cast: Cast) -> None:
    person = someone_old(cast.town.building_1)
    assert stands(person)[1] == cast.town.a1
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    preview = Preview(Draft.objects.one(row.id))
    assert preview.register_rows == {"person": 1, "household": 1, "dwelling": 1}
    assert {(old, new) for _one, old, new in preview.duties()} <= {(A1, "n1a"), (A1, "n1b")}
    published(cast, row)
    jobs.run_due()
    row = Draft.objects.one(row.id)
    assert row.settled_at is not None
    assert row.settled_rows >= 3
    assert stands(person)[1] == places.grid_of(cast.town.building_1) != cast.town.a1
    # A second run finds nothing left to do.
    commands.settle(draft=row.id)
    assert Draft.objects.one(row.id).settled_rows == row.settled_rows


@pytest.fixture
def fresh_trees() -> Iterator[None]:
    """What a process remembers of trees is not what this test leaves behind."""
    yield
    town._cut.cache_clear()


def test_a_grid_put_under_another_group_takes_its_cases_and_rows_along(cast: Cast, fresh_trees: None) -> None:
    case, person = a_case(cast), someone_old(cast.town.building_1)
    before = stands(person)
    row = a_draft(cast)
    drawn(row, {"kind": "regroup", "keys": [A1], "parent": ""}, cast.admin)
    published(cast, row)
    # The job runs in another process, which never saw the tree of before.
    town._cut.cache_clear()
    jobs.run_due()
    here = places.location_of(cast.town.a1)
    assert (here.grid, here.cell) == stands(person) != before
    assert again(case.id).in_grid == here.grid


def test_registers_follow_batch_by_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    people_here = [someone_old(cast.town.building_1)]
    row = a_draft(cast)
    drawn(row, {"kind": "merge", "keys": [A1, A2]}, cast.admin)
    published(cast, row)
    monkeypatch.setattr(settling, "ADDRESSES", 1)
    monkeypatch.setattr(settling, "TURNS", 1)
    runs = 0
    while Draft.objects.one(row.id).settled_at is None:
        commands.settle(draft=row.id)
        runs += 1
    assert runs > 2
    assert {stands(one)[1] for one in people_here} == {places.grid_of(cast.town.building_1)}


def test_a_visit_told_after_a_redraw_keeps_the_grid_of_its_day(cast: Cast) -> None:
    """By whoever had the house that day, though it is another's now."""
    person, then = someone_old(cast.town.building_1), clock.now()
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    published(cast, row)
    jobs.run_due()
    for call, actor in (
        (Call([person]), cast.gridworker),
        (Call([person], visited_at=then), cast.other_gridworker),
        (Call([person], visited_at=then - timedelta(days=30)), cast.gridworker),
    ):
        with pytest.raises(NotFound):
            registers.visit(call, actor=actor)
    call = Call([person], visited_at=then, right=True, values={person: {"occupation": "木工"}})
    told = noted(registers.visit(call, actor=cast.gridworker))
    assert (told.happened_in, told.in_cell) == (cast.town.a1, places.grid_of(cast.town.building_1))
    assert (told.boundary_version, told.changed) == (Draft.objects.one(row.id).base_id, 1)
    # Somebody was there since: what is due follows from that.
    later = noted(registers.visit(Call([person]), actor=cast.gridlead))
    registers.visit(Call([person], visited_at=then), actor=cast.gridworker)
    assert known.row("person", person, SYSTEM).checked_at == later.visited_at


def test_a_house_that_was_ones_own_that_day_opens_no_other_in_its_new_grid(cast: Cast) -> None:
    """The eastern half of A1 goes to A2: of its people only those of that half were the worker's."""
    mine = someone_old(cast.town.building_2)
    not_mine = someone_old(cast.town.building_3, number="370402193001010027")
    then, row = clock.now(), a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    drawn(row, {"kind": "merge", "keys": ["n1b", A2]}, cast.admin)
    published(cast, row)
    jobs.run_due()
    assert stands(mine)[1] == stands(not_mine)[1]
    with pytest.raises(NotFound):
        registers.visit(Call([mine, not_mine], visited_at=then), actor=cast.gridworker)
    registers.visit(Call([mine], visited_at=then), actor=cast.gridworker)


def test_what_was_seen_before_a_redraw_and_told_after_it_is_worked_where_it_is_now(cast: Cast) -> None:
    then, row = clock.now(), a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    published(cast, row)
    jobs.run_due()
    now = places.locate(TinyTown.in_a1)
    case = a_case(cast, by=cast.gridworker, happened_at=then)
    assert now is not None
    assert (case.at_place, case.in_cell) == (now.at, now.cell)
    assert (case.happened_in, case.reported_cell) == (cast.town.a1, cast.town.a1)
    assert case.boundary_version == Draft.objects.one(row.id).base_id
    # A list that was read before still names the grid that is no more.
    by_list = a_case(cast, by=cast.gridlead, where=None, area=cast.town.a1)
    assert by_list.in_grid == cast.town.grid_a


def test_layers_made_of_a_grid_that_ends_are_listed_to_be_decided(cast: Cast) -> None:
    words = {"zh": "专属网格", "en": "Dedicated grids"}
    entry = {
        "key": "dedicated",
        "kind": "dedicated",
        "names": words,
        "note": words,
        "houses": {"school": "unit"},
    }
    layers.load_layer(TOWNSHIP, LayerEntry.model_validate(entry))
    layer = layers_of(cast.admin, TOWNSHIP)[0].layer
    for name, area in (("商业街", cast.town.a1), ("写字楼", cast.town.b1)):
        layers.make_area(layer_id=layer.id, asked=Asked(name=name, areas=(area,)), actor=cast.admin)
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    preview = Preview(Draft.objects.one(row.id))
    assert [one.area.name_zh for one in preview.layer_areas] == ["商业街"]
    page = signed_in(cast.admin).get(f"/desk/borders/{row.id}/moves/").content.decode()
    assert "商业街" in page
    assert "写字楼" not in page


def test_figures_of_last_year_stay_as_they_were(cast: Cast) -> None:
    """The ledgers of every grid and community for last year, counted before and after, say the same."""
    with clock.hold(clock.now() - timedelta(days=365)):
        a_case(cast, stage="archived")
        a_case(cast)
        first = people.today().replace(day=1)
    take_in(TOWNSHIP)
    before = ledgers(cast, first)
    assert before[cast.town.grid_a] != before[cast.town.south]
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    drawn(row, {"kind": "regroup", "keys": [A2, "n1a", "n1b"], "parent": ""}, cast.admin)
    published(cast, row)
    jobs.run_due()
    take_in(TOWNSHIP)
    assert {places.area(one).retired_at for one in (cast.town.a1, cast.town.grid_a)} != {None}
    assert ledgers(cast, first) == before


def ledgers(cast: Cast, first: date) -> dict[UUID, tuple[object, list[str]]]:
    here = [cast.town.grid_a, cast.town.north, cast.town.south, cast.town.street]
    counts = {area: clearance.count(places.area(area), Period.MONTH, first) for area in here}
    return {
        area: (one.figures, [number for _case, _stay, number in one.carried]) for area, one in counts.items()
    }
