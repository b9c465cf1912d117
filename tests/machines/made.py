"""What machines ask about, made where the town has none of it yet."""

import json
from contextlib import suppress
from typing import Any
from uuid import UUID

from gewu.cases import queries
from gewu.finding import queries as finding
from gewu.finding.commands import ask_export, begin_batch, save
from gewu.finding.commands.exports import write_export
from gewu.joint.commands import Found, Plan, find, plan_batch
from gewu.joint.models import Batch, Problem, Stop
from gewu.kernel import numbers
from gewu.kernel.errors import DomainError
from gewu.layers.commands import load_layer
from gewu.layers.definition import LayerEntry
from gewu.layers.models import Layer
from gewu.layers.queries import every_area
from gewu.people.queries import today
from gewu.places.testing import TinyTown
from gewu.planner import queries as planner
from gewu.planner.commands import Asking as Planning
from gewu.planner.commands import ask as ask_for_grids
from gewu.planner.commands import propose
from gewu.planner.values import Wishes
from gewu.redraw import commands as redraw
from gewu.routing import queries as routing
from gewu.routing.asked import Asked
from gewu.routing.commands import make_rule
from gewu.routing.models import RoutingRule
from gewu.signage.tests.helping import a_plate as hanging_plate
from gewu.studio import queries as studio
from gewu.studio.commands import start_draft
from gewu.studio.files import packed
from tests.access import registering
from tests.machines.world import Asking


def a_rule(asking: Asking) -> RoutingRule:
    """The newest rule that this one may write, made by a dispatcher where there is none."""
    cast = asking.world.cast
    found = routing.rule_rows(asking.actor, TinyTown.township)
    if not found:
        make_rule(
            township=TinyTown.township, asked=Asked(name="桶", office=cast.office), actor=cast.dispatcher
        )
        found = routing.rule_rows(cast.dispatcher, TinyTown.township)
    return found[-1]


def a_person() -> UUID:
    """Somebody who lives in A1."""
    return registering.a_person_in(TinyTown())


def written_to(asking: Asking) -> UUID:
    """Somebody of A1 of whom whoever asks has just written something, if they may."""
    person = a_person()
    with suppress(DomainError):
        registering.write_into(person, TinyTown().township, asking.actor)
    return person


def a_household() -> UUID:
    return registering.a_household_in(TinyTown())


def a_visit(asking: Asking) -> UUID:
    cast = asking.world.cast
    found = Batch.objects.filter(township=TinyTown.township).first()
    if found:
        return found.id
    plan = Plan(
        sort="workday",
        title="工作日",
        first_day=today(),
        last_day=today(),
        places=(TinyTown.a1,),
        offices=(cast.office,),
    )
    return plan_batch(township=TinyTown.township, plan=plan, actor=cast.admin)


def a_plate(asking: Asking) -> UUID:
    """Of a house, and up: it may be found in any state."""
    return hanging_plate(asking.world.cast, TinyTown.building_1).id


def a_stop(asking: Asking) -> UUID:
    return Stop.objects.filter(township=TinyTown.township, batch_id=a_visit(asking))[0].id


def a_problem(asking: Asking) -> UUID:
    """Something noted at a stop."""
    found = Problem.objects.filter(township=TinyTown.township, outcome="noted").first()
    if found is None:
        find(stop=a_stop(asking), found=Found(text="灯坏"), actor=asking.world.cast.admin)
        found = Problem.objects.get(township=TinyTown.township, outcome="noted")
    return found.id


def a_layer() -> Layer:
    words = {"zh": "专属网格", "en": "Dedicated grids"}
    entry = LayerEntry.model_validate(
        {"key": "dedicated", "kind": "dedicated", "names": words, "note": words, "houses": {"school": "unit"}}
    )
    load_layer(TinyTown.township, entry)
    return Layer.objects.get(township=TinyTown.township, key="dedicated")


def an_area() -> UUID:
    return next(area.id for area in every_area(a_layer()) if area.until is None)


def a_filter(asking: Asking) -> UUID:
    actor = asking.actor
    if found := [one.id for one in finding.saved_filters(actor) if one.own]:
        return found[0]
    try:
        return save(name="超时", list_key="all", query="late=1", shared=False, actor=actor)
    except DomainError:
        return UUID(int=0)


def a_draft(asking: Asking) -> UUID:
    try:
        found = studio.living_at(asking.actor, "event", TinyTown.street)
        return (found or start_draft(key="event", place=TinyTown.street, actor=asking.actor)).id
    except DomainError:
        return UUID(int=0)


def a_redraw(asking: Asking) -> UUID:
    """One that is being drawn; what somebody did to it before is left behind."""
    try:
        return redraw.begin(township=TinyTown.township, title="拆分", actor=asking.actor).id
    except DomainError:
        return UUID(int=0)


def shapes_file() -> bytes:
    """The northern community in other halves."""
    rings = [
        [[west, 34.801], [east, 34.801], [east, 34.802], [west, 34.802], [west, 34.801]]
        for west, east in ((117.7, 117.7007), (117.7007, 117.702))
    ]
    shapes = [{"type": "Polygon", "coordinates": [ring]} for ring in rings]
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def section(asking: Asking) -> Any:
    found = studio.drafts(asking.actor)
    return studio.sections_of(found[0])["frame"] if found else {}


def draft_file(asking: Asking) -> bytes:
    """The draft itself as files."""
    found = studio.drafts(asking.actor)
    return packed(studio.sections_of(found[0]), key="event", version=1) if found else b""


def a_plan(asking: Asking) -> UUID:
    """The newest run of the planner; the administrator has one made where there is none."""
    admin = asking.world.cast.admin
    if not planner.runs(admin):
        wanted = Planning(TinyTown.township, (TinyTown.north,), Wishes(low=30, high=70, size=48))
        propose(run=ask_for_grids(asking=wanted, actor=admin))
    return planner.runs(admin)[0].id


def a_proposal(asking: Asking) -> UUID:
    """One that nobody took over yet: each can be once."""
    admin = asking.world.cast.admin
    run = planner.run(admin, a_plan(asking))
    return next(one.id for one in planner.proposals(run) if one.draft is None)


def an_export(asking: Asking) -> UUID:
    if found := finding.exports(asking.actor):
        return found[0].id
    try:
        asked = ask_export(list_key="all", query="", form="csv", purpose="meeting", actor=asking.actor)
    except DomainError:
        return UUID(int=0)
    write_export(asked)
    return asked


def a_batch(asking: Asking) -> UUID:
    if found := finding.batches(asking.actor):
        return found[0].id
    body = "WH1H400127KQ9"
    chosen = [(case, body + numbers.check_character(body), 1) for case in asking.cases[:1]]
    return begin_batch(move="wait", type_key="event", data={}, chosen=chosen, list_key="", actor=asking.actor)


def to_put_off(asking: Asking) -> list[dict[str, Any]]:
    offers = finding.chosen_cases(asking.actor, asking.cases)
    return [
        {"id": str(one.row.id), "seen_version": one.row.version}
        for one in offers
        if any(move.name == "wait" for move in one.moves)
    ]


def files_of(asking: Asking, case_id: str) -> list[str]:
    """The files a case has that this one sees."""
    return [str(photo.id) for photo in getattr(_file(asking, case_id), "photos", ())]


def offers_of(asking: Asking, case_id: str) -> list[tuple[str, dict[str, Any], int]]:
    """The moves of a case open to this one: name, schema of the answers, version."""
    file = _file(asking, case_id)
    return [(move.name, dict(move.schema), file.version) for move in getattr(file, "moves", ())]


def _file(asking: Asking, case_id: str) -> Any:
    try:
        return queries.case_file(asking.actor, UUID(case_id))
    except (DomainError, ValueError):
        return None
