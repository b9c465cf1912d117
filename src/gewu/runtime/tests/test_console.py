"""Commands work beside a run and without one; what they answer can be read by a program."""

import pytest

from gewu.runtime.installation import APPLICATION
from gewu.runtime.tests.town import Town

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

_SOMEBODY = """
INSERT INTO people_user (
  id, username, name, home, language, password, password_given, second_factor, is_active, demo,
  created_at, version, search_text
)
VALUES (gen_random_uuid(), %s, 'Somebody', 370402001, 'en', '!', false, false, true, %s, now(), 1, 'somebody')
ON CONFLICT DO NOTHING
"""


def test_without_a_run_a_command_starts_the_database_for_itself_and_leaves_nothing(town: Town) -> None:
    town.stop()
    assert _answer(town, "verify-journal") == "The journal is whole.\n"
    assert not town.everybody()


def test_beside_a_run_every_command_uses_its_database(town: Town) -> None:
    with town.connect(APPLICATION) as session:
        session.execute(_SOMEBODY, ["somebody", False])
        session.execute(_SOMEBODY, ["made-up", True])
    assert _answer(town, "token", "somebody").startswith("gewu_")
    assert _answer(town, "verify-journal") == "The journal is whole.\n"
    assert _answer(town, "publish-definitions").endswith("definitions are published.\n")
    assert _answer(town, "migrate") == "The tables are up to date.\n"
    assert len(town.find("postmaster")) == 1


def test_a_command_that_cannot_says_why_in_one_line(town: Town) -> None:
    for words in (
        ["token", "nobody-here"],
        ["token", "made-up"],
        ["token", "somebody", "--days", "0"],
        ["demo"],
    ):
        refused = town.gewu(*words)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr.splitlines()[-1].startswith("gewu: ")
        assert "Traceback" not in refused.stderr


def test_a_program_tells_a_broken_journal_from_a_copy_it_could_not_look_at(town: Town) -> None:
    missing = town.gewu("verify-journal", "--against", str(town.installation.data / "nowhere"))
    assert missing.returncode == 2
    assert "nowhere" in missing.stderr
    assert _answer(town, "seal-keys").count("ed25519") == 1
    assert _answer(town, "reseal") == "Every value is sealed with key 1.\n"


def test_definitions_are_checked_without_any_database(town: Town) -> None:
    assert _answer(town, "check-definitions") == "The definitions are in order.\n"


def _answer(town: Town, *words: str) -> str:
    done = town.gewu(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout
