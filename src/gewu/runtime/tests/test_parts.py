"""The runtime's small parts, each by itself."""

import os
import stat
import threading
from pathlib import Path

import pytest

from gewu.runtime import account, keys, locking, tuning
from gewu.runtime.files import Written
from gewu.runtime.installation import APPLICATION, OWNER, Installation
from gewu.runtime.sockets import LONGEST, socket_folder
from gewu.runtime.words import Stop


def test_a_secret_is_made_once_and_is_private(tmp_path: Path) -> None:
    folder, found = tmp_path / "keys", set[str]()
    makers = [threading.Thread(target=lambda: found.add(keys.secret(folder, "one"))) for _ in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(found) == 1
    assert [path.name for path in folder.iterdir()] == ["one"]
    assert stat.S_IMODE((folder / "one").stat().st_mode) == 0o600


def test_the_demo_comes_with_the_embedded_database_only(tmp_path: Path) -> None:
    here = {"GEWU_DATA": str(tmp_path)}
    assert Installation.from_environment(here).demo == "wenhualu"
    assert Installation.from_environment({**here, "GEWU_DEMO": ""}).demo == ""
    assert Installation.from_environment({**here, "DATABASE_URL": "postgresql:///x"}).demo == ""
    every = Installation.from_environment({**here, "GEWU_DEMO": "all"})
    assert every.localities == ["wenhualu", "daimiao", "jiefangbei", "shiqiao", "zhengzhou"]
    several = Installation.from_environment({**here, "GEWU_DEMO": "wenhualu, shiqiao"})
    assert several.localities == ["wenhualu", "shiqiao"]


def test_owner_and_application_may_be_two_roles_of_a_foreign_database(tmp_path: Path) -> None:
    one = {"GEWU_DATA": str(tmp_path), "DATABASE_URL": "postgresql://app@db/x"}
    two = one | {"DATABASE_MIGRATE_URL": "postgresql://owner@db/x"}
    alone, apart = Installation.from_environment(one), Installation.from_environment(two)
    assert alone.url(OWNER) == alone.url(APPLICATION)
    assert (apart.url(OWNER), apart.url(APPLICATION)) == ("postgresql://owner@db/x", "postgresql://app@db/x")
    assert apart.environment()["GEWU_APP_ROLE"] == "app"
    assert "DATABASE_MIGRATE_URL" not in apart.environment()


@pytest.mark.parametrize("port", ["0", "65536", "80a", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(Stop, match="GEWU_PORT"):
        Installation.from_environment({"GEWU_PORT": port})


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("long " * 30)
    for data in (Path("/var/gewu"), deep, Path("/路" * 40)):
        assert len(os.fsencode(socket_folder(data))) <= LONGEST
        assert socket_folder(data) == socket_folder(data)
    assert socket_folder(Path("/var/gewu")) == Path("/var/gewu/run")


def test_a_path_with_any_character_fits_into_the_configuration(tmp_path: Path) -> None:
    tuning.write(tmp_path, sockets=Path('/it\'s "here", \\there'), durable=True)
    text = (tmp_path / "postgresql.conf").read_text()
    assert 'unix_socket_directories = \'"/it\'\'s ""here"", \\\\there"\'' in text
    assert "fsync = 'on'" in text
    assert "trust\n" not in (tmp_path / "pg_hba.conf").read_text()


def test_the_lock_is_one_and_its_note_is_read_by_others(tmp_path: Path) -> None:
    note = locking.Note(locking.RUNNING, "gewu run", 42, "http://here/")
    with locking.hold(tmp_path, note):
        assert locking.try_lock(tmp_path) is None
        assert locking.read_note(tmp_path) == note
        with pytest.raises(Stop, match="in use by `gewu run`"), locking.hold(tmp_path, note):
            pass
    assert locking.read_note(tmp_path) is None


def test_a_brief_holder_is_waited_for(tmp_path: Path) -> None:
    lock = locking.try_lock(tmp_path)
    assert lock
    lock.leave_note(locking.Note(locking.BRIEF, "gewu token", 1))
    threading.Timer(0.5, lock.release).start()
    with locking.hold(tmp_path, locking.Note(locking.STARTING, "gewu run", 2)):
        assert locking.try_lock(tmp_path) is None


def test_a_folder_on_the_way_gets_passage_and_nothing_else(tmp_path: Path) -> None:
    closed, deep = tmp_path / "closed", tmp_path / "closed" / "deep"
    deep.mkdir(parents=True)
    closed.chmod(0o700)
    assert closed in account._let_pass(deep / "data")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o701
    assert account._let_pass(deep / "data") == []


def test_a_file_that_was_not_finished_is_not_left_behind(tmp_path: Path) -> None:
    half = Written(tmp_path / "half").__enter__()
    half.file.write(b"something")
    half.__exit__(RuntimeError)
    assert list(tmp_path.iterdir()) == []
