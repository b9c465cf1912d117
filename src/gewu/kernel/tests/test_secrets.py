"""Sealed values: they open at home and nowhere else, and never show themselves."""

import pickle
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gewu.kernel import keys, secrets
from gewu.kernel.ids import new_id
from gewu.kernel.keys import KeyRing
from gewu.kernel.secrets import CannotOpen, Home, Sealed, blind_index, seal, unseal
from gewu.kernel.tests.drawers import TOWNSHIP, Drawer, a_drawer

PHONE = "13800138000"
HERE = Home("cases_reporter", "phone", UUID(int=7))


@pytest.fixture(autouse=True)
def own_keys(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def opened(value: Sealed | None) -> str:
    assert value is not None
    return value.open()


@given(st.text(st.characters(exclude_categories=["Cs"])))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_sealed_opens_at_home(text: str) -> None:
    assert unseal(seal(text, HERE), HERE) == text


@pytest.mark.parametrize(
    "elsewhere",
    [
        Home("cases_other", "phone", HERE.row),
        Home("cases_reporter", "name", HERE.row),
        Home("cases_reporter", "phone", UUID(int=8)),
        Home("cases_reporterphone", "", HERE.row),
    ],
    ids=["other table", "other column", "other row", "names run together"],
)
def test_away_from_home_nothing_opens(elsewhere: Home) -> None:
    with pytest.raises(CannotOpen):
        unseal(seal(PHONE, HERE), elsewhere)


def test_any_changed_byte_is_noticed() -> None:
    stored = seal(PHONE, HERE)
    for place in range(len(stored)):
        changed = stored[:place] + bytes([stored[place] ^ 1]) + stored[place + 1 :]
        with pytest.raises(CannotOpen):
            unseal(changed, HERE)


def test_two_seals_of_one_text_differ() -> None:
    assert seal(PHONE, HERE) != seal(PHONE, HERE)


@pytest.mark.django_db
def test_a_row_is_created_and_written_with_texts_and_read_sealed() -> None:
    row = a_drawer(phone=PHONE)
    row.note = "字"
    row.write("note")
    found = Drawer.objects.one(row.id)
    assert (opened(found.phone), opened(found.note)) == (PHONE, "字")
    found.note = None
    found.write("phone", "note")
    found.refresh_from_db()
    assert opened(found.phone) == PHONE
    assert found.note is None


@pytest.mark.django_db
def test_the_database_holds_no_clear_text() -> None:
    row = a_drawer(phone=PHONE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM parcels_drawer WHERE id = %s", [row.id])
        assert PHONE.encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.django_db
def test_swapped_rows_do_not_open() -> None:
    one, other = a_drawer(phone=PHONE), a_drawer(phone="13900139000")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE parcels_drawer a SET phone = b.phone FROM parcels_drawer b"
            " WHERE a.id IN (%(one)s, %(other)s) AND b.id IN (%(one)s, %(other)s) AND a.id <> b.id",
            {"one": one.id, "other": other.id},
        )
    for row in (one, other):
        with pytest.raises(CannotOpen):
            opened(Drawer.objects.one(row.id).phone)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "misuse",
    [
        lambda row: Drawer.objects.by_id(row.id).update(phone=PHONE),
        lambda row: Drawer.objects.by_id(row.id).update(phone=PHONE.encode()),
        lambda _row: Drawer.objects.filter(phone=PHONE).exists(),
        lambda _row: Drawer.objects.filter(phone__in=[PHONE]).exists(),
        lambda row: setattr(row, "phone", PHONE.encode()),
        lambda row: setattr(row, "phone", 138),
        lambda row: setattr(a_drawer(), "phone", row.phone),
        lambda row: setattr(row, "note", row.phone),
        lambda _row: Drawer(phone=PHONE),
        lambda row: Drawer._meta.get_field("phone").value_to_string(row),
    ],
    ids=[
        "update in clear",
        "update with bytes",
        "find in clear",
        "find among",
        "assign bytes",
        "assign a number",
        "assign another row's",
        "assign another column's",
        "no id yet",
        "write out",
    ],
)
def test_misuse_is_refused(misuse: Callable[[Drawer], object]) -> None:
    row = a_drawer(phone=PHONE)
    with pytest.raises((TypeError, ValueError)):
        misuse(row)


@pytest.mark.django_db
def test_a_missing_value_can_be_asked_for() -> None:
    a_drawer(phone=PHONE)
    assert Drawer.objects.filter(township=TOWNSHIP, phone__isnull=False).count() == 1
    assert Drawer.objects.filter(township=TOWNSHIP, note__isnull=True).count() == 1


def test_nothing_prints_the_text() -> None:
    row = Drawer(id=new_id(TOWNSHIP), township=TOWNSHIP, phone=PHONE)
    for shown in (repr(row.phone), str(row.phone), f"{row.phone}", repr(row.__dict__), repr(vars(row))):
        assert PHONE not in shown
    assert PHONE.encode() not in pickle.dumps(row)
    assert isinstance(row.phone, Sealed)


def test_old_values_open_after_a_new_key_and_new_ones_use_it() -> None:
    old = seal(PHONE, HERE)
    assert not secrets.needs_new_seal(old)
    assert secrets.rotate() == 2
    assert unseal(old, HERE) == PHONE
    assert secrets.needs_new_seal(old)
    assert not secrets.needs_new_seal(seal(PHONE, HERE))


def test_a_key_added_by_another_process_is_found(tmp_path: Path) -> None:
    seal(PHONE, HERE)
    stale = keys._numbers(tmp_path / "keys", "seal")
    secrets.rotate()
    new = seal(PHONE, HERE)
    keys._numbers.cache_clear()
    assert stale == (1,)
    assert unseal(new, HERE) == PHONE


def test_without_its_key_a_value_stays_shut(tmp_path: Path) -> None:
    stored = seal(PHONE, HERE)
    (tmp_path / "keys" / "seal-1").unlink()
    keys._read.cache_clear()
    with pytest.raises(CannotOpen, match="key"):
        unseal(stored, HERE)


def test_key_files_are_for_their_owner_only(tmp_path: Path) -> None:
    seal(PHONE, HERE)
    blind_index("phone", PHONE)
    found = list((tmp_path / "keys").iterdir())
    assert sorted(path.name for path in found) == ["index-1", "seal-1"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_many_starting_at_once_agree_on_one_key(tmp_path: Path) -> None:
    def start(_process: int) -> bytes:
        KeyRing(tmp_path / "keys", "seal")._make(1)
        return (tmp_path / "keys" / "seal-1").read_bytes()

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(start, range(64)))) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["seal-1"]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "13800138000", "+86 138-0013-8000"),
        ("phone", "13800138000", "００８６１３８００１３８０００"),
        ("identity_number", "11010519491231002x", "110105 19491231 002X"),
        ("name", "张 三", "张三"),
    ],
)
def test_one_value_in_two_spellings_has_one_index(kind: str, one: str, other: str) -> None:
    assert blind_index(kind, one) == blind_index(kind, other)


def test_kinds_and_values_and_installations_have_indexes_of_their_own(
    settings: LazySettings, tmp_path: Path
) -> None:
    first = blind_index("phone", PHONE)
    assert len(first) == 32
    assert first != blind_index("phone", "13800138001")
    assert first != blind_index("identity_number", PHONE)
    settings.DATA = tmp_path / "elsewhere"
    assert first != blind_index("phone", PHONE)


def test_masks_keep_enough_to_recognise_and_too_little_to_use() -> None:
    assert secrets.mask_phone("+86 13800138000") == "138****8000"
    assert secrets.mask_phone("12345") == "***45"
    assert secrets.mask_name("张三丰") == "张**"
    assert secrets.mask_name("李") == "李*"
    assert secrets.mask_name("") == ""
    assert secrets.mask_identity("11010519491231002X") == "110***********002X"
    assert secrets.mask_identity("broken") == "******"
