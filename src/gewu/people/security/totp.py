"""Time-based codes as in RFC 6238: six digits of HMAC-SHA-1 over the number of half-minutes since 1970."""

import base64
import hmac
import secrets
import struct
from urllib.parse import quote, urlencode

DIGITS, SECONDS = 6, 30
# A phone whose clock is off by half a minute is a phone like any other.
TOLERANCE = 1
_BYTES = 20


def new_secret() -> str:
    """160 random bits in base 32, as every code generator takes them."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of one half-minute."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    offset = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, code: str, *, at: float, after: int = 0) -> int | None:
    """Which half-minute around `at` (seconds since 1970) a code belongs to; none, if it is wrong or used.

    Steps up to `after` have been used: a code opens once, even for whoever looked over a shoulder.
    """
    now = int(at) // SECONDS
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def address(secret: str, *, username: str, issuer: str) -> str:
    """What the QR code says to a code generator (the key URI format that all of them read)."""
    return f"otpauth://totp/{quote(f'{issuer}:{username}')}?{urlencode({'secret': secret, 'issuer': issuer})}"


def in_groups(secret: str) -> str:
    """The secret for typing: groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
