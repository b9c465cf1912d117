"""A layer of the place with one of its areas, and what is planned over them, to ask for."""

from datetime import timedelta
from uuid import UUID

from gewu.joint import commands as joint
from gewu.joint.commands import Found, Plan, Promise
from gewu.joint.models import Agreement, Batch, Problem, Stop
from gewu.layers import commands, queries
from gewu.layers.asked import Asked
from gewu.layers.definition import LayerEntry
from gewu.people.queries import today
from tests.access.town import Town

WORDS = {"zh": "专属网格", "en": "Dedicated grids"}


def a_layer(town: Town) -> UUID:
    actor, township = town.actor("admin"), town.tiny.township
    entry = LayerEntry.model_validate(
        {"key": "dedicated", "kind": "dedicated", "names": WORDS, "note": WORDS, "houses": {"school": "unit"}}
    )
    commands.load_layer(township, entry)
    return queries.layers_of(actor, township)[0].layer.id


def an_area(town: Town) -> UUID:
    actor, layer = town.actor("admin"), a_layer(town)
    found = queries.every_area(queries.layer(actor, layer))
    if len(found) > 1:
        return found[0].id
    return commands.make_area(layer_id=layer, asked=Asked(name="街", areas=(town.tiny.a1,)), actor=actor)


def asked(town: Town) -> dict[str, object]:
    return {"name": "街", "areas": [str(town.tiny.a1)], "seen_version": 1}


def a_batch(town: Town) -> UUID:
    township = town.tiny.township
    if found := Batch.objects.filter(township=township).first():
        return found.id
    day, places = today(), (town.tiny.a1,)
    plan = Plan(
        sort="workday", title="工作日", first_day=day, last_day=day, places=places,
        offices=(town.offices["holds it"],),
    )  # fmt: skip
    return joint.plan_batch(township=township, plan=plan, actor=town.actor("admin"))


def a_stop(town: Town) -> UUID:
    return Stop.objects.filter(township=town.tiny.township, batch_id=a_batch(town))[0].id


def a_problem(town: Town) -> UUID:
    """Something that was only noted."""
    found = Problem.objects.filter(township=town.tiny.township, outcome="noted").first()
    if found:
        return found.id
    joint.find(stop=a_stop(town), found=Found(text="灯坏"), actor=town.actor("admin"))
    return Problem.objects.filter(township=town.tiny.township, outcome="noted")[0].id


def an_agreement(town: Town) -> UUID:
    township = town.tiny.township
    if found := Agreement.objects.filter(township=township).first():
        return found.id
    promise = Promise(
        bond="lines", title="条块", promise="每周碰一次", partner="城管局", since=today() - timedelta(days=9),
        office=town.offices["holds it"],
    )  # fmt: skip
    return joint.agree(township=township, promise=promise, actor=town.actor("admin"))


def planned(town: Town) -> dict[str, object]:
    day = today().isoformat()
    return {
        "sort": "workday", "title": "工作日", "first_day": day, "last_day": day,
        "places": [str(town.tiny.a1)],
    }  # fmt: skip


def planned_by_program(town: Town) -> dict[str, object]:
    return planned(town) | {"township": town.tiny.township}


def agreed_by_program(town: Town) -> dict[str, object]:
    return agreed(town) | {"township": town.tiny.township}


def agreed(town: Town) -> dict[str, object]:
    day = today().isoformat()
    return {
        "bond": "lines", "title": "条块", "promise": "每周碰一次", "partner": "城管局", "since": day,
        "place": str(town.tiny.a1),
    }  # fmt: skip


def noted() -> dict[str, object]:
    return {"sort": "activity", "day": today().isoformat(), "text": "查了夜市"}
