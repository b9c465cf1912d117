"""The file a backup is: a tar of the database's dump and of folders, and last a list of what was put in.

The list carries sizes and digests. It comes last, so an archive that was cut off has none and is refused.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from gewu.runtime.words import Stop

FORMAT = 1
LIST = "contents.json"
DUMP = "database.dump"


@dataclass
class Writer:
    """Puts things in and remembers them."""

    file: IO[bytes]
    facts: Mapping[str, Any]
    _listed: dict[str, tuple[int, str]] = field(default_factory=dict)

    def __enter__(self) -> "Writer":
        self._tar = tarfile.open(fileobj=self.file, mode="w|", format=tarfile.PAX_FORMAT)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            contents = {"format": FORMAT, **self.facts, "entries": self._listed}
            self._put(LIST, io.BytesIO(text := json.dumps(contents, indent=1).encode()), len(text))
            self._tar.close()

    def add(self, name: str, path: Path) -> None:
        """One file, under that name. A file that vanished meanwhile (a draft) is left out."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        with source:
            size = source.seek(0, io.SEEK_END)
            source.seek(0)
            watched = _Digesting(source)
            self._put(name, watched, size)
        self._listed[name] = (size, watched.digest.hexdigest())

    def add_folder(self, folder: Path) -> None:
        """Every file below the folder, under the folder's own name."""
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                self.add(str(PurePosixPath(folder.name, *path.relative_to(folder).parts)), path)

    def _put(self, name: str, source: Any, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self._tar.addfile(entry, source)


class _Digesting:
    """A file that is read through, with its digest on the way."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(size)
        self.digest.update(chunk)
        return chunk


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that has been read through once and found whole."""

    file: IO[bytes]
    contents: Mapping[str, Any]

    def unpack(self, wanted: str, into: Path) -> Iterator[Path]:
        """Write the entries of that name, or below that folder, into a folder."""
        self.file.seek(0)
        with tarfile.open(fileobj=self.file, mode="r|") as tar:
            for entry in tar:
                if entry.name in self.contents["entries"] and PurePosixPath(entry.name).parts[0] == wanted:
                    yield _write(tar, entry, into / entry.name)


def read(file: IO[bytes]) -> Archive:
    """Read the whole archive and compare it with its list before anything is done with it."""
    found: dict[str, list[object]] = {}
    contents: dict[str, Any] = {}
    try:
        with tarfile.open(fileobj=file, mode="r|") as tar:
            for entry in tar:
                body = tar.extractfile(entry)
                if entry.name == LIST and body:
                    contents = json.load(body)
                else:
                    found[entry.name] = [entry.size, _digest_of(body) if body else ""]
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise Stop("This is not a backup of Gewu, or it is damaged.") from error
    _compare(found, contents)
    return Archive(file, contents)


def _digest_of(body: IO[bytes]) -> str:
    found = hashlib.sha256()
    while chunk := body.read(1 << 20):
        found.update(chunk)
    return found.hexdigest()


def _compare(found: dict[str, list[object]], contents: dict[str, Any]) -> None:
    if not contents:
        raise Stop("The backup is incomplete: its end is missing.")
    if contents.get("format") != FORMAT:
        raise Stop(f"The backup has format {contents.get('format')}; this Gewu reads format {FORMAT}.")
    if damaged := sorted(
        name
        for name in found.keys() | contents["entries"].keys()
        if found.get(name) != contents["entries"].get(name)
    ):
        raise Stop(f"The backup is damaged: {', '.join(damaged[:3])} is not what its list says.")
    if any(".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute() for name in found):
        raise Stop("The backup names files outside its own folders.")


def _write(tar: tarfile.TarFile, entry: tarfile.TarInfo, path: Path) -> Path:
    """Whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.restoring")
    body = tar.extractfile(entry)
    with draft.open("wb") as target:
        while body and (chunk := body.read(1 << 20)):
            target.write(chunk)
    draft.chmod(0o600)
    draft.replace(path)
    return path
