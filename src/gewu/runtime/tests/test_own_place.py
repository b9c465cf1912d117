"""A place of one's own: small files, an illustration drawn from them, mistakes one can act on."""

import argparse
import re
from pathlib import Path

import pytest
from django.conf import LazySettings

from gewu.people.testing import a_user
from gewu.places import atlas, shelf
from gewu.places.testing import tiny_town
from gewu.runtime import actions, localities
from gewu.runtime.words import Stop

HANDBOOK = Path(__file__).parents[4] / "docs"


def example(language: str) -> str:
    """The place that the handbook sets up."""
    page = (HANDBOOK / language / "operations" / "place.md").read_text("utf-8")
    return page.partition("```toml\n")[2].partition("```")[0]


FILE = example("en")


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.LOCALITY_FOLDERS = [tmp_path]
    own = tmp_path / "minzhu"
    own.mkdir()
    (own / "place.toml").write_text(FILE, "utf-8")
    return own


def asked(key: str = "minzhu") -> argparse.Namespace:
    return argparse.Namespace(locality=key)


def test_a_place_without_names_for_its_streets_is_drawn_and_fits(folder: Path) -> None:
    localities.draw(asked())
    _own, plan = shelf.read("minzhu")
    assert plan
    assert len(plan.shapes) == 4
    assert {house.street for house in plan.estates} <= {line.zh for line in plan.lines if line.zh}
    assert shelf.problems_of("minzhu") == []
    with pytest.raises(Stop, match="there already"):
        localities.draw(asked())


def test_a_broken_plan_says_what_to_do(folder: Path) -> None:
    (folder / "plan.json").write_text("{", "utf-8")
    assert "gewu draw-locality minzhu" in shelf.problems_of("minzhu")[0]


def test_every_mistake_of_an_order_is_a_line_of_its_own(folder: Path) -> None:
    wrong = FILE.replace("households = 1000", "households = 9000").replace(
        '"410105099002"]', '"410105099007"]'
    )
    (folder / "place.toml").write_text(wrong.replace('grid_level = "grid"', 'grid_level = "cell"'), "utf-8")
    assert shelf.problems_of("minzhu") == [
        "place.toml: demo_plan: community 410105099007 is not there",
        "place.toml: demo_plan: no level 'cell'",
        "place.toml: demo_plan: 9000 households are not 4 times between 200 and 300",
    ]


def test_two_places_have_neither_one_township_nor_the_same_letters(folder: Path) -> None:
    twice = FILE.replace('letters = "MZ"', 'letters = "DM"')
    (folder / "place.toml").write_text(twice, "utf-8")
    assert shelf.problems_of("minzhu") == ["place.toml: the letters DM are those of daimiao already"]


@pytest.mark.parametrize(("key", "said"), [("nowhere", "no place nowhere"), ("minzhu", "no \\[demo_plan\\]")])
def test_what_cannot_be_drawn_is_said(folder: Path, key: str, said: str) -> None:
    (folder / "place.toml").write_text(FILE.partition("[demo_plan]")[0], "utf-8")
    with pytest.raises(Stop, match=said):
        localities.draw(asked(key))


def test_the_handbook_sets_up_one_place_in_both_languages(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert example("zh") == FILE
    localities.draw(asked())
    localities.check(argparse.Namespace(locality=["minzhu", "jiefangbei"]))
    own, shipped = capsys.readouterr().out.splitlines()[1:3]
    assert own in (HANDBOOK / "en" / "operations" / "place.md").read_text("utf-8")
    assert "Community 10 → Grid 68 → Responsibility area 93; 28,491 households; Grid 3" in shipped
    assert ", 419 on average" in shipped


def test_a_plan_without_a_word_on_its_boundaries_is_refused(folder: Path) -> None:
    localities.draw(asked())
    (folder / "place.toml").write_text(re.sub(r"\[boundaries\].*?\n\n", "", FILE, flags=re.DOTALL), "utf-8")
    assert "place.toml has no [boundaries]" in shelf.problems_of("minzhu")[0]


def test_a_lost_link_is_given_again_to_somebody_of_this_place_only(
    db: None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = argparse.Namespace(locality="minzhu", admin="zhangsan", name="张三")
    chosen.installation = argparse.Namespace(address="http://here/")
    for _time in range(2):
        actions.load_place(chosen)
    links = re.findall(r"zhangsan chooses a password here: (http://here/join/\S+)", capsys.readouterr().out)
    assert len(set(links)) == 2
    a_user("clerk", tiny_town().street, username="lisi")
    chosen.admin = "lisi"
    with pytest.raises(Stop, match="somebody of another place"):
        actions.load_place(chosen)
    atlas.forget()
