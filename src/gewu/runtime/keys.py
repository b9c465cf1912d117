"""Secrets of an installation: made once, in files only its account can read, never in the database."""

import os
import secrets
from pathlib import Path


def secret(folder: Path, name: str, *, length: int = 32) -> str:
    """The secret of that name, made on first use; two processes that make it at once get the same one."""
    path = folder / name
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _make(path, secrets.token_urlsafe(length))


def _make(path: Path, value: str) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(f"{value}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    finally:
        draft.unlink()
    return value
