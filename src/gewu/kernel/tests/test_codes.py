"""Identity numbers, credit codes and area codes. Every number here is invented or from a standard."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric

from gewu.kernel import clock
from gewu.kernel.codes import area_code, check_digit, credit_code, identity_number
from gewu.kernel.errors import Invalid

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NOWHERE = "370499"  # a county that does not exist
seventeens = st.builds(
    lambda born, order: f"{NOWHERE}{born:%Y%m%d}{order:03}",
    st.dates(date(1900, 1, 1), date(2020, 1, 1)),
    st.integers(0, 999),
)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.hold(NOW):
        yield


def test_the_examples_of_the_standard_are_valid() -> None:
    lady = identity_number("11010519491231002x")
    assert (lady.number, lady.born, lady.sex) == ("11010519491231002X", date(1949, 12, 31), "female")
    assert (lady.kind, lady.area, lady.notice) == ("citizen", "110105", "")
    ancient = identity_number("440524188001010014")
    assert ancient.sex == "male"
    assert ancient.notice


def test_fifteen_old_digits_become_eighteen() -> None:
    assert identity_number("110105491231002").number == "11010519491231002X"


def test_spaces_full_width_and_hyphens_are_forgiven() -> None:
    assert identity_number("１１０１０５ 19491231-002ｘ").number == "11010519491231002X"


@given(seventeens)
def test_valid_numbers_are_valid_and_a_wrong_or_swapped_digit_is_not(seventeen: str) -> None:
    number = seventeen + check_digit(seventeen)
    assert identity_number(number).number == number
    assert number[-1] == ric.calc_check_digit(number)
    for place in range(17):
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        with pytest.raises(Invalid):
            identity_number(wrong)
        if place < 16 and number[place] != number[place + 1]:
            swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
            with pytest.raises(Invalid):
                identity_number(swapped)


@pytest.mark.parametrize(
    ("head", "kind"), [("810000", "hmt"), ("820000", "hmt"), ("830000", "hmt"), ("911156", "foreigner")]
)
def test_residence_permits_are_known(head: str, kind: str) -> None:
    seventeen = f"{head}19900101003"
    assert identity_number(seventeen + check_digit(seventeen)).kind == kind


@pytest.mark.parametrize(
    "seventeen",
    ["00010519491231002", "11010519490230002", "11010520991231002", "11010517991231002", "77010519491231002"],
    ids=["no such province", "30 February", "not born yet", "before 1800", "no such region"],
)
def test_impossible_numbers_are_refused(seventeen: str) -> None:
    with pytest.raises(Invalid) as refusal:
        identity_number(seventeen + check_digit(seventeen), field="id")
    assert set(refusal.value.fields) == {"id"}


@given(st.text(max_size=40))
def test_nonsense_is_refused_and_never_breaks(text: str) -> None:
    for check in (identity_number, credit_code, area_code):
        try:
            check(text)
        except Invalid:
            continue
        assume(False)


def test_an_identity_is_not_printed() -> None:
    assert "1949" not in repr(identity_number("11010519491231002X"))


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L", " 91110000600037341l "])
def test_credit_codes_are_checked(code: str) -> None:
    valid = credit_code(code)
    for place in range(17):
        other = "2" if valid[place] != "2" else "3"
        with pytest.raises(Invalid):
            credit_code(valid[:place] + other + valid[place + 1 :])


def test_a_village_cooperatives_code_is_valid() -> None:
    assert credit_code(
        "N2370402MF000001XA"[:17] + "0123456789ABCDEFGHJKLMNPQRTUWXY"[_check("N2370402MF000001X")]
    )


def _check(seventeen: str) -> int:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return -sum(alphabet.index(c) * pow(3, place, 31) for place, c in enumerate(seventeen)) % 31


@pytest.mark.parametrize(
    ("code", "tier", "township"),
    [
        ("370000", "province", 370000000),
        ("370400", "city", 370400000),
        ("370402", "county", 370402000),
        ("370402000000", "county", 370402000),
        ("370402001", "township", 370402001),
        ("370402001003", "community", 370402001),
        ("441900003", "township", 441900003),
    ],
)
def test_an_area_code_knows_its_tier_and_home(code: str, tier: str, township: int) -> None:
    area = area_code(code)
    assert (area.tier, area.township) == (tier, township)


@pytest.mark.parametrize(
    "code", ["", "3704", "37040200", "990402", "370402000003", "370002", "37040x", "٣٧٠٤٠٢"]
)
def test_a_malformed_area_code_is_refused(code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        area_code(code)
    assert set(refusal.value.fields) == {"area_code"}
