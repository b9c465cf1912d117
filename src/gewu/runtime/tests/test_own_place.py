"""A place of one's own: small files, an illustration drawn from them, mistakes one can act on."""

import argparse
from pathlib import Path

import pytest
from django.conf import LazySettings

from gewu.places import shelf
from gewu.runtime import localities
from gewu.runtime.words import Stop

FILE = """
key = "minzhu"
names = { zh = "民主街道", en = "Minzhu Sub-district" }
township = 410105099
letters = "MZ"
centre = [113.66, 34.78]
zoom = 15.0
levels = [
  { key = "province", tier = "province", zh = "省", en = "Province" },
  { key = "city", tier = "city", zh = "市", en = "City" },
  { key = "county", tier = "county", zh = "区", en = "District" },
  { key = "street", tier = "township", zh = "街道", en = "Sub-district" },
  { key = "community", tier = "community", zh = "社区", en = "Community", count = 2 },
  { key = "grid", tier = "grid", zh = "网格", en = "Grid", count = 4, households = [150, 350] },
]
areas = [
  { level = "province", code = "41", zh = "河南省", short = "河南", en = "Henan" },
  { level = "city", code = "4101", zh = "郑州市", short = "郑州", en = "Zhengzhou" },
  { level = "county", code = "410105", zh = "金水区", short = "金水", en = "Jinshui District" },
  { level = "street", code = "410105099", zh = "民主街道", short = "民主", en = "Minzhu Sub-district" },
  { level = "community", code = "410105099001", zh = "和平社区", short = "和平", en = "Heping" },
  { level = "community", code = "410105099002", zh = "自由社区", short = "自由", en = "Ziyou" },
]

[boundaries]
label = { zh = "示意边界", en = "Illustrative boundaries" }
synthetic = true
valid_from = 2026-01-01T00:00:00+08:00

[demo_plan]
seed = 3
size = [700, 600]
communities = ["410105099001", "410105099002"]
grid_level = "grid"
grids = 4
units = 4
households = 1000
households_each = [200, 300]
numbering = "serial"
made_up_estates = true
"""


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
