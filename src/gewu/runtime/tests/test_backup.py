"""What is backed up is what comes back, in the same house or in another one."""

import io
import os
import stat
import tarfile
from pathlib import Path

import pytest

from gewu.runtime.installation import APPLICATION
from gewu.runtime.tests.town import Town, a_town

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

NOTES = "SELECT what FROM runtime_done WHERE what LIKE 'test:%' ORDER BY what"


@pytest.mark.long
def test_a_backup_comes_back_in_the_same_house_while_it_runs(town: Town) -> None:
    _somebody(town)
    kept = _file(town, "first kept")
    _note(town, "before")
    backup = _back_up(town, "one.gewu")
    _note(town, "after")
    kept.unlink()

    assert "--replace" in _refused(town, "restore", str(backup))
    _restore(town, str(backup), "--replace")

    assert _notes(town) == ["test:before"]
    assert kept.read_text() == "first kept"
    with town.connect(APPLICATION) as session:
        assert session.execute("SELECT 1 FROM people_user WHERE username = 'someone'").fetchone() == (1,)
    town.wait_until_well()
    _restore(town, str(_back_up(town, "two.gewu")), "--replace")
    assert _notes(town) == ["test:before"]


def test_a_backup_moves_into_an_empty_house_with_its_keys(town: Town) -> None:
    _note(town, "moved")
    backup = _back_up(town, "moving.gewu")
    with a_town("another") as other:
        _restore(other, str(backup))
        other.start()
        assert "test:moved" in _notes(other)
        for name in ("django",):
            assert _key(other, name) == _key(town, name)
        assert _key(other, "postgres-gewu_app") != _key(town, "postgres-gewu_app")


def test_a_backup_that_is_damaged_or_cut_off_or_without_keys_changes_nothing(town: Town) -> None:
    whole = _back_up(town, "whole.gewu").read_bytes()
    place = town.installation.data.parent
    (place / "cut.gewu").write_bytes(whole[: len(whole) // 2])
    (place / "bad.gewu").write_bytes(_with_another_byte(whole))
    (place / "none.gewu").write_bytes(b"something else")
    for name, why in {"cut": "damaged|incomplete", "bad": "is damaged", "none": "not a backup"}.items():
        said = _refused(town, "restore", str(place / f"{name}.gewu"), "--replace", "--without-keys")
        assert any(word in said for word in why.split("|")), said
    assert "cannot be read" in _refused(town, "restore", str(place / "cut.gewu"), "--replace")
    town.wait_until_well()


def test_a_backup_is_private_and_never_written_over(town: Town) -> None:
    backup = _back_up(town, "private.gewu")
    for path in (backup, backup.with_name("private.gewu.keys")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "is there already" in _refused(town, "backup", str(backup))
    with tarfile.open(backup) as archive, tarfile.open(backup.with_name("private.gewu.keys")) as keys:
        assert not [name for name in archive.getnames() if name.startswith("keys")]
        assert not [name for name in keys.getnames() if "postgres" in name]


def _back_up(town: Town, name: str) -> Path:
    file = town.installation.data.parent / name
    done = town.gewu("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert "WARNING" in done.stdout
    return file


def _restore(town: Town, *words: str) -> None:
    done = town.gewu("restore", *words)
    assert done.returncode == 0, done.stderr


def _refused(town: Town, *words: str) -> str:
    done = town.gewu(*words)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def _somebody(town: Town) -> None:
    with town.connect(APPLICATION) as session:
        session.execute(
            "INSERT INTO people_user"
            " (id, username, name, home, language, password, password_given, second_factor, is_active, demo,"
            " created_at, version, search_text)"
            " VALUES (gen_random_uuid(), 'someone', 'Someone', 1, 'en', '!', false, false, true, false,"
            " now(), 1, 'someone')"
        )


def _file(town: Town, text: str) -> Path:
    path = town.installation.files / "ab" / "cd" / "abcd"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    owner = town.installation.data.stat()
    for made in (path, *path.parents[:3]):
        os.chown(made, owner.st_uid, owner.st_gid)
    return path


def _note(town: Town, what: str) -> None:
    with town.connect() as owner:
        owner.execute("INSERT INTO runtime_done VALUES (%s, now())", [f"test:{what}"])
        owner.execute("SELECT 1")


def _notes(town: Town) -> list[str]:
    with town.connect() as owner:
        return [what for (what,) in owner.execute(NOTES)]


def _key(town: Town, name: str) -> str:
    return (town.installation.keys / name).read_text()


def _with_another_byte(whole: bytes) -> bytes:
    """One bit of the dump's middle is turned; the archive's own structure stays."""
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        dump = tar.getmember("database.dump")
        at = dump.offset_data + dump.size // 2
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
