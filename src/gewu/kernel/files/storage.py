"""Where the content of files stands. Callers know only the protocol, so an S3 store is one more class."""

import fcntl
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class Storage(Protocol):
    """Content by key; a key never gets a second content."""

    def write(self, key: str, content: bytes) -> None:
        """Keep the content; it is durable on return. Writing it again makes it young again."""

    def open(self, key: str) -> BinaryIO:
        """The content, or FileNotFoundError."""

    def untouched_since(self, moment: float) -> Iterator[str]:
        """Keys not written since (seconds since 1970)."""

    def delete(self, key: str, *, untouched_since: float) -> bool:
        """Remove the content unless somebody wrote it again; whether it went."""


def storage() -> Storage:
    """The store this installation has set."""
    return cast("Storage", import_string(settings.FILE_STORAGE)())


class LocalFolder:
    """Content under `GEWU_DATA/files/ab/cd/…`, written aside, synced and renamed into place."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or settings.DATA / "files"

    def write(self, key: str, content: bytes) -> None:
        path = self._path(key)
        # Shared with other writers, apart from the sweep: it must not remove what was just found to be there.
        with self._lock(fcntl.LOCK_SH):
            if path.exists() and path.stat().st_size == len(content):
                os.utime(path)
                return
            _make_folder(path.parent)
            _place(path, content)

    def open(self, key: str) -> BinaryIO:
        return self._path(key).open("rb")

    def untouched_since(self, moment: float) -> Iterator[str]:
        for path in self.root.glob("??/??/*"):
            if path.stat().st_mtime < moment:
                yield path.name

    def delete(self, key: str, *, untouched_since: float) -> bool:
        path = self._path(key)
        with self._lock(fcntl.LOCK_EX):
            if not path.exists() or path.stat().st_mtime >= untouched_since:
                return False
            path.unlink()
            return True

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a key of a file: {key!r}")
        return self.root / key[:2] / key[2:4] / key

    @contextmanager
    def _lock(self, kind: int) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("ab") as lock:
            fcntl.flock(lock, kind)
            yield


_KEY = re.compile(r"[0-9a-f]{64}[\w-]*")


def _make_folder(folder: Path) -> None:
    if folder.exists():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync(folder.parent)


def _place(path: Path, content: bytes) -> None:
    # A killed process leaves its half file under a key that no row claims; the sweep removes it.
    handle, half = tempfile.mkstemp(prefix=f"{path.name}-new-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(half).rename(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
