"""Two versions of the sections, member by member: what became what. No Django here."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gewu.studio.document import Sections

NAMES = ("name", "key", "code")
SPAN = frozenset({"amount", "unit"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One member that is not the same. `None` means that it was, or is, not there."""

    section: str
    path: tuple[str, ...]
    before: Any
    after: Any


def differences(before: Sections, after: Sections) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the sections."""
    names = dict.fromkeys([*before, *after])
    return tuple(one for name in names for one in _of_section(name, before.get(name), after.get(name)))


def _of_section(name: str, before: Any, after: Any) -> Iterator[Difference]:
    old, new = dict(leaves(before)), dict(leaves(after))
    for path in dict.fromkeys([*old, *new]):
        if old.get(path) != new.get(path):
            yield Difference(name, path, old.get(path), new.get(path))
    if old == new and _orders(before) != _orders(after):
        yield Difference(name, (), _orders(before), _orders(after))


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every member by its path. Limits stay whole; members of a list go by their name."""
    if isinstance(value, dict) and value and not value.keys() <= SPAN:
        for key, member in value.items():
            yield from leaves(member, (*path, str(key)))
    elif isinstance(value, list) and value and all(isinstance(member, dict) for member in value):
        for name, member in _named(value):
            yield from leaves(member, (*path, name))
    elif value is not None:
        yield path, value


def _named(members: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    seen: Counter[str] = Counter()
    for number, member in enumerate(members, start=1):
        name = str(next((member[key] for key in NAMES if key in member), number))
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name} {seen[name]}"), member


def _orders(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return list(value)
    if isinstance(value, list) and all(isinstance(member, dict) for member in value):
        return [name for name, _member in _named(value)]
    return []
