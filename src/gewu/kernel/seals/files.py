"""Seals outside the database: one small file each, written whole or not at all, never written over."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from gewu.kernel.canonical import JsonValue, dump
from gewu.kernel.models import Entry, Seal
from gewu.kernel.seals.chain import Label, Statement, Told, span, told_by

SUFFIX = ".seal.json"
Owners = Mapping[bytes, Label]


def path_of(seal: Seal) -> Path:
    return folder(seal.township) / f"{seal.number:06}-{seal.day.isoformat()}{SUFFIX}"


def folder(township: int) -> Path:
    return root() / str(township)


def root() -> Path:
    return Path(settings.DATA) / "seals"


def write(seal: Seal) -> None:
    """Keep the seal as a file, unless it is kept already."""
    path = path_of(seal)
    if not path.exists():
        put(path, text_of(told_by(seal), owners_of(seal.township, seal.day)))


def text_of(told: Told, owners: Owners) -> str:
    """The statement and its signature; `entries` come on top, for people who look for what is gone.

    Each is a hash with the subject and the number it belongs to.
    """
    labels = (owners.get(leaf, ("", 0)) for leaf in told.leaves)
    said: dict[str, JsonValue] = {
        "seal": json.loads(told.text),
        "hash": told.hash.hex(),
        "signature": told.signature.hex(),
        "entries": [
            [leaf.hex(), subject, number] for leaf, (subject, number) in zip(told.leaves, labels, strict=True)
        ],
    }
    return dump(said) + "\n"


def read(text: str) -> Told:
    """A seal from the text of its file; ValueError when it is not exactly one that we write."""
    try:
        said = json.loads(text)
        statement = dump(said["seal"])
        entries: Sequence[tuple[str, str, int]] = said["entries"]
        told = Told(
            Statement.read(statement),
            statement,
            bytes.fromhex(said["hash"]),
            bytes.fromhex(said["signature"]),
            tuple(bytes.fromhex(leaf) for leaf, _, _ in entries),
            tuple((_subject(subject), int(number)) for _, subject, number in entries),
        )
        again = text_of(told, dict(zip(told.leaves, told.labels, strict=True)))
    except (LookupError, TypeError, AttributeError, RecursionError) as strange:
        raise ValueError("this is not the file of a seal") from strange
    if again != text:
        raise ValueError("these are not the letters of a seal's file")
    return told


def _subject(text: str) -> str:
    """The subject of an entry, or nothing where none was known."""
    return str(UUID(text)) if text else ""


def owners_of(township: int, day: date) -> dict[bytes, Label]:
    """The hashes of a day's entries, each with the subject and the number it belongs to."""
    since, until = span(day)
    rows = Entry.objects.filter(township=township, recorded_at__gte=since, recorded_at__lt=until)
    return {bytes(row[0]): (str(row[1]), row[2]) for row in rows.values_list("hash", "subject_id", "number")}


def put(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all, whatever happens meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _settle(path.parent)


def _settle(directory: Path) -> None:
    """Make the new name survive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
