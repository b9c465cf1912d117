"""The link from one entry to the next: what exactly is hashed."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from gewu.kernel.canonical import JsonValue, dump, sha256, spell

FORM = "gewu.entry.1"


class Chained(Protocol):
    """What of an entry the hash covers, besides its facts."""

    @property
    def id(self) -> UUID: ...
    @property
    def subject_kind(self) -> str: ...
    @property
    def subject_id(self) -> UUID: ...
    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def user(self) -> UUID | None: ...
    @property
    def post(self) -> UUID | None: ...
    @property
    def on_behalf(self) -> UUID | None: ...
    @property
    def door(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def previous(self) -> bytes | memoryview: ...


def hash_of(entry: Chained, facts: str, number: int | None = None) -> bytes:
    """The hash of the entry before and of every letter of this one; `number` supposes another number."""
    return chained(bytes(entry.previous), dump(head_of(entry, number)), facts)


def chained(previous: bytes, head: str, facts: str) -> bytes:
    """The same of an entry whose letters are known: `dump(head_of(entry))`, and its facts as stored."""
    # A newline cannot occur inside either part, so that nothing can move from one to the other unseen.
    return sha256(previous, head.encode(), b"\n", facts.encode())


def head_of(entry: Chained, number: int | None = None) -> list[JsonValue]:
    """Everything of an entry that is hashed besides its facts."""
    return [
        FORM,
        str(entry.id),
        entry.subject_kind,
        str(entry.subject_id),
        number or entry.number,
        entry.kind,
        spell(entry.recorded_at),
        spell(entry.happened_at),
        _text(entry.user),
        _text(entry.post),
        _text(entry.on_behalf),
        entry.door,
        entry.purpose,
    ]


def _text(identifier: UUID | None) -> str | None:
    return str(identifier) if identifier else None
