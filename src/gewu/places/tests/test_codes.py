"""Code schemes: what they refuse, in which order they number, and that no number is ever given twice."""

import tomllib
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from shapely import box

from gewu.places import commands, numbering, queries, shelf
from gewu.places.codes import CodeError, CodeUse, Item, Scheme, generate, problems_of
from gewu.places.locality import Locality, LocalityError, Plan, parse, parse_plan
from gewu.places.models import AreaCode
from gewu.places.testing import NORTH, TinyTown, tiny_locality, tiny_plan

ORDER: dict[str, Any] = {
    "name": {"zh": "顺序", "en": "Order"},
    "length": 2,
    "from": "order",
    "counts": "cell",
    "range": (1, 99),
}
COMMUNITY: dict[str, Any] = {
    "name": {"zh": "社区", "en": "Community"},
    "length": 12,
    "from": "official",
    "digits": (1, 12),
}


def a_scheme(*segments: dict[str, Any]) -> Scheme:
    said = {"zh": "试", "en": "Trial"}
    return Scheme.model_validate(
        {"key": "trial", "title": said, "source": said, "numbers": ["cell"], "segments": segments}
    )


def a_cell(number: int, x: int, y: int, level: str = "unit") -> Item:
    code = f"370402999001{number:03}"
    return Item(code, "cell", level, {"community": code[:12]}, box(x, y, x + 1, y + 1))


@cache
def shipped() -> tuple[Locality, Plan]:
    locality, plan = shelf.read("wenhualu")
    assert plan is not None
    return locality, plan


def test_the_shipped_schemes_are_those_of_the_standards() -> None:
    lengths = {key: scheme.length for key, scheme in shelf.schemes().items()}

    assert lengths == {
        "gewu15": 15,
        "db11": 15,
        "gbt30428": 15,
        "cjt349": 20,
        "db6101": 15,
        "db6101-building": 17,
        "piece14": 14,
    }


@pytest.mark.parametrize(("key", "count"), [("gewu15", 165), ("db6101-building", 1422)])
def test_the_official_numbers_of_the_shipped_town_follow_from_its_ground(key: str, count: int) -> None:
    codes = generate(shelf.schemes()[key], numbering.items_of(*shipped()))

    assert len(codes) == count
    assert all(code == official for official, code in codes.items())


def test_other_numbers_are_unique_and_of_their_scheme() -> None:
    codes = numbering.codes_of(*shipped(), shelf.schemes())

    assert {key: len(given) for key, given in codes.items()} == {"db11": 122, "cjt349": 55}
    for key, given_codes in codes.items():
        scheme = shelf.schemes()[key]
        assert len(set(given_codes.values())) == len(given_codes)
        assert [problem for code in given_codes.values() for problem in problems_of(scheme, code)] == []
    assert codes["cjt349"]["370402004010"] == "00000037040200401000"
    assert codes["cjt349"]["370402004010030"] == "00000037040200401003"


def test_numbers_run_from_west_to_east_and_from_north_to_south() -> None:
    cells = [a_cell(4, 1, 0), a_cell(2, 1, 5), a_cell(3, 0, 0), a_cell(1, 0, 5)]

    codes = generate(a_scheme(COMMUNITY, ORDER), cells)

    assert [codes[f"37040299900100{n}"][-2:] for n in (1, 2, 3, 4)] == ["01", "02", "03", "04"]


@given(
    st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=40),
    st.sets(st.integers(1, 60), max_size=30),
)
def test_numbers_are_unique_new_and_kept(spots: set[tuple[int, int]], gone: set[int]) -> None:
    """Whatever was given before, also to areas that are no more, is not given again; who has one keeps it."""
    scheme = a_scheme(COMMUNITY, ORDER)
    cells = [a_cell(n, 2 * x, 2 * y) for n, (x, y) in enumerate(sorted(spots), 1)]
    taken = {f"370402999001{900 + n}": f"{NORTH}{n:02}" for n in gone}
    first = generate(scheme, cells[: len(cells) // 2], taken)

    again = generate(scheme, cells, taken | first)

    assert first.items() <= again.items()
    assert len(set(again.values())) == len(cells)
    assert set(again.values()).isdisjoint(taken.values())


def test_reserved_numbers_are_left_out_and_special_grids_count_down() -> None:
    order = ORDER | {
        "range": (1, 89),
        "reserved": [(1, 3)],
        "downwards": {"levels": ["dedicated"], "range": (90, 99)},
    }
    cells = [a_cell(1, 0, 0), a_cell(2, 1, 0, "dedicated"), a_cell(3, 2, 0), a_cell(4, 3, 0, "dedicated")]

    codes = generate(a_scheme(COMMUNITY, order), cells)

    assert [code[-2:] for code in codes.values()] == ["04", "99", "05", "98"]


def test_a_range_that_is_used_up_is_said_so() -> None:
    with pytest.raises(CodeError, match="no number is left"):
        generate(a_scheme(COMMUNITY, ORDER | {"range": (1, 2)}), [a_cell(n, n, 0) for n in (1, 2, 3)])


def test_an_official_code_in_a_reserved_range_is_said_so() -> None:
    merged = COMMUNITY | {"length": 3, "digits": (10, 12), "range": (1, 999), "reserved": [(1, 99)]}

    with pytest.raises(CodeError, match="reserved"):
        generate(a_scheme(merged, ORDER), [a_cell(1, 0, 0)])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"range": (1, 100)}, "does not fit", id="longer than its digits"),
        pytest.param({"range": (9, 1)}, "does not fit", id="the wrong way round"),
        pytest.param({"range": None}, "without its numbers", id="no range"),
        pytest.param({"counts": None}, "without its numbers", id="nothing to count"),
        pytest.param({"none": "000"}, "is not 2 long", id="none of another length"),
        pytest.param({"charset": "both"}, "written in digits", id="letters"),
        pytest.param({"from": "constant"}, "without its numbers", id="no value"),
        pytest.param({"from": "constant", "value": "1"}, "is not 2 long", id="a short value"),
        pytest.param({"from": "official", "digits": (1, 3)}, "are not 2", id="other digits"),
        pytest.param({"reserved": [(90, 120)]}, "does not fit", id="reserved beyond"),
        pytest.param({"downwards": {"levels": ["x"], "range": (90, 99)}}, "counted down", id="overlapping"),
        pytest.param({"colour": "red"}, "Extra inputs", id="an unknown word"),
    ],
)
def test_a_segment_that_does_not_hold_together_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        a_scheme(COMMUNITY, ORDER | change)


def test_a_scheme_needs_an_order_and_an_end() -> None:
    with pytest.raises(ValidationError, match="tells one area"):
        a_scheme(COMMUNITY)
    with pytest.raises(ValidationError, match="at most"):
        a_scheme(COMMUNITY, COMMUNITY, ORDER)


@pytest.mark.parametrize(
    ("uses", "said"),
    [
        ([("nowhere", "main")], "no code scheme 'nowhere'"),
        ([("gewu15", "main"), ("db11", "main")], "two main code schemes number the cell"),
        ([("db11", "old"), ("db11", "external")], "is used twice"),
    ],
)
def test_a_place_that_uses_schemes_wrongly_hears_of_it(uses: list[tuple[str, Any]], said: str) -> None:
    codes = tuple(CodeUse(scheme=scheme, use=use) for scheme, use in uses)
    locality = tiny_locality().model_copy(update={"codes": codes})

    assert any(said in line for line in numbering.numbering_problems(locality, tiny_plan(), shelf.schemes()))


def test_a_main_number_that_does_not_fit_its_scheme_is_named() -> None:
    codes = (CodeUse(scheme="cjt349", use="main"),)
    locality = tiny_locality().model_copy(update={"codes": codes})

    problems = list(numbering.numbering_problems(locality, tiny_plan(), shelf.schemes()))
    assert "370402999001: 12 characters, cjt349 has 20" in problems


def test_areas_know_their_numbers_and_are_found_by_them(town: TinyTown) -> None:
    _install_with_codes(tiny_plan())

    codes = [(code.scheme, code.use, code.code) for code in queries.codes_of(town.a2)]
    assert codes == [("gewu15", "main", f"{NORTH}012"), ("db11", "old", f"{NORTH}002")]
    assert [row.id for row in queries.search(f"{NORTH}002")] == [town.a2]


def test_a_number_of_a_retired_area_is_never_given_again(town: TinyTown) -> None:
    _install_with_codes(tiny_plan())
    raw = tiny_plan().model_dump(mode="json")
    raw["areas"] = [area for area in raw["areas"] if area["code"] != f"{NORTH}011"]
    raw["shapes"] = [shape for shape in raw["shapes"] if shape["code"] != f"{NORTH}011"]
    ring = next(shape["ring"] for shape in tiny_plan().model_dump(mode="json")["shapes"])
    new = {**raw["areas"][-1], "code": f"{NORTH}013", "parent": f"{NORTH}010"}
    raw["areas"].append(new)
    raw["shapes"].append({"code": f"{NORTH}013", "ring": _moved(ring)})

    _install_with_codes(parse_plan(raw, "tiny"))

    assert queries.area(town.a1).retired_at is not None
    assert AreaCode.objects.get(area_id=town.a1, scheme="db11").code == f"{NORTH}001"
    assert AreaCode.objects.get(area__code=f"{NORTH}013", scheme="db11").code == f"{NORTH}003"
    with pytest.raises(LocalityError, match="never given again"):
        _install_with_codes(tiny_plan())


def test_a_broken_scheme_file_is_named_by_the_check(settings: Any, tmp_path: Any) -> None:
    folder = tmp_path / "schemes"
    folder.mkdir()
    (folder / "mine.toml").write_text('key = "mine"\n', encoding="utf-8")
    settings.LOCALITY_FOLDERS = [tmp_path]
    shelf.schemes.cache_clear()
    try:
        assert any("schemes/mine.toml" in line for line in shelf.check())
    finally:
        shelf.schemes.cache_clear()


def test_every_scheme_file_says_where_it_comes_from() -> None:
    for file in (shelf.SHIPPED / "schemes").glob("*.toml"):
        raw = tomllib.loads(file.read_text("utf-8"))
        assert raw["source"]["zh"]
        assert raw["source"]["en"]


def _install_with_codes(plan: Plan) -> None:
    raw = tiny_locality().model_dump(mode="json")
    raw["codes"] = [{"scheme": "gewu15", "use": "main"}, {"scheme": "db11", "use": "old"}]
    commands.install(parse(raw, "tiny"), plan)


def _moved(ring: list[list[int]]) -> list[list[int]]:
    return [[lon, lat + 5000] for lon, lat in ring]
