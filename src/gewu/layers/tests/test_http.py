"""The pages of layers, as browsers ask for them, and what they say on the page of a case."""

import pytest
from django.test import Client

from gewu.cases.queries import matter
from gewu.cases.tests.builders import Cast, a_case
from gewu.kernel.access import Actor
from gewu.layers import commands, queries
from gewu.layers.asked import Asked
from gewu.layers.models import Layer, LayerArea
from gewu.layers.tests.test_commands import TINY, a_layer
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db
HOME = "/desk/layers/"


@pytest.fixture
def layer(cast: Cast) -> Layer:
    return a_layer("dedicated")


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content
    return str(answer.content.decode())


def post(actor: Actor, url: str, **form: object) -> int:
    return signed_in(actor).post(url, form).status_code


def test_layers_lie_side_by_side_on_the_map(cast: Cast, layer: Layer) -> None:
    client = signed_in(cast.clerk)
    assert 'class="layer-1"' in read(client, HOME)
    assert 'class="layer-1"' not in read(client, f"{HOME}?show=")
    assert 'class="layer-1"' in read(client, f"{HOME}?show={layer.key}")


def test_from_the_list_to_an_area_and_its_end(cast: Cast, layer: Layer) -> None:
    assert "专属网格" in read(signed_in(cast.gridworker), HOME)
    form = {"name": "小龙步行街", "areas": [str(TINY.a1)], "form": "street", "office": str(cast.office)}
    assert post(cast.admin, f"{HOME}{layer.id}/new/", **form) == 302
    area = LayerArea.objects.get(township=TINY.township, name_zh="小龙步行街")
    page = read(signed_in(cast.clerk), f"{HOME}{layer.id}/?q=xiaolongbuxing").partition("data-rows")[2]
    assert "小龙步行街" in page
    assert "小样小学" not in page
    assert "商业街面" in read(signed_in(cast.clerk), f"{HOME}areas/{area.id}/")
    assert "小龙步行街" in read(signed_in(cast.admin), f"{HOME}areas/{area.id}/change/")
    change = form | {"name": "小龙街", "seen_version": "1"}
    assert post(cast.admin, f"{HOME}areas/{area.id}/change/", **change) == 302
    assert post(cast.admin, f"{HOME}areas/{area.id}/change/", **change) == 409
    assert post(cast.admin, f"{HOME}areas/{area.id}/retire/", seen_version="2") == 302
    assert "小龙街" not in read(signed_in(cast.clerk), f"{HOME}{layer.id}/")
    assert "小龙街" in read(signed_in(cast.clerk), f"{HOME}{layer.id}/?retired=1")


def test_a_table_holds_every_area_that_ever_was(cast: Cast, layer: Layer) -> None:
    answer = signed_in(cast.clerk).get(f"{HOME}{layer.id}/?format=csv")
    assert "370402999Z001" in answer.content.decode()


def test_a_form_with_mistakes_comes_back_with_what_was_typed(cast: Cast, layer: Layer) -> None:
    answer = signed_in(cast.admin).post(f"{HOME}{layer.id}/new/", {"name": "街", "houses": "没有这栋楼"})
    assert answer.status_code == 422
    assert "没有这栋楼" in answer.content.decode()


def test_those_who_read_layers_do_not_write_them(cast: Cast, layer: Layer) -> None:
    assert signed_in(cast.gridworker).get(f"{HOME}{layer.id}/new/").status_code == 403
    assert "areas" in read(signed_in(cast.gridworker), f"{HOME}{layer.id}/")
    assert signed_in(cast.resident).get(HOME).status_code == 403


def test_a_case_says_who_answers_for_its_matter_and_the_form_knows(cast: Cast, layer: Layer) -> None:
    case = a_case(cast, "filed")
    asked = Asked(name="小龙街", areas=(TINY.a1,), office=cast.other_office)
    commands.make_area(layer_id=layer.id, asked=asked, actor=cast.admin)
    page = read(signed_in(cast.dispatcher), f"/desk/cases/{case.id}/")
    assert "小龙街" in page
    assert "负责这类事项" not in page
    code = matter(cast.auditor, case.id).category
    commands.carry(layer_id=layer.id, categories=[code], seen_version=1, actor=cast.admin)
    assert "负责这类事项" in read(signed_in(cast.dispatcher), f"/desk/cases/{case.id}/")
    form = read(signed_in(cast.dispatcher), f"/desk/cases/{case.id}/moves/dispatch/")
    assert f'value="{cast.other_office}" selected' in form


def test_the_api_makes_changes_and_retires(cast: Cast, layer: Layer) -> None:
    client, home = signed_in(cast.admin), "/api/v1/layers"
    listed = client.get(f"{home}?township={TINY.township}").json()
    assert [(one["key"], one["areas"]) for one in listed] == [("dedicated", 1)]
    body = {"name": "街", "areas": [str(TINY.a1)]}
    made = client.post(f"{home}/{layer.id}/areas", body, content_type="application/json")
    assert made.status_code == 201
    one = f"{home}/areas/{made.json()['id']}"
    assert client.get(one).json()["tree"] == [{"area": str(TINY.a1), "code": "370402999001011", "share": 1.0}]
    changed = client.put(one, body | {"name": "巷", "seen_version": 1}, content_type="application/json")
    assert changed.json()["name_zh"] == "巷"
    gone = client.post(f"{one}/retire", {"seen_version": 2}, content_type="application/json")
    assert gone.json()["until"]
    matters = {"categories": ["010307"], "seen_version": 1}
    put = client.put(f"{home}/{layer.id}/matters", matters, content_type="application/json")
    assert put.json()["carries"] == ["010307"]
    assert len(client.get(f"{home}/{layer.id}/areas?retired=1").json()["items"]) == 2
    assert queries.matters_of(TINY.township)[layer.id] == ("010307",)
