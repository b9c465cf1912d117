"""Identifiers that know their home: UUIDs of version 8 (RFC 9562) carrying the township where a row was born.

48 bits of milliseconds · version · 12 random · variant · 30 bits of the nine-digit township code · 32 random.
Plain identifiers (users, areas, definitions) are UUIDs of version 7.
"""

import secrets
import time
from uuid import RFC_4122, UUID

from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid

HIGHEST_TOWNSHIP = (1 << 30) - 1


def new_id(township: int) -> UUID:
    """A new identifier born in the township (nine-digit code)."""
    if not 0 < township <= HIGHEST_TOWNSHIP:
        raise ValueError(f"not a township code: {township}")
    value = _milliseconds() << 80 | 0x8 << 76 | secrets.randbits(12) << 64
    return UUID(int=value | 0b10 << 62 | township << 32 | secrets.randbits(32))


def new_id_texts(township: int, count: int) -> list[str]:
    """So many new identifiers born in the township, spelled: for rows that come in by the thousand."""
    moment, home = _milliseconds(), f"{0b10 << 30 | township:08x}"
    head = f"{moment >> 16:08x}-{moment & 0xFFFF:04x}-8"
    chance = secrets.token_hex(6 * count)
    pieces = (chance[at : at + 12] for at in range(0, 12 * count, 12))
    return [f"{head}{one[:3]}-{home[:4]}-{home[4:]}{one[4:]}" for one in pieces]


def new_plain_id() -> UUID:
    """A new UUID of version 7, for what belongs to no township."""
    value = _milliseconds() << 80 | 0x7 << 76 | secrets.randbits(12) << 64
    return UUID(int=value | 0b10 << 62 | secrets.randbits(62))


def township_of(identifier: UUID) -> int:
    """The home in an identifier: `(b8 & 63) << 24 | b9 << 16 | b10 << 8 | b11`."""
    return identifier.int >> 32 & HIGHEST_TOWNSHIP


def given_id(identifier: UUID, *, actor: Actor, field: str = "id") -> UUID:
    """An identifier made elsewhere (a phone, a client), if its home is among the actor's; else Invalid."""
    well_formed = identifier.variant == RFC_4122 and identifier.version == 8
    if not well_formed or not actor.at_home_in(township_of(identifier)):
        message = _("This identifier was not made for a place you work in.")
        raise Invalid(message, fields={field: message})
    return identifier


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000 & (1 << 48) - 1
