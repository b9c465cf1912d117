"""Keys on disk: one file per key and purpose, made once, readable by nobody else, never in the database."""

import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SIZE = 32


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of one purpose: files `seal-1`, `seal-2` …; the highest number seals, all of them open."""

    folder: Path
    purpose: str

    def newest(self) -> tuple[int, bytes]:
        numbers = _numbers(self.folder, self.purpose)
        if not numbers:
            self._make(1)
            _numbers.cache_clear()
            numbers = _numbers(self.folder, self.purpose)
        return numbers[-1], _read(self._path(numbers[-1]))

    def numbered(self, number: int) -> bytes | None:
        """The key of that number. Looked for on disk: another process may have added it."""
        with suppress(FileNotFoundError):
            return _read(self._path(number))
        return None

    def every(self, *, make: bool) -> list[tuple[int, bytes]]:
        """All keys as they lie on disk now, oldest first; `make` makes the first one if there is none."""
        _numbers.cache_clear()
        if make and not _numbers(self.folder, self.purpose):
            self.newest()
        return [(number, _load(self._path(number))) for number in _numbers(self.folder, self.purpose)]

    def add(self) -> int:
        """Make the next key."""
        _numbers.cache_clear()
        number = max(_numbers(self.folder, self.purpose), default=0) + 1
        self._make(number)
        _numbers.cache_clear()
        return number

    def _path(self, number: int) -> Path:
        return self.folder / f"{self.purpose}-{number}"

    def _make(self, number: int) -> None:
        """Put a key in place whole or not at all; whoever comes second uses the first one's."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=self.folder)  # made with mode 0600
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(SIZE) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(name, self._path(number))
        finally:
            os.unlink(name)
        _sync_folder(self.folder)


@cache
def _numbers(folder: Path, purpose: str) -> tuple[int, ...]:
    """The numbers on disk. Cached per process; a restart makes a key added elsewhere the newest here too."""
    found = (path.name.removeprefix(f"{purpose}-") for path in folder.glob(f"{purpose}-*"))
    return tuple(sorted(int(number) for number in found if number.isdecimal()))


@cache
def _read(path: Path) -> bytes:
    return _load(path)


def _load(path: Path) -> bytes:
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != SIZE:
        raise ValueError(f"{path} does not hold a key of {SIZE} bytes")
    return key


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
