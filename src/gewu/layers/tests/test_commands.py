"""What changes layers, and what they say of a place."""

from uuid import UUID

import pytest

from gewu.cases.tests.builders import Cast
from gewu.kernel import journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.ids import new_id
from gewu.layers import commands, queries
from gewu.layers.asked import Asked
from gewu.layers.commands import load_layer
from gewu.layers.definition import LayerEntry
from gewu.layers.models import Holding, Layer, LayerArea
from gewu.places.testing import TinyTown

pytestmark = pytest.mark.django_db
TINY = TinyTown()
SHOP, BINS = "010307", "010305"
WORDS = {"zh": "专属网格", "en": "Dedicated grids"}


@pytest.fixture
def layer(cast: Cast) -> Layer:
    return a_layer("dedicated")


def a_layer(key: str, **said: object) -> Layer:
    entry = LayerEntry.model_validate(
        {"key": key, "kind": "dedicated", "names": WORDS, "note": WORDS, "houses": {"school": "unit"}} | said
    )
    load_layer(TINY.township, entry)
    return Layer.objects.get(township=TINY.township, key=key)


def made(layer: Layer, actor: Actor, **said: object) -> LayerArea:
    asked = Asked(**({"name": "商业街", "areas": (TINY.a1,)} | said))  # type: ignore[arg-type]
    return queries.layer_area(actor, commands.make_area(layer_id=layer.id, asked=asked, actor=actor))


def test_a_house_of_a_use_becomes_a_dedicated_grid_that_lies_in_its_grid(cast: Cast, layer: Layer) -> None:
    [school] = queries.every_area(layer)
    assert (school.code, school.form) == ("370402999Z001", "unit")
    sheet = queries.sheet(cast.admin, school.id)
    assert [one.place.id for one in sheet.tree] == [TINY.a2]
    assert [house.id for house in sheet.houses] == [TINY.school]
    assert school.in_community == TINY.north


def test_loading_twice_changes_nothing_and_a_changed_file_only_adds(cast: Cast, layer: Layer) -> None:
    before = journal.entries_of(layer.id)
    a_layer("dedicated")
    assert len(journal.entries_of(layer.id)) == len(before)
    street = {"code": "Z900", "zh": "街", "en": "Street", "members": ["370402999001011"]}
    a_layer("dedicated", areas=[street])
    assert [one.code for one in queries.every_area(layer)] == ["370402999Z001", "Z900"]


def test_squares_are_mapped_to_the_grids_of_the_tree(cast: Cast) -> None:
    layer = a_layer("management", kind="management", squares=2_500, houses={})
    areas = queries.every_area(layer)
    over_a1 = queries.over(TINY.township, TINY.a1)
    assert over_a1
    assert all(0 < share <= 1 for _layer, _area, share in over_a1)
    whole = sum(one.share for area in areas for one in queries.sheet(cast.admin, area.id).tree)
    assert whole == pytest.approx(len(areas), abs=0.01 * len(areas))


def test_an_area_gets_the_next_code_and_a_retired_one_is_never_given_again(cast: Cast, layer: Layer) -> None:
    first = made(layer, cast.admin)
    commands.retire_area(area_id=first.id, successor=None, seen_version=1, actor=cast.admin)
    second = made(layer, cast.admin)
    assert (first.code, second.code) == ("370402999001", "370402999002")
    with pytest.raises(Invalid) as refused:
        made(layer, cast.admin, code=first.code)
    assert "code" in refused.value.fields


def test_a_retired_area_names_its_successor_and_changes_no_more(cast: Cast, layer: Layer) -> None:
    first, second = made(layer, cast.admin), made(layer, cast.admin, areas=(TINY.a2,))
    commands.retire_area(area_id=first.id, successor=second.id, seen_version=1, actor=cast.admin)
    assert queries.sheet(cast.admin, second.id).predecessors[0].id == first.id
    with pytest.raises(RuleBroken):
        commands.retire_area(area_id=first.id, successor=None, seen_version=2, actor=cast.admin)


def test_who_answered_stays_with_its_days(cast: Cast, layer: Layer) -> None:
    area = made(layer, cast.admin, office=cast.office)
    asked = Asked(name="商业街", areas=(TINY.a1,), leader="街长")
    commands.change_area(area_id=area.id, asked=asked, seen_version=1, actor=cast.admin)
    now, before = queries.sheet(cast.admin, area.id).holdings
    assert (now.leader, now.office, now.until) == ("街长", None, None)
    assert before.office == cast.office
    assert before.until is not None
    # The same again ends nothing.
    commands.change_area(area_id=area.id, asked=asked, seen_version=2, actor=cast.admin)
    assert Holding.objects.filter(township=TINY.township, layer_area_id=area.id).count() == 2


def test_one_layer_carries_a_matter_and_says_who_answers(cast: Cast, layer: Layer) -> None:
    other = a_layer("joint", kind="joint")
    area = made(layer, cast.admin, office=cast.office)
    commands.carry(layer_id=layer.id, categories=[SHOP], seen_version=1, actor=cast.admin)
    with pytest.raises(RuleBroken):
        commands.carry(layer_id=other.id, categories=[SHOP], seen_version=1, actor=cast.admin)
    here = queries.standing_at(TINY.township, {TINY.a1, TINY.north}, (117.7005, 34.8015), category=SHOP)
    assert [(one.area.id, one.office, one.carries) for one in here] == [(area.id, cast.office, True)]
    assert not queries.standing_at(TINY.township, {TINY.a1}, None, category=BINS)[0].carries


def test_an_area_with_ground_of_its_own_holds_only_the_points_in_it(cast: Cast, layer: Layer) -> None:
    inside, outside = (117.70165, 34.80135), (117.70195, 34.80195)
    assert queries.standing_at(TINY.township, {TINY.a2}, inside)
    assert not queries.standing_at(TINY.township, {TINY.a2}, outside)
    assert not queries.standing_at(TINY.township, {TINY.a2}, None)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"areas": ()}, "areas"),
        ({"areas": (UUID(int=7),)}, "areas"),
        ({"houses": ("小样小学",)}, "areas"),
        ({"areas": (), "houses": ("没有这栋楼",)}, "houses"),
        ({"form": "castle"}, "form"),
        ({"office": UUID(int=7)}, "office"),
        ({"code": "甲1"}, "code"),
    ],
    ids=["no name", "nothing", "unknown area", "areas and houses", "unknown house", "form", "office", "code"],
)
def test_what_cannot_be_is_named(cast: Cast, layer: Layer, said: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        made(layer, cast.admin, **said)
    assert field in refused.value.fields


def test_layers_are_changed_by_those_who_may_and_seen_at_home(cast: Cast, layer: Layer) -> None:
    with pytest.raises(NotAllowed):
        made(layer, cast.gridworker)
    assert queries.layer(cast.gridworker, layer.id).key == "dedicated"
    with pytest.raises(NotFound):
        queries.layer(cast.resident, layer.id)
    with pytest.raises(NotFound):
        queries.layer(cast.admin, new_id(110101001))


def test_a_stale_copy_is_refused(cast: Cast, layer: Layer) -> None:
    with pytest.raises(Conflict):
        commands.carry(layer_id=layer.id, categories=[], seen_version=9, actor=cast.admin)
