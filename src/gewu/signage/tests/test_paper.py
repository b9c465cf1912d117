"""What is printed: every kind for the tiny town, with its words, pages and codes; with and without people."""

import re
from typing import cast as cast_to

import pytest
import segno

from gewu.cases.tests.builders import Cast
from gewu.kernel.paper.reading import pages_of
from gewu.people.testing import signed_in
from gewu.places import queries as places
from gewu.signage import commands, paper, queries
from gewu.signage.paper.sheet import Box, Sheet
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


@pytest.mark.parametrize(
    ("kind", "millimetres"),
    [
        ("card_a6", (148, 105)),
        ("card_a4", (210, 297)),
        ("map_a3", (420, 297)),
        ("plate_big", (297, 420)),
        ("plate_small", (210, 148)),
    ],
)
def test_paper_has_its_size_and_codes_lead_to_the_card_of_the_grid(
    cast: Cast, kind: str, millimetres: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[str] = []
    monkeypatch.setattr(Sheet, "code", lambda _sheet, address, _box, **_more: codes.append(address))
    things = paper.things_of(kind, places.area(cast.town.a1))
    content = paper.drawn(kind, things, base=BASE, progress=lambda: None)
    boxes = set(re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", content))
    assert {tuple(round(float(side) * 25.4 / 72) for side in box) for box in boxes} == {millimetres}
    assert set(codes) == {f"{BASE}/grid/370402999001011/"}


class Squares:
    """Paper that only remembers which squares of a millimetre became dark."""

    def __init__(self) -> None:
        self.dark: set[tuple[int, int]] = set()

    def set_fill_color(self, *_colour: int) -> None:
        pass

    def rect(self, x: float, y: float, w: float, _h: float, **_more: object) -> None:
        self.dark.update((round(y), column) for column in range(round(x), round(x + w)))


def test_a_code_is_drawn_square_by_square() -> None:
    address, page = f"{BASE}/grid/370402999001011/", Squares()
    matrix = segno.make(address, error="m", micro=False).matrix
    Sheet.code(cast_to("Sheet", page), address, Box(0, 0, len(matrix), len(matrix)))
    assert page.dark == {(y, x) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}


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


def test_every_kind_can_be_asked_for_in_the_background(cast: Cast) -> None:
    for kind in paper.KINDS:
        run = commands.ask_for_print(kind=kind, area=cast.town.a1, base=BASE, actor=cast.chief)
        assert queries.print_run(cast.chief, run.id).kind == kind


def test_a_run_is_drawn_in_the_background_and_fetched_by_who_asked(cast: Cast) -> None:
    run = commands.ask_for_print(kind="card_a4", area=cast.town.north, base=BASE, actor=cast.chief)
    commands.make_print(run=run.id)
    made = queries.print_run(cast.chief, run.id)
    assert (made.done, made.finished_at is not None, made.size > 10_000) == (3, True, True)
    client = signed_in(cast.chief)
    page = client.get(f"/desk/signage/print/{run.id}/", headers={"hx-request": "true"})
    assert "file.pdf" in page.text
    # What the page that waits takes a quiet answer by.
    assert page["Gewu-Part"]
    answer = client.get(f"/desk/signage/print/{run.id}/file.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert len(answer.getvalue()) == made.size
    assert signed_in(cast.supervisor).get(f"/desk/signage/print/{run.id}/").status_code == 404
