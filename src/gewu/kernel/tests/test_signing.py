"""Keys of seals: made once, outside the database, and handed on from seal to seal."""

import hashlib
import json
import stat
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from gewu.kernel import clock, journal, seals
from gewu.kernel.findings import Wrong
from gewu.kernel.models import Seal
from gewu.kernel.seals import merkle, publishing, signing
from gewu.kernel.seals.chain import Statement
from gewu.kernel.seals.signing import ED25519, SM2, CannotSign, Ed25519Key, Public, Sm2Key, is_signed
from gewu.kernel.tests.parcels import DAY, MIDNIGHT, NEIGHBOUR, TOWNSHIP, Parcel, a_story_at, taken, tamper

WEEK = MIDNIGHT + timedelta(days=7)
SIGNERS = [Ed25519Key(bytes(range(32))), Sm2Key(bytes(range(32)))]


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def _statements() -> list[Statement]:
    rows = Seal.objects.filter(township=TOWNSHIP).order_by("number")
    return [Statement.read(text) for text in rows.values_list("statement", flat=True)]


def _found(trusted: tuple[str, ...] = ()) -> set[tuple[Wrong, int | None]]:
    with clock.hold(WEEK):
        return {(one.wrong, one.number) for one in journal.verify(subjects=[Parcel], trusted=trusted)}


def _sealed_days(*days: int) -> None:
    for day in days:
        a_story_at(DAY + timedelta(days=day))
        taken(MIDNIGHT + timedelta(days=day, hours=1))


@pytest.mark.parametrize("signer", SIGNERS, ids=[ED25519, SM2])
@given(st.data())
@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_signature_holds_for_its_statement_and_key_and_nothing_else(
    signer: Ed25519Key | Sm2Key, data: st.DataObject
) -> None:
    said = data.draw(st.binary(min_size=1, max_size=200))
    signature = signer.sign(said)
    assert is_signed(said, signature, signer.public)
    place, bit = data.draw(st.integers(0, len(signature) - 1)), 1 << data.draw(st.integers(0, 7))
    broken = signature[:place] + bytes([signature[place] ^ bit]) + signature[place + 1 :]
    assert not is_signed(said, broken, signer.public)
    assert not is_signed(said + b"\0", signature, signer.public)
    other = type(signer)(hashlib.sha256(said).digest())
    assert not is_signed(said, signature, other.public)


def test_sm2_agrees_with_the_example_of_the_standard() -> None:
    # GB/T 32918.5-2017, appendix A.2: message digest, message, the usual identity.
    key = "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    key += "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
    signature = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    signature += "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    assert is_signed(b"message digest", bytes.fromhex(signature), Public(SM2, key))
    sm3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert signing.digest_of(SM2)(b"abc").hex() == sm3


@pytest.mark.parametrize(
    "public",
    [
        Public("rsa", "00"),
        Public(ED25519, "00"),
        Public(ED25519, "zz"),
        Public(SM2, "00" * 64),
        Public(SM2, ""),
    ],
)
def test_what_is_no_key_has_signed_nothing(public: Public) -> None:
    assert not is_signed(b"said", b"\0" * 64, public)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70))
def test_every_leaf_leads_to_the_root_and_no_other_does(leaves: list[bytes]) -> None:
    digest = signing.digest_of(ED25519)
    root = merkle.root(leaves, digest)
    for place, leaf in enumerate(leaves):
        steps = merkle.path(leaves, place, digest)
        assert merkle.climb(leaf, steps, digest) == root
        assert merkle.climb(bytes(32) if any(leaf) else b"\1" * 32, steps, digest) != root
        assert not {leaf, *leaves} & {neighbour for _, neighbour in steps}


@pytest.mark.django_db
def test_seals_are_signed_with_a_key_that_only_its_owner_reads(data: Path) -> None:
    _sealed_days(0)
    (key,) = (data / "keys").iterdir()
    assert key.name == "signing-ed25519-1"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    (said,) = _statements()
    assert said.key == signing.current().public
    assert said.next is None
    assert _found((said.key.key,)) == set()


@pytest.mark.django_db
def test_a_new_key_is_introduced_by_a_seal_signed_with_the_old_and_old_seals_stay_good(data: Path) -> None:
    _sealed_days(0)
    old = signing.current().public
    new = signing.add()
    _sealed_days(1, 2)
    said = _statements()
    assert [(one.key, one.next) for one in said] == [(old, None), (old, new), (new, None)]
    assert _found() == _found((old.key,)) == _found((new.key,)) == set()
    # The old key is needed only until each township's next seal.
    (data / "keys" / "signing-ed25519-1").unlink()
    _sealed_days(3)
    assert _found() == set()


@pytest.mark.django_db
def test_going_over_to_sm2_is_a_change_of_key_like_any_other(settings: Settings) -> None:
    _sealed_days(0)
    settings.SEAL_ALGORITHM = SM2
    _sealed_days(1, 2)
    said = _statements()
    assert [one.key.algorithm for one in said] == [ED25519, ED25519, SM2]
    assert _found() == set()
    assert {key["algorithm"] for key in json.loads(seals.published())["keys"]} == {ED25519, SM2}


@pytest.mark.django_db
def test_sealing_goes_on_when_a_key_was_lost_and_the_break_is_named(data: Path) -> None:
    _sealed_days(0)
    (data / "keys" / "signing-ed25519-1").unlink()
    _sealed_days(1)
    assert _found() == {(Wrong.KEY_REPLACED, 2)}


@pytest.mark.django_db
def test_a_history_sealed_anew_with_a_key_of_the_forgers_is_named(data: Path) -> None:
    _sealed_days(0, 1)
    genuine = signing.current().public
    kept = (data / "keys" / "signing-ed25519-1").read_text()
    tamper("DELETE FROM kernel_seal")
    for path in (data / "seals" / str(TOWNSHIP)).iterdir():
        path.unlink()
    (data / "keys" / "signing-ed25519-1").unlink()
    with clock.hold(WEEK):
        seals.take(everything=True)
    assert _found() == set()
    assert _found((genuine.key,)) == {(Wrong.KEY_REPLACED, None)}
    # Where the key of the installation is in its place again, nothing needs to be given.
    (data / "keys" / "signing-ed25519-1").write_text(kept)
    assert _found() == {(Wrong.KEY_REPLACED, 2)}


@pytest.mark.django_db
def test_keys_can_lie_in_a_folder_of_their_own(settings: Settings, data: Path) -> None:
    settings.SEAL_KEYS = str(data / "token")
    _sealed_days(0)
    assert [path.name for path in (data / "token").iterdir()] == ["signing-ed25519-1"]
    assert not (data / "keys").exists()


SIGNER = """
import sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
keys = [Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(1, int(sys.argv[1]) + 1)]
public = {key.public_key().public_bytes_raw().hex(): key for key in keys}
if sys.argv[2] == "keys":
    print(*(f"ed25519 {key}" for key in public), sep="\\n")
else:
    print(public[sys.argv[4]].sign(sys.stdin.buffer.read()).hex())
"""


@pytest.mark.django_db
def test_a_program_can_keep_the_keys(settings: Settings, data: Path) -> None:
    program = data / "signer.py"
    program.write_text(SIGNER)
    settings.SEAL_SIGNER = [sys.executable, str(program), "1"]
    _sealed_days(0)
    settings.SEAL_SIGNER = [sys.executable, str(program), "2"]
    _sealed_days(1, 2)
    first, second, third = _statements()
    assert first.key == second.key != third.key == second.next
    assert _found() == set()
    assert not (data / "keys").exists()
    with pytest.raises(CannotSign, match="make the new one there"):
        signing.add()


@pytest.mark.parametrize("says", ["exit 1", "echo nonsense", "true"])
def test_a_program_that_has_no_keys_is_named(settings: Settings, data: Path, says: str) -> None:
    settings.SEAL_SIGNER = ["/bin/sh", "-c", says]
    with pytest.raises(CannotSign, match="/bin/sh"):
        signing.current()


@pytest.mark.django_db
def test_keys_and_newest_seals_are_written_down_for_everybody(data: Path) -> None:
    assert json.loads(seals.published()) == {"form": publishing.FORM, "keys": [], "townships": []}
    _sealed_days(0)
    old = signing.current().public
    new = signing.add()
    a_story_at(DAY + timedelta(days=1), township=NEIGHBOUR)
    _sealed_days(1)
    told = json.loads((data / "seals" / "gewu-seals.json").read_text())
    assert [(key["key"], key["since"]) for key in told["keys"]] == [
        (old.key, "2026-03-02"),
        (new.key, "2026-03-03"),
    ]
    newest = {row["township"]: (row["number"], row["day"]) for row in told["townships"]}
    assert newest == {TOWNSHIP: (2, "2026-03-03"), NEIGHBOUR: (1, "2026-03-03")}
    assert "secret" not in seals.published()
