"""What `gewu verify-journal`, `gewu seal-keys` and `gewu reseal` say, and what they end with."""

import argparse
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from gewu.cases.tests.builders import a_case, a_cast
from gewu.kernel import clock, resealing, seals, secrets
from gewu.kernel.seals import signing
from gewu.places.testing import TinyTown
from gewu.runtime import console, evidence
from gewu.runtime.installation import Installation
from gewu.runtime.words import Stop

pytestmark = pytest.mark.django_db

Said = Callable[[], str]


@pytest.fixture
def data(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def town(data: Path) -> TinyTown:
    """A town in which one case was reported."""
    cast = a_cast()
    a_case(cast)
    return cast.town


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return lambda: capsys.readouterr().out


def _chosen(*words: str) -> argparse.Namespace:
    chosen = console._parser().parse_args(words)
    if chosen.prepare:
        chosen.prepare(chosen, ExitStack())
    chosen.installation = Installation.from_environment()
    return chosen


def test_a_whole_journal_is_said_to_be_whole(town: TinyTown, said: Said) -> None:
    evidence.verify(_chosen("verify-journal"))
    assert said() == "The journal is whole.\n"


def test_a_folder_without_seals_is_no_copy_and_ends_otherwise_than_a_finding(data: Path) -> None:
    for folder in (data, data / "nowhere"):
        with pytest.raises(Stop, match="--against") as stop:
            evidence.verify(_chosen("verify-journal", "--against", str(folder)))
        assert stop.value.code == 2


def test_a_text_without_a_key_is_no_key(data: Path) -> None:
    with pytest.raises(Stop, match="no public key") as stop:
        evidence.verify(_chosen("verify-journal", "--public-key", "trust me"))
    assert stop.value.code == 2


def test_a_key_is_given_in_hex_or_as_the_public_register(data: Path) -> None:
    key = signing.current().public.key
    register = data / "register.json"
    register.write_text(f'{{"keys": [{{"key": "{key}"}}], "townships": [{{"hash": "{"ab" * 32}"}}]}}')
    assert evidence._keys(_chosen("verify-journal", "--public-key", key.upper()).trusted) == [key]
    assert evidence._keys(_chosen("verify-journal", "--public-key", str(register)).trusted) == [key]


def test_the_keys_of_seals_are_listed_with_the_newest_last(data: Path, said: Said) -> None:
    evidence.seal_keys(_chosen("seal-keys"))
    first = said()
    evidence.seal_keys(_chosen("seal-keys", "--new"))
    second = said().splitlines()
    assert second[0] + "\n" == first
    assert len(second) == 2
    assert second[1].split()[2] == signing.current().public.key


def test_a_signer_that_fails_is_said_in_one_line(data: Path, settings: LazySettings) -> None:
    settings.SEAL_SIGNER = ["/nonexistent/signer"]
    with pytest.raises(Stop, match="/nonexistent/signer"):
        evidence.seal_keys(_chosen("seal-keys"))


def test_after_a_new_key_the_number_of_old_values_is_told(
    data: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Installation] = []
    monkeypatch.setattr(evidence, "ask_for_restart", asked.append)
    evidence.reseal(_chosen("reseal"))
    assert said() == "Every value is sealed with key 1.\n"
    monkeypatch.setattr(resealing, "remaining", lambda: 7)
    evidence.reseal(_chosen("reseal", "--new-key"))
    assert said().startswith("7 values are sealed with an older key.")
    assert secrets.newest_key() == 2
    assert len(asked) == 1


def test_findings_are_named_line_by_line_and_end_with_one(town: TinyTown, data: Path, said: Said) -> None:
    with clock.hold(clock.now() + timedelta(days=1)):
        assert seals.take() >= 1
    shutil.copytree(data / "seals", data / "kept")
    with clock.hold(clock.now() + timedelta(days=1)):
        evidence.verify(_chosen("verify-journal", "--against", str(data / "kept")))
    assert said() == f"The journal is whole. It agrees with the seals in {data / 'kept'}.\n"
    for path in (data / "kept").rglob("*.seal.json"):
        path.write_text(path.read_text().replace('"part":1', '"part":2'))
    with pytest.raises(Stop, match="not whole") as stop:
        evidence.verify(_chosen("verify-journal", "--against", str(data / "kept")))
    assert stop.value.code == 1
    assert f"kept copy: {town.township} " in said()
