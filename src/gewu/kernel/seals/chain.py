"""What a seal says and how it is tied to the one before: the exact letters that are signed.

The statement is canonical JSON, kept letter by letter beside its signature, as entries keep their facts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from gewu.kernel.canonical import JsonValue, dump, parse
from gewu.kernel.models import Seal
from gewu.kernel.seals import merkle
from gewu.kernel.seals.signing import Public, digest_of, is_signed

FORM = "gewu.seal.2"
LEAF = 32
Label = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """A seal in words. `previous` and `root` are hex; `key` signs, and `next` will sign the seal after."""

    township: int
    number: int
    day: date
    part: int
    count: int
    root: str
    previous: str
    taken_at: str
    key: Public
    next: Public | None

    def text(self) -> str:
        """The letters that are signed."""
        return dump(self.said())

    def said(self) -> dict[str, JsonValue]:
        return {
            "form": FORM,
            "township": self.township,
            "number": self.number,
            "day": self.day.isoformat(),
            "part": self.part,
            "count": self.count,
            "root": self.root,
            "previous": self.previous,
            "taken_at": self.taken_at,
            "algorithm": self.key.algorithm,
            "key": self.key.key,
            "next": dict(self.next._asdict()) if self.next else None,
        }

    @classmethod
    def read(cls, text: str) -> "Statement":
        """A statement from its letters; ValueError when they are not exactly those of one."""
        try:
            told = cls._from(parse(text))
        except (LookupError, TypeError, AttributeError) as strange:
            raise ValueError("this is not the statement of a seal") from strange
        if told.text() != text:
            raise ValueError("these are not the letters of a seal")
        return told

    @classmethod
    def _from(cls, said: Any) -> "Statement":
        following = said["next"]
        return cls(
            township=said["township"],
            number=said["number"],
            day=date.fromisoformat(said["day"]),
            part=said["part"],
            count=said["count"],
            root=said["root"],
            previous=said["previous"],
            taken_at=said["taken_at"],
            key=Public(said["algorithm"], said["key"]),
            next=Public(following["algorithm"], following["key"]) if following else None,
        )


@dataclass(frozen=True, slots=True)
class Told:
    """A seal as it stands somewhere: in the database, or in a file."""

    statement: Statement
    text: str
    hash: bytes
    signature: bytes
    leaves: tuple[bytes, ...]
    labels: tuple[Label, ...] = ()

    @property
    def following(self) -> Public:
        """The key that has to sign the next seal."""
        return self.statement.next or self.statement.key

    def faults(self) -> list[str]:
        """What does not fit together within the seal."""
        said, digest = self.statement, digest_of(self.statement.key.algorithm)
        signed = is_signed(self.text.encode(), self.signature, said.key)
        checks = {
            "its statement does not fit its hash": digest(self.text.encode()) == self.hash,
            "the signature does not fit": signed,
            "its entries were changed": len(self.leaves) == said.count
            and bool(self.leaves)
            and merkle.root(self.leaves, digest).hex() == said.root,
        }
        return [fault for fault, holds in checks.items() if not holds]


def told_by(seal: Seal) -> Told:
    """A seal from the database; ValueError where its columns and its statement differ."""
    statement = Statement.read(seal.statement)
    columns = (seal.township, seal.number, seal.day, seal.part, seal.count)
    digests = (bytes(seal.digest).hex(), bytes(seal.previous).hex())
    said = statement
    if columns != (said.township, said.number, said.day, said.part, said.count):
        raise ValueError("its columns say otherwise")
    if digests != (said.root, said.previous):
        raise ValueError("its digests say otherwise")
    return Told(statement, seal.statement, bytes(seal.hash), bytes(seal.signature), split(bytes(seal.leaves)))


def split(leaves: bytes) -> tuple[bytes, ...]:
    """The hashes of the entries under a seal, in the order they were recorded."""
    return tuple(leaves[start : start + LEAF] for start in range(0, len(leaves), LEAF))


def root_of(leaves: Sequence[bytes], key: Public) -> bytes:
    return merkle.root(leaves, digest_of(key.algorithm))


def local() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def span(day: date) -> tuple[datetime, datetime]:
    """The first moment of the day and the first after it."""
    return (
        datetime.combine(day, time(), tzinfo=local()),
        datetime.combine(day + timedelta(days=1), time(), tzinfo=local()),
    )
