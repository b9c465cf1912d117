"""What open data tell of a case, and how near they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.cases import queries, rules
from gewu.cases.commands import release, report_case, withhold
from gewu.cases.models import Case, CaseText
from gewu.cases.queries import Asked
from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, Cast, a_case, a_report
from gewu.kernel.access import ANYONE
from gewu.kernel.errors import NotAllowed
from gewu.kernel.points import Point, metres_between
from gewu.kernel.sandbox import is_sandbox, sandbox_of

LONGITUDES = st.floats(-179.9, 179.9)
LATITUDES = st.floats(-80, 80)
CODES = frozenset({CATEGORY})


@given(LONGITUDES, LATITUDES)
def test_what_is_shown_is_near_and_always_the_same(lon: float, lat: float) -> None:
    shown = rules.coarse(lon, lat)
    assert rules.coarse(lon, lat) == shown
    assert metres_between(Point(lon, lat), Point(*shown)) < rules.NEARNESS


@given(LONGITUDES, LATITUDES)
def test_neighbours_are_shown_at_the_same_place_so_that_nothing_averages_out(lon: float, lat: float) -> None:
    """Whatever lies in the square is shown at its middle; the middle says nothing but which square it is."""
    middle = rules.coarse(lon, lat)
    assert rules.coarse(*middle) == middle


def test_distances_in_a_town_are_right_to_a_thousandth() -> None:
    one, other = Point(117.70, 34.80), Point(117.72, 34.81)
    told = rules.metres_apart(one.lon, one.lat, other.lon, other.lat)
    assert told == pytest.approx(metres_between(one, other), rel=0.005)


def test_a_case_tells_nothing_nearer_than_its_square_until_a_person_opened_the_place(cast: Cast) -> None:
    case = a_case(cast, address="文化路 1 号")
    before = _shown(case)
    assert (before.lon, before.lat) == rules.coarse(117.7005, 34.8015)
    assert (before.address, before.text, before.place_released) == ("", "", False)
    release(case_id=case.id, what=case.id, actor=cast.clerk)
    after = _shown(case)
    assert (after.lon, after.lat, after.address) == (117.7005, 34.8015, "文化路 1 号")
    withhold(case_id=case.id, what=case.id, actor=cast.clerk)
    assert _shown(case) == before


def test_only_those_who_release_words_open_the_place(cast: Cast) -> None:
    case = a_case(cast)
    with pytest.raises(NotAllowed):
        release(case_id=case.id, what=case.id, actor=cast.gridworker)


def test_words_show_once_they_are_released(cast: Cast) -> None:
    case = a_case(cast)
    release(case_id=case.id, what=CaseText.objects.get(case_id=case.id).id, actor=cast.clerk)
    assert _shown(case).text == BROKEN_BIN


def test_the_page_of_a_case_says_whether_its_place_is_open(cast: Cast) -> None:
    case = a_case(cast)
    assert queries.case_file(cast.clerk, case.id).place_released is False


def test_a_township_takes_in_what_lies_elsewhere_and_a_sandbox_has_no_places(cast: Cast) -> None:
    town, sandbox = cast.town.township, sandbox_of(cast.town.township)
    taken = Case.objects.one(report_case(report=a_report(taken_by=town), actor=ANYONE))
    assert (taken.township, taken.in_cell) == (town, cast.town.a1)
    far = Case.objects.one(report_case(report=a_report(cast.town.outside, taken_by=town), actor=ANYONE))
    assert (far.township, far.at_place) == (town, None)
    tried = Case.objects.one(report_case(report=a_report(taken_by=sandbox), actor=ANYONE))
    assert (tried.township, tried.at_place, is_sandbox(tried.township)) == (sandbox, None, True)
    for actor in (cast.clerk, cast.dispatcher, cast.supervisor, cast.overseer, cast.auditor):
        assert not Case.objects.visible_to(actor).filter(township=sandbox).exists()
    assert queries.public_case(tried.number) is None


def _shown(case: Case) -> queries.OpenCase:
    [found] = queries.open_cases(Asked(township=case.township, codes=CODES), size=10).items
    return found
