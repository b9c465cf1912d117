"""After a new key, old values are sealed again: in small steps, never twice, and none is lost on the way."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from gewu.kernel import clock, jobs, keys, resealing, secrets
from gewu.kernel.secrets import EncryptedField
from gewu.kernel.tests.drawers import Drawer, a_drawer
from gewu.kernel.tests.parcels import DAY
from gewu.kernel.tests.test_secrets import PHONE, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def drawers(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(resealing, "sealed_columns", lambda: [(Drawer, "phone"), (Drawer, "note")])
    monkeypatch.setattr(resealing, "AT_ONCE", 2)


def _stored(row: Drawer) -> bytes:
    phone = Drawer.objects.one(row.id).phone
    assert phone is not None
    return phone.stored


def _keys_in_use() -> set[int]:
    stored = Drawer.objects.values_list("phone", "note")
    return {int.from_bytes(bytes(value)[1:3], "big") for row in stored for value in row if value}


def test_every_value_is_sealed_with_the_new_key_and_says_what_it_said() -> None:
    rows = [a_drawer(phone=f"1380013800{number}") for number in range(5)]
    rows[0].note = "字"
    rows[0].write("note")
    secrets.rotate()
    fresh = a_drawer(phone=PHONE)
    before = _stored(fresh)
    assert resealing.remaining() == 6
    resealing.reseal()
    assert resealing.remaining() == 0
    assert _keys_in_use() == {2}
    assert [opened(Drawer.objects.one(row.id).phone)[-1] for row in rows] == list("01234")
    assert opened(Drawer.objects.one(rows[0].id).note) == "字"
    assert _stored(fresh) == before


def test_a_long_work_is_done_in_parts_that_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resealing, "MOST", 2)
    for number in range(5):
        a_drawer(phone=f"1380013800{number}")
    secrets.rotate()
    with clock.hold(DAY):
        resealing.start()
        left = [resealing.remaining()]
        while jobs.run_due():
            left.append(resealing.remaining())
    assert left == sorted(set(left), reverse=True)
    assert left[-1] == 0
    assert jobs.next_due() is None


def test_a_value_that_does_not_open_keeps_no_other_from_its_turn(tmp_path: Path) -> None:
    lost = a_drawer(phone="13800138000")
    secrets.rotate()
    a_drawer(phone="13800138001")
    secrets.rotate()
    (tmp_path / "keys" / "seal-1").unlink()
    keys._read.cache_clear()
    resealing.reseal()
    assert resealing.remaining() == 1
    assert secrets.needs_new_seal(_stored(lost))
    assert _keys_in_use() == {1, 3}


def test_what_a_key_seals_is_known_for_every_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    columns = resealing.sealed_columns()
    assert columns
    assert all(isinstance(model._meta.get_field(name), EncryptedField) for model, name in columns)
