"""Seals outside the database: one small file each, written whole or not at all, never written over."""

import os
from pathlib import Path

from django.conf import settings

from gewu.kernel.canonical import JsonValue, dump
from gewu.kernel.models import Entry, Seal
from gewu.kernel.seals.chain import leaves_of, span


def path_of(seal: Seal) -> Path:
    return folder(seal.township) / f"{seal.number:06}-{seal.day.isoformat()}.json"


def folder(township: int) -> Path:
    return Path(settings.DATA) / "seals" / str(township)


def write(seal: Seal) -> None:
    """Keep the seal as a file, unless it is kept already."""
    path = path_of(seal)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    with draft.open("w", encoding="utf-8") as file:
        file.write(dump({**content(seal), "entries": _entries(seal)}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _settle(path.parent)


def content(seal: Seal) -> dict[str, JsonValue]:
    """What the file says of the seal itself; `entries` comes on top, for people who look for what is gone."""
    return {
        "township": seal.township,
        "number": seal.number,
        "day": seal.day.isoformat(),
        "part": seal.part,
        "count": seal.count,
        "digest": bytes(seal.digest).hex(),
        "previous": bytes(seal.previous).hex(),
        "hash": bytes(seal.hash).hex(),
    }


def _entries(seal: Seal) -> list[JsonValue]:
    """Each sealed hash with the subject and the number it belongs to."""
    since, until = span(seal.day)
    rows = Entry.objects.filter(township=seal.township, recorded_at__gte=since, recorded_at__lt=until)
    owners = {bytes(row[0]): row[1:] for row in rows.values_list("hash", "subject_id", "number")}
    told = ((leaf, *owners.get(leaf, ("", 0))) for leaf in leaves_of(seal))
    return [[leaf.hex(), str(subject), number] for leaf, subject, number in told]


def _settle(directory: Path) -> None:
    """Make the new name survive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
