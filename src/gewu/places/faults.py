"""What is wrong with a file of a place, told so that somebody finds the spot: by number and by code."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

# The words of the library for what people get wrong most.
_SAID = {"extra_forbidden": "there is no such key, is it spelt right?"}


def readable(error: ValidationError, raw: object) -> list[str]:
    """One line for each mistake; what the whole file was told of stands in one message."""
    return [line for item in error.errors() for line in _lines(dict(item), raw)]


def _lines(item: dict[str, Any], raw: object) -> Iterator[str]:
    spot = spot_of(item["loc"], raw)
    said = _SAID.get(item["type"], item["msg"].removeprefix("Value error, "))
    # A check of ours that looks at the whole says several things in one message.
    yield from (f"{spot}: {one}" if spot else one for one in said.split("; "))


def spot_of(path: Sequence[int | str], raw: object) -> str:
    """`levels no. 5 (community) tier`: entries are counted from one and called by their own name."""
    words: list[str] = []
    at: Any = raw
    for step in path:
        at = _inside(at, step)
        words.append(f"no. {step + 1}{_called(at)}" if isinstance(step, int) else step)
    return " ".join(words)


def _inside(at: object, step: int | str) -> object:
    if isinstance(at, dict):
        return at.get(step)
    if isinstance(at, list | tuple) and isinstance(step, int) and step < len(at):
        return at[step]
    return None


def _called(entry: object) -> str:
    """What an entry is known by."""
    if not isinstance(entry, dict):
        return ""
    name = next((entry[key] for key in ("code", "key", "username", "level") if entry.get(key)), "")
    return f" ({name})" if name else ""
