"""Registers and programmes beside the sharing catalogue: what an office supplies, nobody asks for."""

from collections.abc import Iterable, Iterator
from datetime import date

from gewu.registers.definition import WithFields
from gewu.sharing import queries as sharing
from gewu.sharing.queries import HeldField, Item

# By these a row is found, and so they are asked of whoever is not known yet; the number tells sex and birth.
FINDS = frozenset({"name", "identity_number", "born", "sex", "credit_code"})


def problems_of_sharing(definitions: Iterable[WithFields]) -> Iterator[str]:
    """Every field that asks for what an office supplies, and names that the catalogue does not know."""
    held = [field for of in definitions for field in _held(of)]
    yield from (f"{one.path}: {one.why}" for one in sharing.problems_of(held))


def supplied(of: WithFields, township: int, day: date) -> dict[str, Item]:
    """The fields of a register or a programme that no form asks for in a township, and who supplies them."""
    found = sharing.supplied(of.key, day, township)
    return {one.key: found[one.key] for one in of.fields if one.key in found}


def _held(of: WithFields) -> Iterator[HeldField]:
    for one in of.fields:
        said = (one.zh, one.en)
        yield HeldField(f"{of.key}.{one.key}", said, one.by or "", finds=one.column in FINDS)
