"""Standards that were read, as categories of a draft."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from gewu.catalogue.definition import Key
from gewu.studio.tables.standards import Standard

LONGEST = 200


def merged(
    categories: Mapping[Key, Mapping[str, Any]], standards: Sequence[Standard]
) -> dict[Key, dict[str, Any]]:
    """The categories that the table speaks of, with its standards in place of theirs.

    A standard with the same words keeps its key and its English; a new one gets a key made from its words,
    and its Chinese stands for the English until somebody writes it.
    """
    codes = dict.fromkeys(one.code for one in standards)
    return {
        code: _category(categories[code], [one for one in standards if one.code == code]) for code in codes
    }


def _category(before: Mapping[str, Any], rows: Sequence[Standard]) -> dict[str, Any]:
    filing: dict[str, dict[str, Any]] = {}
    for row in rows:
        filing.setdefault(
            row.condition,
            {"amount": row.amount, "unit": row.unit, **_named(before["filing"], row.condition, "f")},
        )
    closing = dict.fromkeys(row.closing for row in rows if row.closing)
    return {
        **before,
        "filing": list(filing.values()),
        "closing": [_named(before["closing"], words, "c") for words in closing],
    }


def _named(kept: Sequence[Mapping[str, Any]], words: str, letter: str) -> dict[str, Any]:
    same = next((one for one in kept if one["zh"] == words), None)
    if same:
        return {"key": same["key"], "zh": same["zh"], "en": same["en"]}
    return {
        "key": f"{letter}-{sha256(words.encode()).hexdigest()[:10]}",
        "zh": words[:LONGEST],
        "en": words[:LONGEST],
    }


def twice(standards: Sequence[Standard]) -> tuple[Standard, ...]:
    """Rows whose condition stood before with another limit: one of the two is wrong."""
    seen: dict[tuple[str, str], Standard] = {}
    found = []
    for one in standards:
        first = seen.setdefault((one.code, one.condition), one)
        if (first.amount, first.unit) != (one.amount, one.unit):
            found.append(one)
    return tuple(found)
