"""How many requests of each operation succeed, and where none can."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

SHARE = "share"
ENOUGH = 0.3
Share = tuple[str, str, int, int]


def impossible() -> dict[str, dict[str, str]]:
    """By operation: who can never succeed, and why. Read from impossible.toml."""
    return tomllib.loads((Path(__file__).parent / "impossible.toml").read_text(encoding="utf-8"))


def problem(operation: str, who: str, good: int, asked: int) -> str:
    """What is wrong with a share, or nothing."""
    never = impossible().get(operation, {}).get(who)
    if never is not None:
        return f"{who} succeeded with {operation}: take it out of impossible.toml" if good else ""
    if good < ENOUGH * asked:
        return f"{who}: only {good} of {asked} succeeded with {operation}: seeds.py lacks something real"
    return ""


def table(shares: Iterable[Share]) -> Iterator[str]:
    """One line per operation, one column per person."""
    by_operation: dict[str, dict[str, str]] = {}
    for operation, who, good, asked in shares:
        by_operation.setdefault(operation, {})[who] = f"{good / asked:.0%}" if asked else "–"
    width = max(map(len, by_operation))
    people = sorted({who for line in by_operation.values() for who in line})
    yield f"{'':{width}}  " + "  ".join(f"{who:>10}" for who in people)
    for operation, line in sorted(by_operation.items()):
        yield f"{operation:{width}}  " + "  ".join(f"{line.get(who, ''):>10}" for who in people)
