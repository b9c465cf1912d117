"""The registry of roles: what they allow and what they are called, read once from the definitions."""

import tomllib
from functools import cache
from importlib.resources import files

from gewu.people.rules import Role, read_roles


@cache
def roles() -> dict[str, Role]:
    """Every role by key, in the order of the definition file."""
    return read_roles(tomllib.loads(_read("roles.toml")))


@cache
def role_words(language: str) -> dict[str, str]:
    """Names of roles in `zh` or `en`, by key."""
    words: dict[str, str] = tomllib.loads(_read(f"words/roles.{language}.toml"))
    return words


def _read(path: str) -> str:
    return (files("gewu") / "definitions" / path).read_text(encoding="utf-8")
