"""Reads matrix.toml: what each person is to be answered."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.access.doors import Answer, Route

REFUSED = frozenset({401, 403, 404, "sign-in"})


@cache
def table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "matrix.toml").read_text(encoding="utf-8"))


@cache
def routes() -> dict[Route, str]:
    """Every line of the table: its route and its policy."""
    lines: dict[Route, str] = {}
    for room in ("pages", "api"):
        for line, policy in table()[room].items():
            method, _, pattern = line.partition(" ")
            lines[Route(pattern.strip(), method)] = policy
    return lines


def knows_nobody(policy: str) -> bool:
    """True for a policy that answers everybody alike."""
    return set(table()["policies"][policy]) <= {"*", "shown"}


def seers(kind: str) -> frozenset[str]:
    """The people who find a case of this kind."""
    return members(table()["sees"][kind])


def members(names: Iterable[str]) -> frozenset[str]:
    """The people behind names of people and groups."""
    groups: Mapping[str, list[str]] = table()["groups"]
    return frozenset(
        person for name in names for person in (members(groups[name]) if name in groups else [name])
    )


def expected(policy: str, person: str, kind: str | None) -> frozenset[Answer]:
    """The answers that are right: one, or any refusal where no line names the person."""
    for name, answer in table()["policies"][policy].items():
        if person in _named(name, kind):
            return frozenset({answer})
    return REFUSED


def _named(name: str, kind: str | None) -> frozenset[str]:
    everybody = members(_all())
    if name == "*":
        return everybody
    if name == "shown":
        return everybody if kind in table()["shown"]["cases"] else frozenset()
    if name in {"sees", "unseen"}:
        assert kind is not None, "only a case can be seen or not"
        return seers(kind) if name == "sees" else everybody - seers(kind)
    return members([name])


def _all() -> list[str]:
    return ["nobody", "admin", *table()["groups"]]
