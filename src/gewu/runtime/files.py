"""Files that a person names on the command line: opened as that person, before root is left behind."""

import os
from pathlib import Path
from typing import IO

from gewu.runtime.words import Stop


class Written:
    """A new file that only its owner can read. It stays only when everything went well."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    def __enter__(self) -> "Written":
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise Stop(f"{self.path} is there already; name another file.") from error
        except OSError as error:
            raise Stop(f"{self.path} cannot be written: {error.strerror}.") from error
        self.file: IO[bytes] = os.fdopen(descriptor, "wb")
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.file.flush()
            os.fsync(self.file.fileno())
        else:
            self._discard()
        self.file.close()

    def _discard(self) -> None:
        """After leaving root the folder may be closed to us; then at least nothing is left in the file."""
        self.file.truncate(0)
        try:
            self.path.unlink()
        except OSError:
            return


def opened(path: Path) -> IO[bytes]:
    """A file to read."""
    try:
        return path.open("rb")
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}.") from error
