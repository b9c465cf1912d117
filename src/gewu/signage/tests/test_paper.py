"""What is printed: every kind for the tiny town, with its words, pages and codes; with and without people."""

import pytest

from gewu.cases.tests.builders import Cast
from gewu.kernel.paper.reading import pages_of
from gewu.people.testing import signed_in
from gewu.places import queries as places
from gewu.signage import commands, paper, queries
from gewu.signage.tests.helping import a_plate, a_portrait

pytestmark = pytest.mark.django_db
BASE = "https://gewu.example"


def drawn(kind: str, cast: Cast) -> list[str]:
    things = paper.things_of(kind, places.area(cast.town.north))
    return pages_of(paper.drawn(kind, things, base=BASE, progress=lambda: None))


@pytest.mark.parametrize(
    ("kind", "pages"), [("card_a6", 3), ("card_a4", 1), ("map_a3", 3), ("plate_big", 4), ("plate_small", 4)]
)
def test_every_kind_is_drawn_for_every_place_of_a_community(cast: Cast, kind: str, pages: int) -> None:
    commands.agree_to_phone(phone="0632-555 0101", agreed=True, actor=cast.gridworker)
    commands.agree_to_photo(photo=a_portrait(), agreed=True, actor=cast.gridworker)
    found = drawn(kind, cast)
    assert len(found) == pages
    assert "0632-555 0101" in "".join(found)
    assert cast.gridworker.name in "".join(found)


def test_a_map_has_its_neighbours_houses_legend_and_page(cast: Cast) -> None:
    page = drawn("map_a3", cast)[1]
    for words in ("图例", "幸福小区", "第 2 页，共 3 页", "测试边界", "12345"):
        assert words in page


def test_a_house_with_units_has_a_plate_for_each(cast: Cast) -> None:
    a_plate(cast, cast.town.building_1)
    commands.set_units(address=cast.town.building_1, units=2, actor=cast.gridworker)
    pages = drawn("plate_small", cast)
    assert len(pages) == 6
    assert sum("2 单元" in page for page in pages) == 1


def test_a_run_is_drawn_in_the_background_and_fetched_by_who_asked(cast: Cast) -> None:
    run = commands.ask_for_print(kind="card_a4", area=cast.town.north, base=BASE, actor=cast.chief)
    commands.make_print(run=run.id)
    made = queries.print_run(cast.chief, run.id)
    assert (made.done, made.finished_at is not None, made.size > 10_000) == (3, True, True)
    client = signed_in(cast.chief)
    page = client.get(f"/desk/signage/print/{run.id}/").text
    assert "file.pdf" in page
    answer = client.get(f"/desk/signage/print/{run.id}/file.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert len(answer.getvalue()) == made.size
    assert signed_in(cast.supervisor).get(f"/desk/signage/print/{run.id}/").status_code == 404
