"""What gateways send to us: signed receipts for texts, sealed events of WeChat. Nothing unsigned is read.

WeChat's safe mode 安全模式 is asked for, because in the plain one the signature does not cover what is said.
"""

import base64
import binascii
import hmac
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha1, sha256
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from gewu.kernel import clock
from gewu.notices.models import Gateway

# A caught request must not be sent again tomorrow.
FRESH = timedelta(minutes=10)
MOST_RECEIPTS = 500
BLOCK = 32
# The few members of WeChat's events that we read; an XML parser would read much more.
MEMBER = re.compile(r"<(\w+)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))</\1>", re.DOTALL)


def is_fresh(timestamp: str) -> bool:
    """Seconds since 1970, around now."""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return False
    return abs(clock.now().timestamp() - int(timestamp)) <= FRESH.total_seconds()


# --- receipts for texts -----------------------------------------------------------------------------------


def signature_of(key: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the moment, a dot and the body, in hex."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, sha256).hexdigest()


def is_signed(gateway: Gateway, *, timestamp: str, signature: str, body: bytes) -> bool:
    """Whether a gateway said this, and lately. One without a key for receipts says nothing to us."""
    if gateway.signing is None or not is_fresh(timestamp):
        return False
    told = signature_of(gateway.signing.open(), timestamp, body)
    return hmac.compare_digest(told.encode(), signature.removeprefix("sha256=").lower().encode())


def receipts_in(body: bytes) -> list[Mapping[str, object]] | None:
    """`[{"id", "state", "code"}]` or one of them; None for anything else."""
    try:
        found = json.loads(body)
    except ValueError:
        return None
    rows = found if isinstance(found, list) else [found]
    if len(rows) > MOST_RECEIPTS or not all(isinstance(one, dict) for one in rows):
        return None
    return rows


def id_in(row: Mapping[str, object]) -> UUID | None:
    try:
        return UUID(str(row.get("id", "")))
    except ValueError:
        return None


# --- events of WeChat -------------------------------------------------------------------------------------


def aes_key(encoded: str) -> bytes | None:
    """The key behind an EncodingAESKey; None for what is none."""
    try:
        key = base64.b64decode(f"{encoded}=", validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(encoded) == 43 and len(key) == BLOCK else None


def token_for(gateway: Gateway) -> str:
    """The token that is written into WeChat's settings: made from the key, so that there is one to keep."""
    key = gateway.signing.open() if gateway.signing is not None else ""
    return hmac.new(key.encode(), gateway.id.bytes, sha256).hexdigest()[:32]


def wechat_signature(*parts: str) -> str:
    """WeChat's own way: SHA-1 over the parts in order of the alphabet."""
    return sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def is_of_wechat(gateway: Gateway, given: Mapping[str, str], *more: str, name: str = "signature") -> bool:
    """Whether WeChat sent this, lately."""
    if gateway.signing is None or not is_fresh(given.get("timestamp", "")):
        return False
    told = wechat_signature(token_for(gateway), given["timestamp"], given.get("nonce", ""), *more)
    return hmac.compare_digest(told.encode(), given.get(name, "").encode())


def event_in(gateway: Gateway, given: Mapping[str, str], body: bytes) -> Mapping[str, str] | None:
    """The members of a sealed event, or None for what is not WeChat's, not for us, or no event."""
    sealed = _members(body.decode("utf-8", "replace")).get("Encrypt", "")
    if not sealed or not is_of_wechat(gateway, given, sealed, name="msg_signature"):
        return None
    opened = _opened(gateway, sealed)
    return _members(opened) if opened is not None else None


def _opened(gateway: Gateway, sealed: str) -> str | None:
    """Sixteen random bytes, four of length, the text, the account it is for; padded to blocks of 32."""
    key = aes_key(gateway.signing.open()) if gateway.signing is not None else None
    try:
        locked = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        return None
    if key is None or not locked or len(locked) % 16:
        return None
    opener = Cipher(AES(key), CBC(key[:16])).decryptor()
    plain = opener.update(locked) + opener.finalize()
    plain = plain[: -plain[-1]] if 1 <= plain[-1] <= BLOCK else b""
    length = int.from_bytes(plain[16:20], "big")
    text, account = plain[20 : 20 + length], plain[20 + length :]
    if len(text) != length or account.decode("utf-8", "replace") != gateway.account:
        return None
    return text.decode("utf-8", "replace")


def _members(text: str) -> dict[str, str]:
    return {name: cdata or plain for name, cdata, plain in MEMBER.findall(_inside(text))}


def _inside(text: str) -> str:
    return text.strip().removeprefix("<xml>").removesuffix("</xml>")
