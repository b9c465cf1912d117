"""Figures of a period that is over stay as they were when borders are redrawn: every count of an area."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.utils.timezone import localdate

from gewu.aftercare import queries as aftercare
from gewu.aftercare.commands import Answer, Try, call_back
from gewu.cases import queries as cases
from gewu.cases.tests.builders import a_case
from gewu.clearance import queries as clearance
from gewu.clearance.rules import Period
from gewu.clearance.taking import take_in
from gewu.joint import queries as joint
from gewu.joint.commands import Plan, plan_batch
from gewu.kernel import clock, jobs
from gewu.kernel.access import SYSTEM
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.testing import TOWNSHIP
from gewu.redraw import town
from gewu.redraw.tests.builders import A2, Cast, a_cast, a_draft, down_the_middle, drawn
from gewu.redraw.tests.test_following import published, someone_old
from gewu.registers import commands as registers
from gewu.registers.commands.rating import rate
from gewu.registers.commands.visiting import Call
from gewu.registers.queries.rates import trend

pytestmark = pytest.mark.django_db
LONG_AGO, LATELY = timedelta(days=365), timedelta(days=20)
LEVELS = {"in_community", "in_grid", "in_cell", "area", "area_id", "place_id", "areas", "happened_in"}


@dataclass(frozen=True)
class World:
    """A town with a year behind it. `areas`: those whose figures are asked for, by what they are."""

    cast: Cast
    areas: Mapping[str, UUID]
    then: datetime

    @property
    def month(self) -> date:
        return localdate(self.then).replace(day=1)


def ledgers(world: World) -> object:
    """What is written off a month's slate, and what went over."""
    found = {
        name: clearance.count(places.area(area), Period.MONTH, world.month)
        for name, area in world.areas.items()
        if name != "cell"
    }
    return {
        name: (one.figures, sorted(number for _case, _stay, number in one.carried))
        for name, one in found.items()
    }


def closings(world: World) -> object:
    """Reported, closed, reached, content: of each place and of its parts."""
    found = {}
    for name, area in world.areas.items():
        here = aftercare.ground(world.cast.clerk, places.area(area).code)
        rule = aftercare.rule_of(TOWNSHIP)
        window = aftercare.asked(rule, period="month", on=localdate(world.then)).window
        lines = aftercare.lines(here, window)
        found[name] = {line.place.code if line.place else "": (line.tally, line.closings) for line in lines}
    return found


def lists(world: World) -> object:
    """Whoever narrows the list of cases by a place and the days of the report."""
    first, last = str(world.month), str(world.month + timedelta(days=40))
    found = {}
    for name, area in world.areas.items():
        chosen = cases.chosen_from({"place": str(area), "day_from": first, "day_to": last})
        found[name] = sorted(row.number for row in cases.visible(world.cast.clerk, chosen=chosen).items)
    return found


def rates(world: World) -> object:
    """Fresh, complete and consistent, day by day, as posts at each level read it."""
    lately = localdate(clock.now() - LATELY)
    actors = {"grid": world.cast.gridlead, "community": world.cast.chief, "township": world.cast.supervisor}
    return {
        name: [sums for day, sums in trend(actor, "person") if day == lately]
        for name, actor in actors.items()
    }


def households(world: World) -> object:
    """Who lived in an area by the borders of a day."""
    return {name: places.households_of(area, world.then) for name, area in world.areas.items()}


def joint_work(world: World) -> object:
    """How far a community work day came, stop by stop."""
    rows = list(joint.batches(world.cast.admin, chosen=joint.chosen_batches({})).items)
    sheet = joint.batch_sheet(world.cast.admin, rows[0].id)
    return sheet.progress, [(line.place, line.stop.place_id) for line in sheet.stops]


# Everything that counts by an area and a period. What is counted of today alone is not in it.
COUNTED: Mapping[str, Callable[[World], object]] = {
    "ledgers of daily clearance": ledgers,
    "rates of call-backs and closings": closings,
    "lists of cases": lists,
    "rates of the registers": rates,
    "households on a day": households,
    "joint work": joint_work,
}


def a_year(cast: Cast) -> World:
    """Cases that are over and one that is not, a call-back, a visit, a work day, rates of some day."""
    person = someone_old(cast.town.building_1)
    with clock.hold(clock.now() - LONG_AGO):
        then = clock.now()
        a_case(cast, stage="archived")
        a_case(cast)
        closed = a_case(cast, stage="closed")
        answer = Answer(contacted=True, solved="yes", rating=5)
        call_back(case_id=closed.id, said=Try(answer=answer), seen_version=closed.version, actor=cast.clerk)
        today = people.today()
        plan = Plan(
            sort="workday", title="社区工作日", first_day=today, last_day=today, offices=(cast.office,),
            places=(cast.town.a1, cast.town.a2, cast.town.b1),
        )  # fmt: skip
        plan_batch(township=TOWNSHIP, plan=plan, actor=cast.admin)
    with clock.hold(clock.now() - LATELY):
        registers.visit(Call(subjects=(person,), outcome="met"), actor=SYSTEM)
        rate(TOWNSHIP)
    take_in(TOWNSHIP)
    named = {
        "cell": cast.town.a1,
        "grid": cast.town.grid_a,
        "community": cast.town.north,
        "neighbours": cast.town.south,
        "township": cast.town.street,
    }
    return World(cast, named, then)


def redraw(cast: Cast) -> None:
    """A1 is split, and with its neighbour comes under a new grid; the old one ends."""
    row = a_draft(cast)
    drawn(row, down_the_middle(), cast.admin)
    drawn(row, {"kind": "regroup", "keys": [A2, "n1a", "n1b"], "parent": ""}, cast.admin)
    published(cast, row)
    town._cut.cache_clear()
    jobs.run_due()
    take_in(TOWNSHIP)
    rate(TOWNSHIP)


def test_every_count_of_an_area_and_a_period_stays_as_it_was() -> None:
    world = a_year(a_cast())
    before = {name: count(world) for name, count in COUNTED.items()}
    kept = {table: rows_of(table) for table in STAYS}
    redraw(world.cast)
    assert places.area(world.areas["grid"]).retired_at is not None
    after = {name: count(world) for name, count in COUNTED.items()}
    for name in COUNTED:
        assert after[name] == before[name], name
    for table in STAYS:
        assert {key: rows_of(table).get(key) for key in kept[table]} == kept[table], table


# Tables with a place in them. What stays says of what day it is; what follows is of today, and the column
# that keeps its day stands beside it (none: it has no past of its own, RateDay has).
FOLLOWS: Mapping[str, str] = {
    "cases.Case": "reported_grid",
    "registers.Visit": "happened_in",
    "registers.Claim": "",
    "registers.Enrolment": "",
    "registers.Person": "",
    "registers.Household": "",
    "registers.Dwelling": "",
    "registers.Establishment": "",
    "registers.Facility": "",
    "places.Address": "",
}
# Told anew from the journal, with a further row for each move: the ledgers above count it.
TOLD_ANEW = {"clearance.CaseStay"}
STAYS = (
    "aftercare.Disposal",
    "aftercare.CallBack",
    "checkups.Finding",
    "clearance.Ledger",
    "joint.Stop",
    "layers.LayerArea",
    "registers.Look",
    "registers.RateDay",
    "rights.Ask",
    "rights.Erasure",
    "supervision.Anomaly",
    "supervision.Supervision",
)


def rows_of(table: str) -> dict[object, object]:
    model = apps.get_model(table)
    columns = sorted(LEVELS & {field.attname for field in model._meta.concrete_fields})
    rows = model._default_manager.filter(township=TOWNSHIP).values_list("pk", *columns)
    return {row[0]: row[1:] for row in rows}


def test_every_table_with_levels_says_whether_it_follows_a_redraw() -> None:
    levelled = {
        model._meta.label
        for model in apps.get_models()
        if {"in_grid", "in_community"} & {field.attname for field in model._meta.concrete_fields}
    }
    assert levelled - {*FOLLOWS, *STAYS, *TOLD_ANEW} == set()
    for table, column in FOLLOWS.items():
        assert not column or apps.get_model(table)._meta.get_field(column)
