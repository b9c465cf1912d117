"""A place's own dictionary and what it has switched on."""

import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from gewu.kernel.access import ANYONE, AccessClass, Actor, Post
from gewu.places import atlas, commands, queries, shelf
from gewu.places.dictionary import EVERYTHING, Feature
from gewu.places.features import features_for, home_of
from gewu.places.locality import Locality, LocalityError, parse
from gewu.places.testing import TOWNSHIP, tiny_locality, tiny_town


def changed(**values: object) -> dict[str, object]:
    return tiny_locality().model_dump(mode="json") | values


def at_home(area: UUID) -> Actor:
    scope = queries.scope_of(area)
    post = Post(uuid4(), "clerk", scope, None, frozenset({"cases"}), AccessClass.PROTECTED)
    return Actor(user=uuid4(), name="Somebody", door="desk", posts=(post,))


def test_a_place_that_says_nothing_has_everything() -> None:
    assert tiny_locality().features == EVERYTHING


@pytest.mark.parametrize(
    "values",
    [
        {"features": ["teleport"]},
        {"matters": "seventy"},
        {"helpers": [{"key": "policy", "zh": "政策宣传员", "en": "Tells of policies"}]},
        {
            "helpers": [
                {"key": "same", "zh": "甲", "en": "A", "does": {"zh": "做", "en": "does"}},
                {"key": "same", "zh": "乙", "en": "B", "does": {"zh": "做", "en": "does"}},
            ]
        },
    ],
    ids=["a feature nobody knows", "a set nobody counts", "a helper without a task", "a helper twice"],
)
def test_a_dictionary_with_a_mistake_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(LocalityError):
        parse(changed(**values), "tiny")


def test_the_shipped_place_has_six_helpers_in_its_own_words_and_its_levels() -> None:
    place, _plan = shelf.read("wenhualu")
    assert [one.zh for one in place.helpers][1] == "片区管理监督员"
    assert len({one.key for one in place.helpers}) == 6
    assert place.matters == "fifteen"
    assert place.level("community").zh == "社区（基本网格）"


@pytest.mark.django_db
def test_what_is_on_depends_on_where_somebody_is_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    town = tiny_town()
    only_map: Locality = tiny_locality().model_copy(update={"features": (Feature.MAP,)})
    monkeypatch.setitem(atlas.current().townships, TOWNSHIP, only_map)
    clerk = at_home(town.street)
    assert features_for(clerk) == {Feature.MAP}
    assert features_for(ANYONE) == {Feature.MAP}
    assert home_of(clerk) == only_map
    assert home_of(ANYONE) is None


@pytest.mark.django_db
def test_an_edited_file_of_a_place_takes_effect_with_the_next_start(
    tmp_path: Path, settings: Settings
) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    text = (shelf.SHIPPED / "wenhualu" / "place.toml").read_text("utf-8").partition("[demo_plan]")[0]
    text = re.sub(
        r", count = \d+|, households = \[[^]]*\]", "", text.replace('key = "wenhualu"', 'key = "small"')
    )
    (folder / "place.toml").write_text(text, "utf-8")
    settings.LOCALITY_FOLDERS = [str(tmp_path)]
    township = commands.load_locality("small")
    assert commands.refresh_localities() == ()
    (folder / "place.toml").write_text(re.sub(r"features = .*", 'features = ["map"]', text), "utf-8")
    assert commands.refresh_localities() == ("small",)
    assert commands.refresh_localities() == ()
    here = queries.locality_of(township)
    assert here
    assert here.features == (Feature.MAP,)


@pytest.mark.django_db
def test_without_any_place_everything_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_town()
    monkeypatch.setattr(atlas.current(), "townships", {})
    assert features_for(ANYONE) == frozenset(EVERYTHING)
