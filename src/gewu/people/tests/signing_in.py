"""Factors, devices and sessions for tests, and a key that signs like a browser's authenticator."""

import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

from gewu.kernel import clock, journal
from gewu.people.commands import factors, sessions
from gewu.people.commands.sessions import Arrival
from gewu.people.models import SignedIn, StaffFile, User
from gewu.people.queries import actor_of
from gewu.people.security import totp

GOOD = "a-long-good-passphrase"
LOGIN = "/accounts/login/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"
USER_PRESENT_AND_VERIFIED, WITH_KEY = 0x05, 0x40


def a_generator(user: User) -> tuple[str, tuple[str, ...]]:
    """A code generator, set up: its secret, and the recovery codes that came with it."""
    secret = totp.new_secret()
    codes = factors.add_totp(secret=secret, code=code_now(secret), actor=actor_of(user, door="portal"))
    user.refresh_from_db()
    return secret, codes


def code_now(secret: str) -> str:
    return totp.code_at(secret, int(clock.now().timestamp()) // totp.SECONDS)


def a_passkey(user: User | None, name: str = "蓝色钥匙") -> Authenticator:
    """A row that looks like a passkey; nobody has its key."""
    assert user is not None
    data = {"name": name, "credential": {}}
    row: Authenticator = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data=data, created_at=clock.now()
    )
    User.objects.filter(id=user.id).update(second_factor=True)
    return row


def a_session(user: User | None, *, token: str = "", agent: str = CHROME) -> SignedIn:
    """A session that is listed, on a device of its own."""
    assert user is not None
    session = SessionStore()
    session.create()
    arrival = Arrival(
        session=str(session.session_key),
        token=token or uuid4().hex,
        agent=agent,
        address="192.0.2.77",
        way="password",
    )
    return sessions.begin_session(user=user, arrival=arrival)


@dataclass
class SoftKey:
    """An authenticator in software: makes credentials and signs challenges for `http://localhost`."""

    origin: str = "http://localhost"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: uuid4().bytes)
    flags: int = USER_PRESENT_AND_VERIFIED

    def make(self, options: dict[str, Any]) -> str:
        """What a browser answers to `navigator.credentials.create`."""
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))  # type: ignore[no-untyped-call]  # fido2
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(options["publicKey"]["rp"]["id"], self.flags | WITH_KEY) + attested
        said = {
            "clientDataJSON": self._client("webauthn.create", options),
            "attestationObject": websafe_encode(
                cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
            ),
        }
        return self._sent(said)

    def sign(self, options: dict[str, Any], user: User) -> str:
        """What a browser answers to `navigator.credentials.get`."""
        data = self._data(options["publicKey"]["rpId"], self.flags)
        client = self._client("webauthn.get", options)
        told = _bytes(client)
        signature = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        said = {
            "clientDataJSON": client,
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(_handle(user)),
        }
        return self._sent(said)

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + bytes(4)

    def _client(self, kind: str, options: dict[str, Any]) -> str:
        told = {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": self.origin}
        return websafe_encode(json.dumps(told).encode())

    def _sent(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )


def _bytes(text: str) -> bytes:
    return websafe_decode(text)


def _handle(user: User) -> bytes:
    return str(user_pk_to_url_str(user)).encode()


def sign_in(client: Client, password: str = GOOD) -> Any:
    return client.post(LOGIN, {"login": "clerk1", "password": password})


def signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def kinds_about(user: User) -> list[str]:
    file = StaffFile.objects.filter(township=user.home, about=user.id).first()
    return [entry.kind for entry in journal.entries_of(file.id)] if file else []
