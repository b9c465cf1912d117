import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel.canonical import JsonValue, canonical, parse
from gewu.kernel.errors import Invalid

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
NUMBERS = st.integers(min_value=-(10**299), max_value=10**299) | st.floats(
    allow_nan=False, allow_infinity=False
)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inside: st.lists(inside) | st.dictionaries(TEXT, inside),
    max_leaves=20,
)


@given(JSON)
def test_every_json_value_has_one_spelling_and_reads_back_as_it_was(value: JsonValue) -> None:
    text = canonical(value)
    assert repr(parse(text)) == repr(json.loads(json.dumps(value, sort_keys=True)))
    assert canonical(parse(text)) == text


def _deep(levels: int) -> JsonValue:
    value: JsonValue = 1
    for _ in range(levels):
        value = [value]
    return value


STRANGERS: dict[str, object] = {
    "not a number": float("nan"),
    "infinite": [float("inf")],
    "NUL": "a\0b",
    "NUL in a key": {"a\0": 1},
    "half a character": "\ud800",
    "half a character in a key": {"\udfff": 1},
    "a key that is no text": {1: 1},
    "a number without end": 10**301,
    "too deep": _deep(100),
    "bytes": b"a",
    "a set": {1},
}


@pytest.mark.parametrize("value", STRANGERS.values(), ids=STRANGERS)
def test_what_has_no_spelling_is_refused_with_the_field_named(value: object) -> None:
    with pytest.raises(Invalid) as refused:
        canonical({"told": value}, field="answer")
    assert list(refused.value.fields) == ["answer"]
