"""The pages of routing as browsers ask for them, and the same over the API."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from gewu.cases.tests.builders import CATEGORY, Cast, a_case
from gewu.kernel.access import Actor
from gewu.people.testing import an_actor, an_organisation, signed_in
from gewu.places import commands as places
from gewu.places.locality import parse, parse_plan
from gewu.places.testing import tiny_locality, tiny_plan
from gewu.places.values import area_id
from gewu.routing import commands, queries
from gewu.routing.asked import Asked
from gewu.routing.models import RoutingRule

pytestmark = pytest.mark.django_db
HOME, API = "/desk/routing/", "/api/v1/routing/"
AWAY = 370403999


def read(actor: Actor, url: str, status: int = 200) -> str:
    answer = signed_in(actor).get(url)
    assert answer.status_code == status, answer.content
    return str(answer.content.decode())


def form(cast: Cast, **asks: Any) -> dict[str, Any]:
    return {"name": "桶归环卫", "office": str(cast.office), "seen_version": "1"} | asks


def only_rule(cast: Cast) -> RoutingRule:
    (row,) = queries.rule_rows(cast.dispatcher, cast.town.township)
    return row


def a_second_town() -> UUID:
    """The tiny town once more, in the same city, and an office there."""
    locality, plan = (
        json.loads(value.model_dump_json().replace("370402999", str(AWAY)).replace("370402", "370403"))
        for value in (tiny_locality(), tiny_plan())
    )
    for shape in plan["shapes"]:
        shape["ring"] = [(lon, lat + 10_000) for lon, lat in shape["ring"]]
    places.install(parse(locality | {"key": "other", "letters": "XZ"}, "other"), parse_plan(plan, "other"))
    return an_organisation(area_id(str(AWAY)), "sanitation").id


def test_a_rule_of_several_categories_areas_and_sources_is_kept_as_it_was_typed(cast: Cast) -> None:
    asks = {
        "categories": ["0103", "010137"],
        "areas": [str(cast.town.north), str(cast.town.grid_b)],
        "sources": ["hotline", "window"],
        "words": "桶盖、桶 满",
        "start": "18:00",
        "end": "8:00",
    }
    answer = signed_in(cast.dispatcher).post(f"{HOME}new/", form(cast, **asks))
    assert (answer.status_code, answer["Location"]) == (302, f"{HOME}?place={cast.town.township}")
    row = only_rule(cast)
    assert (row.categories, row.sources) == (["0103", "010137"], ["hotline", "window"])
    assert row.areas == [cast.town.north, cast.town.grid_b]
    assert row.words == ["桶盖", "桶", "满"]
    page = read(cast.dispatcher, f"{HOME}rules/{row.id}/")
    for value in ("0103", "010137", str(cast.town.north), "hotline"):
        assert f'value="{value}" checked' in page


@pytest.mark.parametrize(
    ("asks", "field"),
    [
        ({"categories": "999999"}, "categories"),
        ({"areas": "no place"}, "areas"),
        ({"areas": str(area_id("370402004010"))}, "areas"),
        ({"start": "25:00", "end": "8:00"}, "start"),
        ({"start": "8:00"}, "end"),
        ({"office": ""}, "office"),
        ({"name": ""}, "name"),
        ({"words": "长" * 21}, "words"),
    ],
)
def test_a_form_that_makes_no_sense_comes_back_with_what_was_typed(
    cast: Cast, asks: dict[str, Any], field: str
) -> None:
    for path in ("new/", "try/"):
        answer = signed_in(cast.dispatcher).post(f"{HOME}{path}", form(cast, sources="hotline", **asks))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f'class="field wrong" id="field-{field}"' in page
        assert 'value="hotline" checked' in page
    assert queries.rule_rows(cast.dispatcher, cast.town.township) == ()


def test_trying_keeps_nothing_and_says_what_would_have_been(cast: Cast) -> None:
    case = a_case(cast, "handling")
    other = form(cast, office=str(cast.other_office), categories=[CATEGORY])
    page = signed_in(cast.dispatcher).post(f"{HOME}try/", other).content.decode()
    assert case.number in page
    assert 'id="tried"' in page
    never = signed_in(cast.dispatcher).post(f"{HOME}try/", form(cast, words="没有的词")).content.decode()
    assert case.number not in never
    assert 'class="notice bad"' in never
    assert queries.rule_rows(cast.dispatcher, cast.town.township) == ()


def test_the_list_says_what_never_fits_what_is_shadowed_and_what_was_not_tried(cast: Cast) -> None:
    def make(name: str, **asks: Any) -> None:
        asked = Asked(name=name, office=cast.office, **asks)
        commands.make_rule(township=cast.town.township, asked=asked, actor=cast.dispatcher)

    make("全部", categories=("0103",))
    untried = read(cast.dispatcher, f"{HOME}?lang=en")
    assert 'class="notice bad"' not in untried
    make("影子", categories=(CATEGORY,))
    make("从不", words=("没有的词",))
    a_case(cast, "handling")
    page = read(cast.dispatcher, HOME)
    assert page.count('class="notice bad"') == 2
    commands.steer(township=cast.town.township, automatic=True, actor=cast.admin)
    assert page.index("全部") < page.index("影子") < page.index("从不")


def test_a_rule_to_an_office_that_closed_is_said_so(cast: Cast) -> None:
    row = commands.make_rule(
        township=cast.town.township, asked=Asked(name="桶", office=cast.office), actor=cast.dispatcher
    )
    RoutingRule.objects.filter(township=cast.town.township, id=row).update(office=uuid4())
    assert 'class="notice bad"' in read(cast.dispatcher, HOME)


def test_a_deleted_rule_can_be_brought_back_from_the_list(cast: Cast) -> None:
    client = signed_in(cast.dispatcher)
    client.post(f"{HOME}new/", form(cast))
    row = only_rule(cast)
    gone = client.post(f"{HOME}rules/{row.id}/delete/", {"seen_version": "1"})
    assert gone["Location"] == f"{HOME}?place={cast.town.township}&deleted={row.id}"
    assert f"{HOME}rules/{row.id}/restore/" in read(cast.dispatcher, gone["Location"])
    assert client.post(f"{HOME}rules/{row.id}/restore/").status_code == 302
    assert only_rule(cast).id == row.id


def test_whoever_steers_two_places_chooses_between_them(cast: Cast) -> None:
    office = a_second_town()
    both = an_actor("dispatcher", cast.town.city)
    page = read(both, HOME)
    assert page.count(f"{HOME}?place=") == 2
    client = signed_in(both)
    answer = client.post(f"{HOME}new/", form(cast, office=str(office), place=str(AWAY)))
    assert answer["Location"] == f"{HOME}?place={AWAY}"
    assert [row.name for row in queries.rule_rows(both, AWAY)] == ["桶归环卫"]
    assert queries.rule_rows(both, cast.town.township) == ()
    wrong = client.post(f"{HOME}new/", form(cast, office=str(cast.office), place=str(AWAY)))
    assert wrong.status_code == 422


@pytest.mark.parametrize("place", ["370403999", "000000000", "x", ""])
def test_nobody_steers_a_place_of_others(cast: Cast, place: str) -> None:
    a_second_town()
    assert signed_in(cast.dispatcher).get(f"{HOME}?place={place}").status_code == (404 if place else 200)
    answer = signed_in(cast.dispatcher).post(f"{HOME}new/", form(cast, place=place or "370403999"))
    assert answer.status_code == 404


def test_only_an_administrator_of_the_place_lets_rules_act(cast: Cast) -> None:
    acts = {"automatic": "on", "place": str(cast.town.township)}
    assert signed_in(cast.dispatcher).post(f"{HOME}automatic/", acts).status_code == 403
    assert signed_in(cast.admin).post(f"{HOME}automatic/", acts).status_code == 302
    assert queries.is_automatic(cast.town.township)


def ask(
    actor: Actor, method: str, path: str, body: Mapping[str, Any] | None = None, status: int = 200
) -> Any:
    client: Client = signed_in(actor)
    sent = json.dumps(body or {}).encode()
    answer = client.generic(method, f"{API}{path}", sent, content_type="application/json")
    assert answer.status_code == status, answer.content
    return json.loads(answer.content) if answer.content else None


def test_a_program_makes_orders_tries_switches_and_deletes_rules(cast: Cast) -> None:
    actor, place = cast.dispatcher, {"township": cast.town.township}
    asked = {"name": "桶归环卫", "office": str(cast.office), "categories": ["0103"]}
    first = ask(actor, "POST", "rules", asked | place, 201)["id"]
    second = ask(
        actor, "POST", "rules", asked | place | {"name": "灯", "start": "18:00", "end": "06:00"}, 201
    )["id"]
    seen = {"rule_version": 1}
    moved = ask(actor, "POST", f"rules/{second}/move", seen | {"direction": "up"})
    assert (moved["position"], moved["version"], moved["start"]) == (1, 2, "18:00:00")
    changed = ask(actor, "PUT", f"rules/{second}", asked | {"rule_version": 2, "says": ["灯"]})
    assert (changed["says"], changed["start"]) == (["灯"], None)
    rested = ask(actor, "POST", f"rules/{second}/switch", {"rule_version": 3})
    assert rested["active"] is False
    assert [one["id"] for one in ask(actor, "GET", f"rules?township={cast.town.township}")] == [second, first]
    a_case(cast, "handling")
    run = ask(actor, "GET", f"dry-run?township={cast.town.township}")
    assert run["looked_at"] == 1
    assert [(one["rule"], one["verdict"], one["hits"]) for one in run["rules"]] == [(first, "works", 1)]
    tried = ask(actor, "POST", "dry-run", asked | place)
    assert [(one["rule"], one["shadowed_by"]) for one in tried["rules"]] == [(None, first)]
    ask(actor, "DELETE", f"rules/{second}?rule_version=4", status=204)
    ask(actor, "GET", f"rules/{second}", status=404)
    assert ask(actor, "POST", f"rules/{second}/restore")["version"] == 6


def test_what_a_program_may_not_do_with_rules(cast: Cast) -> None:
    office = a_second_town()
    asked = {"name": "桶", "office": str(cast.office), "township": cast.town.township}
    rule = ask(cast.dispatcher, "POST", "rules", asked, 201)["id"]
    ask(cast.clerk, "POST", "rules", asked, 403)
    ask(cast.clerk, "GET", f"rules/{rule}", status=404)
    ask(cast.clerk, "GET", f"rules?township={cast.town.township}", status=403)
    ask(cast.dispatcher, "POST", "dry-run", asked | {"township": AWAY, "office": str(office)}, 403)
    ask(cast.dispatcher, "POST", "rules", asked | {"office": str(office)}, 422)
    ask(cast.dispatcher, "POST", f"rules/{rule}/move", {"rule_version": 1, "direction": "sideways"}, 422)
    ask(cast.dispatcher, "POST", f"rules/{rule}/switch", {"rule_version": 2}, 409)
    ask(cast.resident, "GET", f"rules?township={cast.town.township}", status=403)


def test_a_program_is_suggested_what_the_panel_says(cast: Cast) -> None:
    a_case(cast, "closed", text="垃圾桶盖坏了")
    commands.learn(cast.town.township)
    rule = ask(
        cast.dispatcher,
        "POST",
        "rules",
        {"name": "桶归环卫", "office": str(cast.office), "township": cast.town.township},
        201,
    )["id"]
    case = a_case(cast, "filed", text="垃圾桶满了")
    found = ask(cast.dispatcher, "GET", f"cases/{case.id}/suggestions")
    assert found["rule"] == {"id": rule, "name": "桶归环卫", "office": str(cast.office)}
    assert str(cast.office) in [one["key"] for one in found["offices"]]
    ask(cast.resident, "GET", f"cases/{case.id}/suggestions", status=404)
