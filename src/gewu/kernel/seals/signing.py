"""Who signs seals: keys in a folder outside the database, or a program that keeps them (a token, an HSM).

Ed25519 with SHA-256 digests, or SM2 with SM3 digests (GB/T 32918, GB/T 32905) where `GEWU_SEAL_ALGORITHM`
says `sm2`. `cryptography` has SM3 but no SM2, so SM2 comes from `gmalg`, which is read only where it is used.
"""

import hashlib
import json
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from gewu.kernel.keys import KeyRing
from gewu.kernel.seals.merkle import Digest

ED25519, SM2 = "ed25519", "sm2"
# The identity that the standard prescribes where two parties agreed on no other.
SM2_IDENTITY = b"1234567812345678"
SM2_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
PATIENCE = 30
# Of a public key in hex: Ed25519, SM2.
LENGTHS = (64, 128)


class CannotSign(Exception):
    """There is no key to sign with; the message says why."""


class Public(NamedTuple):
    """A public key: Ed25519 as its 32 bytes, SM2 as the 64 bytes of its point, both in hex."""

    algorithm: str
    key: str

    @property
    def name(self) -> str:
        """A short name for people: the beginning of its SHA-256."""
        return hashlib.sha256(f"{self.algorithm}:{self.key}".encode()).hexdigest()[:16]


class Signer(Protocol):
    """Somebody who has a private key."""

    @property
    def public(self) -> Public: ...
    def sign(self, statement: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True, repr=False)
class Ed25519Key:
    secret: bytes

    @property
    def public(self) -> Public:
        return Public(ED25519, self._key().public_key().public_bytes_raw().hex())

    def sign(self, statement: bytes) -> bytes:
        return self._key().sign(statement)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)


@dataclass(frozen=True, slots=True, repr=False)
class Sm2Key:
    secret: bytes

    @property
    def public(self) -> Public:
        number = self._number()
        return Public(SM2, _sm2(number).generate_pk(number)[1:].hex())

    def sign(self, statement: bytes) -> bytes:
        r, s = _sm2(self._number(), SM2_IDENTITY).sign(statement)
        return bytes(r.rjust(32, b"\0") + s.rjust(32, b"\0"))

    def _number(self) -> bytes:
        """32 random bytes as a number that can be a key: between 1 and the order of the curve less 2."""
        return (int.from_bytes(self.secret, "big") % (SM2_ORDER - 2) + 1).to_bytes(32, "big")


@dataclass(frozen=True, slots=True)
class Program:
    """The operator's own: `PROGRAM sign ALGORITHM KEY` reads a statement and writes its signature in hex."""

    command: tuple[str, ...]
    public: Public

    def sign(self, statement: bytes) -> bytes:
        return bytes.fromhex(_said((*self.command, "sign", *self.public), statement))


def current() -> Signer:
    """The key that seals should be signed with from now on; the first of a folder is made."""
    if settings.SEAL_SIGNER:
        *_, newest = _of_program(tuple(settings.SEAL_SIGNER)).values()
        return newest
    _, secret = _ring(settings.SEAL_ALGORITHM).every(make=True)[-1]
    return KEYS[settings.SEAL_ALGORITHM](secret)


def owned() -> Mapping[Public, Signer]:
    """Every key that is here, older ones included. Makes none."""
    found: dict[Public, Signer] = {}
    for algorithm, made in KEYS.items():
        for _, secret in _ring(algorithm).every(make=False):
            signer = made(secret)
            found[signer.public] = signer
    return {**found, **(_of_program(tuple(settings.SEAL_SIGNER)) if settings.SEAL_SIGNER else {})}


def add() -> Public:
    """Make the next key. Each township's next seal introduces it, signed with the one before."""
    if settings.SEAL_SIGNER:
        raise CannotSign(
            "GEWU_SEAL_SIGNER keeps the keys: make the new one there, and let it be the last it names."
        )
    ring = _ring(settings.SEAL_ALGORITHM)
    ring.every(make=True)
    ring.add()
    return current().public


def is_signed(statement: bytes, signature: bytes, public: Public) -> bool:
    """Whether the owner of the key signed exactly this."""
    check = CHECKS.get(public.algorithm)
    try:
        return check is not None and check(statement, signature, bytes.fromhex(public.key))
    except ValueError:
        return False


def keys_in(text: str) -> list[str]:
    """Every public key in a text, be it the public register or a line somebody wrote down."""
    try:
        told = " ".join(str(key["key"]) for key in json.loads(text)["keys"])
    except (ValueError, LookupError, TypeError):
        told = text
    return [word for word in re.findall(r"[0-9a-f]+", told.lower()) if len(word) in LENGTHS]


def digest_of(algorithm: str) -> Digest:
    """The digest that goes with a way of signing."""
    return _sm3 if algorithm == SM2 else _sha256


def _ring(algorithm: str) -> KeyRing:
    return KeyRing(Path(settings.SEAL_KEYS or settings.DATA / "keys"), f"signing-{algorithm}")


def _of_program(command: tuple[str, ...]) -> dict[Public, Signer]:
    """`PROGRAM keys` writes a line `ALGORITHM KEY` for each key it has, the one to sign with last."""
    lines = [line.split() for line in _said((*command, "keys"), b"").splitlines() if line.strip()]
    if not lines or any(len(line) != 2 or line[0] not in KEYS for line in lines):
        raise CannotSign(f"{command[0]} keys: expected lines of an algorithm and a public key in hex.")
    return {Public(*line): Program(command, Public(*line)) for line in lines}


def _said(command: tuple[str, ...], told: bytes) -> str:
    try:
        done = subprocess.run(command, input=told, capture_output=True, check=True, timeout=PATIENCE)  # noqa: S603 - named by whoever runs this installation
    except (OSError, subprocess.SubprocessError) as failed:
        raise CannotSign(f"{command[0]} failed: {failed}") from failed
    return done.stdout.decode().strip()


def _is_ed25519(statement: bytes, signature: bytes, key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, statement)
    except InvalidSignature:
        return False
    return True


def _is_sm2(statement: bytes, signature: bytes, key: bytes) -> bool:
    point = b"\4" + key
    if len(signature) != 64 or len(key) != 64 or not _sm2().verify_pk(point):
        return False
    return bool(_sm2(None, SM2_IDENTITY, point).verify(statement, signature[:32], signature[32:]))


def _sm2(*given: bytes | None) -> Any:
    """Its secret key, identity and public key. Read where it is used: few installations need it."""
    import gmalg  # noqa: PLC0415 - as said above

    return gmalg.SM2(*given)


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _sm3(content: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()


KEYS: Mapping[str, Callable[[bytes], Signer]] = {ED25519: Ed25519Key, SM2: Sm2Key}
CHECKS: Mapping[str, Callable[[bytes, bytes, bytes], bool]] = {ED25519: _is_ed25519, SM2: _is_sm2}
