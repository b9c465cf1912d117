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
def role_words(language: str) -> dict[str, str | dict[str, str]]:
    """Names of roles in `zh` or `en`; a locality's own names stand under its key."""
    words: dict[str, str | dict[str, str]] = tomllib.loads(_read(f"words/roles.{language}.toml"))
    return words


def role_name(key: str, language: str, locality: str = "") -> str:
    """What a role is called in a language ("zh-hans", "en"), in the words of a locality if it has its own."""
    words = role_words("en" if language.startswith("en") else "zh")
    own = words.get(locality, {})
    name = own.get(key) if isinstance(own, dict) else None
    return name or str(words[key])


def _read(path: str) -> str:
    return (files("gewu") / "definitions" / path).read_text(encoding="utf-8")
