"""Whatever is typed, pasted or sent: a value or a DomainError, never another exception."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

from gewu.cases.models import Case
from gewu.cases.queries import chosen_from
from gewu.kernel import canonical, codes, filters, numbers, paging, points, secrets, text, typed
from gewu.kernel.errors import DomainError
from gewu.kernel.filters import Filter
from gewu.places import bulk
from gewu.places.locality import LocalityError, parse, parse_plan
from gewu.portal.draft import Draft, Step
from tests.machines import hostile
from tests.machines.asking import EXAMPLES, PLAY

TRY = settings(PLAY, max_examples=EXAMPLES * 4)
LISTED = (
    Filter("choice", "c", "choice", {"a": "A"}),
    Filter("many", "m", "choices", {"a": "A", "b": "B"}),
    Filter("text", "t", "text"),
    Filter("day", "d", "day"),
    Filter("day_from", "d", "day_from"),
    Filter("day_to", "d", "day_to"),
    Filter("flag", "f", "flag"),
    Filter("id", "i", "id"),
)
VALUES = hostile.like(
    "a", "b", "1", "on", "2026-02-28", "9999-12-31", "0001-01-01", "0c1bd3ee-ef54-55af-8ccf-72f2aee2d958"
)


def _cursor(after: str) -> object:
    """It is read before any row is."""
    return paging.page([Case.objects.none()], order=["-reported_at", "id"], after=after)


READERS: dict[str, tuple[Callable[[str], object], tuple[str, ...]]] = {
    "a number of a case": (numbers.clean, ("XY0G3C-0001-ABCD-E", "xy0g3c0001abcde", "ＸＹ０G3C0001ABCDE")),
    "an identity number": (
        codes.identity_number,
        ("11010519491231002X", "110105491231002", "110105 19491231 002x"),
    ),
    "a credit code": (codes.credit_code, ("91350100M000100Y43", "91350100m000100y43")),
    "an area code": (codes.area_code, ("370402", "370402001", "370402001001")),
    "text": (lambda said: text.clean(said, field="text", limit=200), ("垃圾桶盖坏了", "a\r\nb")),
    "text that must be": (
        lambda said: text.clean_required(said, field="text", limit=20, lines=False),
        ("a",),
    ),
    "a phone": (secrets.normal_phone, ("13912345678", "+86 139 1234 5678", "0632-3312345")),
    "a masked phone": (secrets.mask_phone, ("13912345678", "0632-3312345")),
    "a masked name": (secrets.mask_name, ("王小样", "O'Neil")),
    "a masked identity number": (secrets.mask_identity, ("11010519491231002X",)),
    "a blind index": (lambda said: secrets.blind_index("phone", said), ("13912345678",)),
    "an identifier": (
        lambda said: typed.uuid_in({"id": said}, "id"),
        ("0c1bd3ee-ef54-55af-8ccf-72f2aee2d958",),
    ),
    "a moment": (
        lambda said: typed.moment_in({"at": said}, "at"),
        ("2026-02-28T10:00:00+08:00", "2026-02-28T24:00Z"),
    ),
    "a cursor": (_cursor, ("eyJhIjoxfQ:1abc:xyz", "W10:x")),
    "facts": (canonical.canonical, ("{}",)),
}


@pytest.mark.parametrize("what", READERS)
def test_what_is_typed_is_a_value_or_refused(what: str) -> None:
    read, examples = READERS[what]

    @TRY
    @given(said=hostile.like(*examples))
    def attempt(said: str) -> None:
        _refuses_or_reads(read, said)

    attempt()


@TRY
@given(
    lon=hostile.like("117.7005", "-180", "9e999"),
    lat=hostile.like("34.8", "90.0000001"),
    crs=hostile.like("WGS84", "bd-09"),
)
def test_a_point_typed_is_on_the_earth_or_refused(lon: str, lat: str, crs: str) -> None:
    found = _refuses_or_reads(typed.point_in, {"lon": lon, "lat": lat, "crs": crs})
    assert found is None or (-180 <= found.lon <= 180 and -90 <= found.lat <= 90)


@TRY
@given(lon=st.floats(), lat=st.floats(), crs=st.sampled_from(["WGS84", "GCJ02", "BD09", "CGCS2000"]))
def test_numbers_of_any_size_are_a_point_or_refused(lon: float, lat: float, crs: str) -> None:
    _refuses_or_reads(lambda given: points.from_crs(*given), (lon, lat, crs))


@TRY
@given(
    params=st.dictionaries(st.sampled_from([known.name for known in LISTED]), st.lists(VALUES, max_size=3))
)
def test_filters_of_a_list_are_read_or_named(params: dict[str, list[str]]) -> None:
    found = _refuses_or_reads(lambda given: filters.parse(LISTED, MultiValueDict(given)), params)
    assert found is None or found.values.keys() <= params.keys()


@TRY
@given(
    params=st.dictionaries(
        st.sampled_from(["category", "stage", "source", "place", "text", "day_from", "day_to", "late"]),
        VALUES,
    )
)
def test_the_filters_of_cases_are_read_or_named(params: dict[str, str]) -> None:
    _refuses_or_reads(lambda given: chosen_from(MultiValueDict({k: [v] for k, v in given.items()})), params)


@TRY
@given(
    given=st.dictionaries(
        st.sampled_from(["text", "lon", "lat", "crs", "area", "address", "name", "phone", "step"]),
        hostile.words(),
    )
)
def test_a_report_in_progress_goes_back_to_a_screen_that_says_why(given: dict[str, str]) -> None:
    sent = {name: said.encode(errors="replace").decode() for name, said in given.items()}
    draft = Draft.of(RequestFactory().post("/", sent), "010305")
    draft.check()
    assert draft.step in set(Step)
    assert draft.carried is not None


@TRY
@given(content=hostile.bent("序号,经度,纬度\n井盖,117.7005,34.8015\n灯,118,35\n".encode()))
def test_a_list_of_points_is_read_or_refused(content: bytes) -> None:
    _refuses_or_reads(bulk.points_of_file, content)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), hostile.words(2)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(hostile.words(1), inner, max_size=3)
    ),
    max_leaves=12,
)


@TRY
@given(value=JSON)
def test_a_value_has_one_spelling_or_is_refused(value: Any) -> None:
    spelled = _refuses_or_reads(canonical.canonical, value)
    assert spelled is None or canonical.canonical(canonical.parse(spelled)) == spelled


@TRY
@given(
    raw=st.dictionaries(
        st.sampled_from(["key", "names", "township", "letters", "levels", "areas", "shapes", "centre"]), JSON
    )
)
def test_files_of_a_place_are_read_or_every_mistake_is_told(raw: dict[str, Any]) -> None:
    for read in (parse, parse_plan):
        with suppress(LocalityError):
            read(raw, "place.toml")


def _refuses_or_reads(read: Callable[[Any], Any], given: Any) -> Any:
    with suppress(DomainError):
        return read(given)
    return None
