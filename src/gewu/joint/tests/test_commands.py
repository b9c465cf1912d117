"""Batches from their plan to their end, agreements with what they led to; and who is refused."""

from datetime import timedelta
from uuid import UUID

import pytest

from gewu.cases.queries import CaseMatter, matter
from gewu.cases.tests.builders import Cast
from gewu.joint import commands, queries
from gewu.joint.commands import Found, Plan, Promise, Seen
from gewu.joint.models import Agreement, Batch, Deed, Problem, Stop
from gewu.joint.queries import StopLine
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.layers.queries import every_area
from gewu.layers.tests.test_commands import a_layer
from gewu.people.queries import today
from gewu.places.testing import TinyTown

pytestmark = pytest.mark.django_db
TINY = TinyTown()
BIN = "010305"


def a_batch(cast: Cast, **said: object) -> UUID:
    plan = {
        "sort": "workday", "title": "十一月社区工作日", "first_day": today(), "last_day": today(),
        "places": (TINY.a1, TINY.a2, TINY.b1), "offices": (cast.office,),
    } | said  # fmt: skip
    return commands.plan_batch(township=TINY.township, plan=Plan(**plan), actor=cast.admin)  # type: ignore[arg-type]


def stops(cast: Cast, batch: UUID) -> dict[UUID | None, StopLine]:
    return {line.stop.place_id: line for line in queries.batch_sheet(cast.admin, batch).stops}


def the_case(cast: Cast) -> CaseMatter:
    [found] = Problem.objects.filter(township=TINY.township, outcome="case")
    assert found.case_id
    return matter(cast.auditor, found.case_id)


def an_agreement(cast: Cast, **said: object) -> UUID:
    promise = {
        "bond": "services", "title": "便民服务进片区", "promise": "每月来一次", "partner": "小样供电所",
        "since": today() - timedelta(days=30), "office": cast.office, "place": TINY.north,
    } | said  # fmt: skip
    return commands.agree(township=TINY.township, promise=Promise(**promise), actor=cast.admin)  # type: ignore[arg-type]


def test_a_batch_from_its_plan_to_its_end(cast: Cast) -> None:
    batch = a_batch(cast)
    first, second = stops(cast, batch)[TINY.a1].stop, stops(cast, batch)[TINY.a2].stop
    commands.visit(stop=first.id, seen=Seen(households=12, said="路灯暗"), seen_version=1, actor=cast.handler)
    commands.find(stop=first.id, found=Found(text="楼道堆物，当场清走", settled=True), actor=cast.handler)
    commands.find(stop=first.id, found=Found(text="垃圾桶坏了", category=BIN), actor=cast.handler)
    commands.visit(stop=second.id, seen=Seen(households=3), seen_version=1, actor=cast.handler)
    sheet = queries.batch_sheet(cast.admin, batch)
    seen = sheet.progress
    assert (seen.stops, seen.visited, seen.households) == (3, 2, 15)
    assert (seen.found, seen.settled, seen.cases, seen.closed) == (2, 1, 1, 0)
    assert TINY.a1 in the_case(cast).places
    with pytest.raises(Invalid):
        commands.close_batch(batch=batch, closing="", seen_version=1, actor=cast.admin)
    commands.close_batch(batch=batch, closing="东边下雨，下周补", seen_version=1, actor=cast.admin)
    with pytest.raises(RuleBroken):
        commands.visit(stop=second.id, seen=Seen(households=4), seen_version=2, actor=cast.handler)


def test_what_was_only_noted_is_settled_later_and_once(cast: Cast) -> None:
    batch = a_batch(cast)
    stop = stops(cast, batch)[TINY.a1].stop
    commands.find(stop=stop.id, found=Found(text="扶手松了"), actor=cast.handler)
    noted = Problem.objects.get(township=TINY.township)
    with pytest.raises(NotAllowed):
        commands.settle(problem=noted.id, actor=cast.other_handler)
    commands.settle(problem=noted.id, actor=cast.handler)
    assert queries.batch_sheet(cast.admin, batch).progress.settled == 1
    with pytest.raises(RuleBroken):
        commands.settle(problem=noted.id, actor=cast.handler)


def test_offices_are_dealt_out_over_the_places(cast: Cast) -> None:
    batch = a_batch(cast, offices=(cast.office, cast.other_office))
    offices = [stops(cast, batch)[place].stop.office for place in (TINY.a1, TINY.a2, TINY.b1)]
    assert offices == [cast.office, cast.other_office, cast.office]


def test_a_stop_may_be_an_area_of_a_layer(cast: Cast) -> None:
    layer = a_layer("dedicated")
    [school] = every_area(layer)
    batch = a_batch(cast, places=(school.id,))
    [line] = queries.batch_sheet(cast.admin, batch).stops
    assert line.place == "小样小学"
    commands.find(stop=line.stop.id, found=Found(text="门口桶坏了", category=BIN), actor=cast.handler)
    assert TINY.north in the_case(cast).places


def test_the_same_receipt_finds_once(cast: Cast) -> None:
    stop = stops(cast, a_batch(cast))[TINY.a1].stop
    found = Found(text="垃圾桶坏了", category=BIN)
    for _time in range(2):
        commands.find(stop=stop.id, found=found, actor=cast.handler, receipt="once")
    assert Problem.objects.filter(township=TINY.township).count() == 1
    assert the_case(cast).source == "visit"


def test_whoever_is_on_duty_there_fills_in_a_stop_and_nobody_else(cast: Cast) -> None:
    stop = stops(cast, a_batch(cast, offices=()))[TINY.a1].stop
    commands.visit(stop=stop.id, seen=Seen(households=1), seen_version=1, actor=cast.gridworker)
    for stranger in (cast.other_gridworker, cast.other_handler):
        with pytest.raises(NotAllowed):
            commands.visit(stop=stop.id, seen=Seen(households=1), seen_version=2, actor=stranger)
    with pytest.raises(NotFound):
        commands.visit(stop=stop.id, seen=Seen(households=1), seen_version=2, actor=cast.resident)


def test_a_stale_stop_is_refused(cast: Cast) -> None:
    stop = stops(cast, a_batch(cast))[TINY.a1].stop
    commands.visit(stop=stop.id, seen=Seen(households=1), seen_version=1, actor=cast.handler)
    with pytest.raises(Conflict):
        commands.visit(stop=stop.id, seen=Seen(households=2), seen_version=1, actor=cast.handler)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"sort": "outing"}, "sort"),
        ({"title": ""}, "title"),
        ({"first_day": None}, "first_day"),
        ({"last_day": None}, "last_day"),
        ({"places": ()}, "places"),
        ({"places": (UUID(int=3),)}, "places"),
        ({"offices": (UUID(int=3),)}, "offices"),
    ],
    ids=["sort", "title", "no day", "no end", "nowhere", "unknown place", "unknown office"],
)
def test_a_plan_that_cannot_be_is_named(cast: Cast, said: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_batch(cast, **said)
    assert field in refused.value.fields
    assert not Batch.objects.filter(township=TINY.township).exists()
    assert not Stop.objects.filter(township=TINY.township).exists()


def test_plans_are_for_those_who_plan(cast: Cast) -> None:
    plan = Plan(sort="visit", title="走访", first_day=today(), last_day=today(), places=(TINY.a1,))
    for actor in (cast.gridworker, cast.handler, cast.clerk):
        with pytest.raises(NotAllowed):
            commands.plan_batch(township=TINY.township, plan=plan, actor=actor)


def test_an_agreement_with_what_it_led_to_and_its_end(cast: Cast) -> None:
    agreement = an_agreement(cast)
    note(agreement, cast.handler)
    with pytest.raises(NotAllowed):
        note(agreement, cast.other_handler)
    sheet = queries.agreement_sheet(cast.clerk, agreement)
    assert [one.text for one in sheet.deeds] == ["修了六盏灯"]
    commands.end_agreement(agreement=agreement, seen_version=1, actor=cast.supervisor)
    with pytest.raises(RuleBroken):
        commands.end_agreement(agreement=agreement, seen_version=2, actor=cast.supervisor)
    assert Agreement.objects.get(township=TINY.township, id=agreement).ended_on == today()


def note(agreement: UUID, actor: Actor) -> None:
    said = {"sort": "activity", "day": today(), "said": "修了六盏灯"}
    commands.note_deed(agreement=agreement, actor=actor, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"bond": "friends"}, "bond"),
        ({"partner": ""}, "partner"),
        ({"promise": ""}, "promise"),
        ({"since": None}, "since"),
        ({"until": today() - timedelta(days=60)}, "until"),
        ({"place": UUID(int=3)}, "place"),
        ({"office": UUID(int=3)}, "office"),
    ],
    ids=["bond", "partner", "promise", "since", "until", "place", "office"],
)
def test_an_agreement_that_cannot_be_is_named(cast: Cast, said: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        an_agreement(cast, **said)
    assert field in refused.value.fields


@pytest.mark.parametrize("days", [-60, 1], ids=["before it began", "tomorrow"])
def test_a_deed_has_a_day_of_its_agreement(cast: Cast, days: int) -> None:
    agreement, day = an_agreement(cast), today() + timedelta(days=days)
    with pytest.raises(Invalid):
        commands.note_deed(agreement=agreement, sort="activity", day=day, said="灯", actor=cast.handler)
    assert not Deed.objects.filter(township=TINY.township).exists()


@pytest.mark.parametrize("days", [-1, 1], ids=["before the batch", "tomorrow"])
def test_a_visit_has_a_day_of_its_batch(cast: Cast, days: int) -> None:
    stop = stops(cast, a_batch(cast))[TINY.a1].stop
    seen = Seen(households=1, day=today() + timedelta(days=days))
    with pytest.raises(Invalid) as refused:
        commands.visit(stop=stop.id, seen=seen, seen_version=1, actor=cast.handler)
    assert "day" in refused.value.fields
