"""Questions drawn from a schema, and answers typed as the schema has them."""

from typing import Any

import pytest
from django.http import QueryDict
from django.template import engines
from django.utils.translation import override

from gewu.ui.forms import Choice, Field, Words, answers, fields_from_schema

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["reply", "finding"],
    "properties": {
        "reply": {"type": "string", "maxLength": 1000, "x-lines": 3},
        "finding": {"type": "string", "enum": ["present", "gone"]},
        "organisation": {"type": "string", "format": "uuid", "x-choices": "organisations"},
        "review_on": {"type": "string", "format": "date"},
        "rating": {"type": "integer", "minimum": 1, "maximum": 5},
        "count": {"type": "integer"},
        "weight": {"type": "number"},
        "danger": {"type": "boolean"},
        "tags": {"type": "array", "items": {"enum": ["a", "b"]}},
        "photos": {"type": "array"},
        "street": {"type": "string", "maxLength": 60},
    },
}
WORDS = {"finding": Words("现场情况", "选一条。", {"present": "属实", "gone": "没有了"})}
KINDS = {
    "reply": "long",
    "finding": "radio",
    "organisation": "radio",
    "review_on": "date",
    "rating": "rating",
    "count": "number",
    "weight": "number",
    "danger": "yesno",
    "tags": "checks",
    "photos": "file",
    "street": "text",
}


@pytest.fixture
def fields() -> dict[str, Field]:
    drawn = fields_from_schema(
        SCHEMA,
        WORDS,
        {"finding": "gone", "count": 3},
        {"reply": "Say a little more."},
        choices={"organisation": [("1", "City management")]},
    )
    return {field.name: field for field in drawn}


def test_each_kind_of_answer_is_asked_in_its_own_way(fields: dict[str, Field]) -> None:
    assert {name: field.kind for name, field in fields.items()} == KINDS


def test_a_question_brings_its_words_its_value_and_what_is_wrong(fields: dict[str, Field]) -> None:
    assert fields["finding"].label == "现场情况"
    assert fields["finding"].marked_choices == [
        Choice("present", "属实"),
        Choice("gone", "没有了", chosen=True),
    ]
    assert fields["reply"].error == "Say a little more."
    assert (fields["reply"].required, fields["street"].required) == (True, False)
    assert fields["organisation"].marked_choices == [Choice("1", "City management")]


def test_many_choices_become_a_menu() -> None:
    rule: dict[str, Any] = {"properties": {"office": {"type": "string"}}}
    offered = {"office": [(str(n), f"office {n}") for n in range(9)]}
    assert fields_from_schema(rule, {}, choices=offered)[0].kind == "choice"


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("count=3&weight=2.5&danger=true", {"count": 3, "weight": 2.5, "danger": True}),
        ("danger=false", {"danger": False}),
        ("reply=%20%20&street=+a+", {"street": "a"}),
        ("count=many&weight=nan&danger=perhaps", {"count": "many", "weight": "nan", "danger": "perhaps"}),
        ("tags=a&tags=b", {"tags": ["a", "b"]}),
        ("unknown=1", {}),
        ("rating=4", {"rating": 4}),
    ],
)
def test_what_a_form_sends_is_typed_as_the_schema_has_it(sent: str, typed: dict[str, Any]) -> None:
    assert answers(SCHEMA, QueryDict(sent)) == typed


@pytest.mark.parametrize(
    "kind", ["text", "long", "phone", "email", "number", "date", "datetime", "choice", "radio"]
)
def test_every_control_is_labelled_and_says_what_is_wrong(kind: str) -> None:
    question = Field(name="q", label="Which?", kind=kind, help="Look.", error="No.", choices=[("a", "A")])
    with override("en"):
        html = _draw(question)
    assert 'id="f-q"' in html
    assert "Which?" in html
    assert 'id="f-q-error"' in html
    assert 'aria-describedby="f-q-help f-q-error"' in html


def test_what_somebody_typed_is_escaped() -> None:
    assert "<b>" not in _draw(Field(name="q", label="<b>", value='"><b>', help="<b>", error="<b>"))


def _draw(question: Field) -> str:
    return engines["django"].from_string("{% load gewu %}{% field q %}").render({"q": question})
