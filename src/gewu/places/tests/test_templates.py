"""The maps and choices that other pages include."""

from uuid import UUID

from django.template import Context, Template
from django.utils import translation

from gewu.places.testing import TinyTown


def drawn(text: str, language: str = "zh-hans", **values: UUID | float) -> str:
    with translation.override(language):
        return Template("{% load places %}" + text).render(Context(values))


def test_a_small_map_carries_data_and_neither_script_nor_style_of_its_own(town: TinyTown) -> None:
    html = drawn("{% place_map lon=lon lat=lat area=area %}", lon=117.7005, lat=34.8015, area=town.a1)

    assert 'data-lon="117.7005" data-lat="34.8015"' in html
    assert f'data-area="{town.a1}"' in html
    assert "township=370402999" in html
    assert 'style="' not in html
    assert "onclick" not in html


def test_the_picker_names_its_inputs_and_system(town: TinyTown) -> None:
    html = drawn('{% place_picker prefix="at_" %}')

    assert 'name="at_lon"' in html
    assert 'name="at_crs" value="WGS84"' in html


def test_a_choice_of_communities(town: TinyTown) -> None:
    html = drawn("{% area_select chosen=area %}", area=town.south)

    assert html.count("<option") == 3
    assert f'<option value="{town.south}" selected>小凤社区' in html


def test_a_choice_of_cells_under_their_communities(town: TinyTown) -> None:
    html = drawn('{% area_select name="cell" deepest="cell" %}')

    assert html.count("<optgroup") == 2
    assert html.count("<option value=") == 5


def test_a_path_is_said_in_the_language_of_the_page(town: TinyTown) -> None:
    assert drawn("{% place_path area %}", area=town.a1).strip() == "小样街道 › 小龙社区 › 第一网格 › 1单元"
    assert (
        drawn("{% place_path area %}", "en", area=town.a1).strip()
        == "Tiny Street › Xiaolong › Grid 1 › Unit 1"
    )
