"""What a seal covers and how it is tied to the one before."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from gewu.kernel.canonical import dump, sha256, spell
from gewu.kernel.models import Seal

FORM = "gewu.seal.1"
LEAF = 32


def local() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def span(day: date) -> tuple[datetime, datetime]:
    """The first moment of the day and the first after it."""
    return (
        datetime.combine(day, time(), tzinfo=local()),
        datetime.combine(day + timedelta(days=1), time(), tzinfo=local()),
    )


def leaves_of(seal: Seal) -> list[bytes]:
    """The hashes of the entries under the seal, in the order they were recorded."""
    leaves = bytes(seal.leaves)
    return [leaves[start : start + LEAF] for start in range(0, len(leaves), LEAF)]


def hash_of(seal: Seal) -> bytes:
    head = [
        FORM,
        str(seal.id),
        seal.township,
        seal.number,
        seal.day.isoformat(),
        seal.part,
        seal.count,
        spell(seal.taken_at),
    ]
    return sha256(bytes(seal.previous), dump(head).encode(), b"\n", bytes(seal.digest))
