"""The place in figures: what was told of the five places that are shipped stands on their pages."""

import re

import pytest

from gewu.people.testing import an_actor, signed_in
from gewu.places import atlas, queries, shelf
from gewu.places.commands import install
from gewu.places.testing import tiny_town

# Key, township, and what a reader of its page must find: words of a line of a table, one after the other.
SAID = [
    ("wenhualu", ["社区（基本网格） 12", "基础网格 43", "单元网格 122"]),
    ("jiefangbei", ["社区 10", "网格 68 300–500", "责任区域 93", "– 419 –", "28,491 户"]),
    ("daimiao", ["网格 418", "236"]),
    ("shiqiao", ["网格片 20", "网格 48", "共 375"]),
    ("zhengzhou", ["县（市、区） 15", "乡镇（街道） 208", "村（社区） 3,306"]),
]


def words_of(html: str) -> str:
    """The text of a page, its gaps one space wide."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(("key", "said"), SAID, ids=[key for key, _said in SAID])
def test_the_figures_of_a_place_stand_on_its_page(db: None, key: str, said: list[str]) -> None:
    atlas.forget()
    own, plan = shelf.read(key)
    assert plan
    # Without its houses, which take as long as all else.
    township = install(own, plan.model_copy(update={"estates": (), "buildings": ()}))
    chief = signed_in(an_actor("supervisor", queries.area_by_code(str(township)).id))

    text = words_of(chief.get("/desk/place/", headers={"Accept-Language": "zh-Hans"}).content.decode())
    assert [one for one in said if one not in text] == []
    assert str(queries.localities()[0].boundaries.label.zh) in text  # type: ignore[union-attr]
    atlas.forget()


def test_a_place_says_how_many_of_its_grids_are_too_large(db: None) -> None:
    town = tiny_town()
    chief = signed_in(an_actor("chief", town.north))
    page = chief.get("/desk/place/", headers={"Accept-Language": "en"}).content.decode()
    assert "Unit grid" in page
    assert ">200</span>" in page
