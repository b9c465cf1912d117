"""What was said once in a case stands in every later form of it, to confirm. No database."""

import re

import pytest
from django.template.loader import render_to_string

from gewu.cases.known import known, lasting
from gewu.catalogue import reading
from gewu.catalogue.definition import CaseType, Move
from gewu.kernel.canonical import JsonValue
from gewu.ui.forms import Known, fields_from_schema, with_known

TYPES = [found for key in reading.shipped().words if (found := reading.shipped().newest(key))]
FORMS = [(one, move) for one in TYPES for move in one.moves]
EMPTY = re.compile(
    r'<input(?![^>]*type="(?:radio|checkbox|file|hidden)")[^>]*value=""|<textarea[^>]*></textarea>'
)


def something(definition: CaseType, answer: str) -> JsonValue:
    """An answer its schema takes."""
    rule = definition.answers[answer]
    choices = rule.get("enum")
    if isinstance(choices, list):
        return choices[0]
    kinds: dict[str, JsonValue] = {"boolean": True, "integer": 3, "number": 3}
    text = "2026-04-12" if rule.get("format") == "date" else "说过的话"
    return kinds.get(str(rule.get("type")), text)


@pytest.mark.parametrize(
    ("definition", "move"), FORMS, ids=[f"{one.key}-{number}" for number, (one, _m) in enumerate(FORMS)]
)
def test_no_later_form_asks_again_for_what_a_case_knows(definition: CaseType, move: Move) -> None:
    given = {name: something(definition, name) for name in definition.answers}
    schema = {"properties": {name: dict(definition.answers[name]) for name in move.answers}}
    found = known(definition, given, move.answers)
    values = {name: Known(value, "said before") for name, value in found.items()}
    fields = [one for one in with_known(fields_from_schema(schema, {}), values) if one.name in found]
    assert {one.name for one in fields} == found.keys()
    drawn = [render_to_string("ui/_field.html", {"field": one}) for one in fields]
    assert [one for one in drawn if EMPTY.search(one) or 'class="known"' not in one] == []
    assert [one.name for one in fields if one.grouped and not one.said] == []


def test_what_is_judged_each_time_is_asked_each_time() -> None:
    event = reading.shipped().newest("event")
    assert event is not None
    given: dict[str, JsonValue] = {"danger": True, "rating": 5, "reason": "不归我们管", "solved": "yes"}
    assert known(event, given, given) == {"danger": True}


def test_the_list_names_answers_that_exist() -> None:
    asked = {name for one in reading.shipped().case_types for name in one.answers} | {"photos"}
    assert lasting().anew | lasting().kept <= asked
    for one in TYPES:
        words = {name for name in one.answers if one.is_words(name)}
        assert lasting().anew.isdisjoint(words - {"form"})
