"""A proof is checked by the script we ship, run as a stranger runs it; whatever was changed does not pass."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings

from gewu.cases.commands import comment
from gewu.cases.tests.builders import BROKEN_BIN, NAME, PHONE, Cast, a_case
from gewu.evidence import commands, queries
from gewu.evidence.models import Proof
from gewu.evidence.pages.public import SCRIPT
from gewu.evidence.tests.conftest import ACase, a_known, others, sealed
from gewu.kernel import clock
from gewu.kernel.canonical import dump
from gewu.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.models import Entry
from gewu.kernel.seals import signing
from gewu.kernel.tests.parcels import tamper

pytestmark = pytest.mark.django_db

Told = dict[str, Any]


def _made(cast: Cast, case: ACase, *, shows: Collection[UUID] = (), purpose: str = "") -> Proof:
    return commands.make_proof(case_id=case.id, shows=shows, purpose=purpose, actor=cast.auditor)


def _told(cast: Cast, made: Proof) -> Told:
    told: Told = json.loads(queries.text_of(cast.auditor, made))
    return told


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The script over a proof, with the key given in hex or as the public register."""

    def run(told: Told | str, keys: str = "") -> subprocess.CompletedProcess[str]:
        path = tmp_path / "proof.json"
        path.write_text(told if isinstance(told, str) else dump(told), encoding="utf-8")
        given = keys or str(tmp_path / "seals" / "gewu-seals.json")
        command = [sys.executable, str(SCRIPT), str(path), given]
        return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603

    return run


Check = Callable[..., subprocess.CompletedProcess[str]]


def test_the_script_is_short_enough_to_be_read() -> None:
    assert len(SCRIPT.read_text().splitlines()) <= 60


def test_a_proof_holds_for_whoever_has_the_key(cast: Cast, case: ACase, check: Check) -> None:
    text = queries.text_of(cast.auditor, _made(cast, case))
    for keys in ("", signing.current().public.key):
        done = check(text, keys)
        assert (done.returncode, done.stderr) == (0, "")
        entries = Entry.objects.filter(township=case.township, subject_id=case.id).count()
        assert done.stdout.startswith(f"PROVED: {case.number}, {entries} entries, sealed from ")


def test_a_proof_by_sm2_holds_as_well(cast: Cast, settings: LazySettings, check: Check) -> None:
    settings.SEAL_ALGORITHM = signing.SM2
    case = a_known(cast)
    a_case(cast)
    sealed()
    told = _told(cast, _made(cast, case))
    assert check(told).returncode == 0
    told["seals"][0]["seal"]["count"] += 1
    assert "NOT PROVED" in check(told).stderr


def test_a_proof_says_nothing_of_other_cases_and_nobodys_words(cast: Cast, case: ACase) -> None:
    text = queries.text_of(cast.auditor, _made(cast, case))
    for word in (BROKEN_BIN, NAME, PHONE, "换了新桶盖"):
        assert word not in text
    strangers = others(case)
    assert len(strangers) == 2
    foreign = Entry.objects.exclude(subject_id=case.id)
    for told in [str(other) for other in strangers] + [bytes(one.hash).hex() for one in foreign]:
        assert told not in text


def test_another_key_or_none_proves_nothing(cast: Cast, case: ACase, check: Check) -> None:
    told = _told(cast, _made(cast, case))
    other = signing.Ed25519Key(bytes(32)).public.key
    assert "key that you did not give" in check(told, other).stderr
    assert check(told, "trust me").returncode == 1


def test_words_can_be_shown_and_are_tied_to_their_digest(cast: Cast, case: ACase, check: Check) -> None:
    words = case.words(cast)
    made = _made(cast, case, shows=[words], purpose="法院调证")
    told = _told(cast, made)
    assert [said["text"] for said in told["words"]] == [BROKEN_BIN]
    assert check(told).returncode == 0
    told["words"][0]["text"] += "！"
    assert "nobody wrote this" in check(told).stderr
    entry = Entry.objects.get(township=made.township, subject_id=made.id)
    assert (entry.kind, entry.purpose) == ("evidence.proof_exported", "法院调证")
    assert queries.text_of(cast.auditor, made) == queries.text_of(cast.auditor, made)


def _tampering() -> dict[str, Callable[[Told], object]]:
    def facts(told: Told) -> None:
        told["entries"][1]["facts"] = told["entries"][1]["facts"].replace("filed", "filex")

    def head(place: int, value: object) -> Callable[[Told], object]:
        return lambda told: told["entries"][1]["head"].__setitem__(place, value)

    def seal(name: str, value: object) -> Callable[[Told], object]:
        return lambda told: told["seals"][0]["seal"].__setitem__(name, value)

    return {
        "facts": facts,
        "moment": head(6, "2020-01-01T00:00:00.000000+00:00"),
        "who": head(8, None),
        "kind": head(5, "case.other"),
        "an entry less": lambda told: told["entries"].pop(1),
        "the last entry less": lambda told: told["entries"].pop(),
        "an entry twice": lambda told: told["entries"].insert(1, told["entries"][1]),
        "entries swapped": lambda told: told["entries"].reverse(),
        "no entries": lambda told: told["entries"].clear(),
        "day of the seal": seal("day", "2020-01-01"),
        "root": seal("root", "00" * 32),
        "township": seal("township", 1),
        "algorithm": seal("algorithm", "none"),
        "signature": lambda told: told["seals"][0].update(signature="00" * 64),
        "no seal": lambda told: told["seals"].clear(),
        "an entry not under it": lambda told: told["seals"][0]["entries"].pop(),
        "way up": lambda told: told["seals"][0]["entries"][0]["path"].reverse(),
        "another case": lambda told: told.update(subject=str(UUID(int=7))),
        "another number": lambda told: told.update(number="XY01010001AA"),
        "words": lambda told: told["words"].append({"entry": 1, "kind": "x", "text": "x", "salt": "x"}),
    }


@pytest.mark.parametrize("change", _tampering().values(), ids=_tampering().keys())
def test_a_proof_that_was_changed_does_not_pass(
    cast: Cast, case: ACase, check: Check, change: Callable[[Told], object]
) -> None:
    told = _told(cast, _made(cast, case))
    change(told)
    done = check(told)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("NOT PROVED: ")
    assert "Traceback" not in done.stderr


def test_no_changed_letter_of_what_is_proved_passes(cast: Cast, case: ACase, check: Check) -> None:
    """Here and there a letter of the entries and seals; each run costs a process."""
    text = queries.text_of(cast.auditor, _made(cast, case))
    start, end = text.index('"head"'), text.index('"subject":')
    for place in range(start, end, (end - start) // 25):
        letter = "0" if text[place] != "0" else "1"
        assert check(text[:place] + letter + text[place + 1 :]).returncode == 1, text[place - 30 : place + 30]


def test_what_is_sealed_later_is_in_a_later_proof_and_the_first_stays_as_it_was(
    cast: Cast, case: ACase, check: Check
) -> None:
    first = _made(cast, case)
    before = queries.text_of(cast.auditor, first)
    with clock.hold(clock.now() + timedelta(days=1)):
        comment(case_id=case.id, text="家属来问过", actor=cast.clerk)
        assert _made(cast, case).entries == first.entries
    sealed(days=2)
    second = _made(cast, case)
    assert second.entries == first.entries + 1
    assert second.seal > first.seal
    assert check(queries.text_of(cast.auditor, second)).returncode == 0
    assert queries.text_of(cast.auditor, first) == before


def test_the_digest_that_was_journalled_is_that_of_the_file(cast: Cast, case: ACase) -> None:
    made = _made(cast, case)
    assert hashlib.sha256(queries.text_of(cast.auditor, made).encode()).hexdigest() == made.digest


def test_after_a_change_of_key_the_register_knows_both(cast: Cast, case: ACase, check: Check) -> None:
    signing.add()
    for days in (1, 2):
        with clock.hold(clock.now() + timedelta(days=days)):
            comment(case_id=case.id, text="又问了一次", actor=cast.clerk)
        sealed(days=days + 1)
    told = _told(cast, _made(cast, case))
    assert len({cover["seal"]["key"] for cover in told["seals"]}) == 2
    assert check(told).returncode == 0
    assert check(told, signing.current().public.key).returncode == 1


REFUSED = {
    "not sealed yet": (RuleBroken, "auditor", {}),
    "somebody who does not audit": (NotAllowed, "clerk", {}),
    "somebody who does not see it": (NotFound, "neighbour", {}),
    "words for no purpose": (Invalid, "auditor", {"own": True}),
    "words of no case": (NotFound, "auditor", {"shows": {UUID(int=7)}, "purpose": "审计"}),
    "too long a purpose": (Invalid, "auditor", {"purpose": "审" * 201}),
}


@pytest.mark.parametrize(("refusal", "who", "asked"), REFUSED.values(), ids=REFUSED.keys())
def test_a_proof_that_cannot_be_made_leaves_nothing(
    cast: Cast, refusal: type[DomainError], who: str, asked: dict[str, Any]
) -> None:
    case = a_known(cast)
    if refusal is not RuleBroken:
        sealed()
    shows = asked.get("shows", set())
    if asked.get("own"):
        shows = {case.words(cast)}
    with pytest.raises(refusal):
        commands.make_proof(
            case_id=case.id, shows=shows, purpose=asked.get("purpose", ""), actor=getattr(cast, who)
        )
    assert not Proof.objects.filter(township=case.township).exists()


def test_a_proof_still_shows_that_words_were_erased(cast: Cast, case: ACase, check: Check) -> None:
    words = case.words(cast)
    made = _made(cast, case, shows=[words], purpose="法院调证")
    tamper("DELETE FROM cases_casetext WHERE id = %s", words)
    told = _told(cast, made)
    assert told["words"] == []
    assert check(told).returncode == 0
