"""Codes, passwords, addresses and device names, on plain values."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.people.security import devices, recovery, totp
from gewu.people.security.habits import RULES, broken

# RFC 6238, appendix B: the secret of its SHA-1 vectors, times, and the last six of their eight digits.
RFC = base64.b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("at", "code"), VECTORS)
def test_codes_are_those_of_the_standard(at: int, code: str) -> None:
    assert totp.code_at(RFC, at // 30) == code
    assert totp.step_of(RFC, code, at=at) == at // 30


@pytest.mark.parametrize(("late", "found"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_be_off_by_half_a_minute(late: int, found: bool) -> None:
    at = 1_700_000_010
    assert (totp.step_of(RFC, totp.code_at(RFC, at // 30), at=at + late) is not None) is found


@given(st.integers(60, 2**40), st.integers(-2, 2))
def test_a_code_is_good_once(at: int, later: int) -> None:
    step = totp.step_of(RFC, totp.code_at(RFC, at // 30), at=at)
    assert step is not None
    again = totp.step_of(RFC, totp.code_at(RFC, step), at=at + later * 30, after=step)
    assert again is None or again > step


@pytest.mark.parametrize("code", ["", "28708", "2870822", "２８７０８２", "28708x", "\0"])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert totp.step_of(RFC, code, at=59) is None


def test_a_secret_is_never_the_same_and_reads_in_fours() -> None:
    assert totp.new_secret() != totp.new_secret()
    assert totp.in_groups("ABCDEFGH") == "ABCD EFGH"
    address = totp.address(RFC, username="mei.lan", issuer="格物")
    assert address.startswith("otpauth://totp/%E6%A0%BC%E7%89%A9%3Amei.lan?secret=")


def test_recovery_codes_are_ten_and_differ() -> None:
    codes = recovery.new_codes()
    assert len(set(codes)) == recovery.COUNT
    assert all(set(code) <= {*recovery.ALPHABET, "-"} for code in codes)


@pytest.mark.parametrize("typed", ["abcde-fghjk", "ABCDE FGHJK", "ａｂｃｄｅ－ｆｇｈｊｋ", " abcdefghjk\n"])
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert recovery.plain(typed) == "ABCDEFGHJK"


@pytest.mark.parametrize(
    ("password", "rules"),
    [
        ("九宫格里一盏灯亮着呢", []),
        ("nine cells, one lit", []),
        ("a-long-good-passphrase", []),
        ("3f9a-77c1-b02e", []),
        ("womendedengdoulaingle2", []),
        ("Tomato!River7Lamp", []),
        ("short", ["short"]),
        ("admin@2024", ["word"]),
        ("wenhualu123", ["word"]),
        ("zhangsan123", ["word"]),
        ("woaini1314", ["word"]),
        ("Password123!", ["word"]),
        ("p@ssw0rd2024", ["word"]),
        ("13812345678", ["digits", "number", "run"]),
        ("13905327714", ["digits", "number"]),
        ("a13905327714", ["number"]),
        ("zs19900101", ["number"]),
        ("37040219900101002x", ["number"]),
        ("1qaz2wsx3edc", ["run"]),
        ("qwertyuiop", ["run"]),
        ("1234567890", ["digits", "run"]),
        ("aaaaaaaaaaaa", ["run"]),
        ("abcabcabcabc", ["run"]),
        ("０１２３４５６７８９", ["digits", "run"]),
        ("mei.lan.123", ["own"]),
        ("梅兰竹菊123", ["short"]),
    ],
)
def test_habits_are_found(password: str, rules: list[str]) -> None:
    assert broken(password, username="mei.lan", name="梅兰") == rules


@given(st.text(max_size=40), st.text(max_size=10), st.text(max_size=10))
def test_any_text_is_judged(password: str, username: str, name: str) -> None:
    assert set(broken(password, username=username, name=name)) <= set(RULES)


@pytest.mark.parametrize(
    ("agent", "found"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            ("chrome", "windows"),
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", ("edge", "windows")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", ("safari", "iphone")),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile MicroMessenger/8.0", ("wechat", "android")),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1 HuaweiBrowser/5.0", ("huawei", "harmony")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", ("firefox", "linux")),
        ("curl/8.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_is_known_by_its_family(agent: str, found: tuple[str, str]) -> None:
    assert devices.family(agent) == found


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_an_address_is_shortened(address: str, short: str) -> None:
    assert devices.shortened(address) == short


@given(st.ip_addresses())
def test_a_shortened_address_fits_its_column_and_forgets_the_host(address: object) -> None:
    short = devices.shortened(str(address))
    assert len(short) <= 43
    assert short == devices.shortened(short.partition("/")[0])
