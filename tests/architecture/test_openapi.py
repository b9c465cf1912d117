"""The API changes only where somebody meant it to: its description is part of every change."""

import json
from collections import defaultdict
from typing import Any

import pytest
from ninja.openapi.schema import OpenAPISchema
from tools import reference

OPERATIONS = [
    pytest.param(operation, id=operation["operationId"])
    for methods in json.loads(reference.contract())["paths"].values()
    for operation in methods.values()
]


def test_the_api_is_as_its_snapshot_says() -> None:
    told = reference.OPENAPI.read_text(encoding="utf-8")
    assert reference.contract() == told, (
        "the API has changed: `make reference`, and look at what the change says"
    )


def test_the_document_is_openapi_3_1() -> None:
    assert json.loads(reference.contract())["openapi"].startswith("3.1")


def test_no_two_shapes_share_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last one would stand for both, and the document would tell one of them wrongly."""
    shapes: dict[str, set[str]] = defaultdict(set)
    add = OpenAPISchema.add_schema_definitions

    def watch(document: OpenAPISchema, definitions: dict[str, Any]) -> None:
        for name, shape in definitions.items():
            shapes[name].add(json.dumps(shape, sort_keys=True, default=str))
        add(document, definitions)

    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", watch)
    reference.contract()
    assert shapes
    assert [name for name, told in shapes.items() if len(told) > 1] == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_says_how_it_refuses(operation: dict[str, Any]) -> None:
    parameters = operation.get("parameters", ())
    wanted = {"default"}
    wanted |= {"401", "403"} if "security" in operation else set()
    wanted |= {"404"} if any(one["in"] == "path" for one in parameters) else set()
    wanted |= {"409"} if any(one["name"] == "Idempotency-Key" for one in parameters) else set()
    wanted |= {"422"} if parameters or "requestBody" in operation else set()
    answers = operation["responses"]
    assert wanted <= {
        status for status in answers if "application/problem+json" in answers[status].get("content", {})
    }


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_has_a_title_a_subject_and_an_answer(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["tags"]
    assert any(status.startswith("2") for status in operation["responses"])


@pytest.mark.parametrize("operation", OPERATIONS)
def test_whatever_makes_something_takes_a_key_against_doubles(operation: dict[str, Any]) -> None:
    makes = "201" in operation["responses"]
    assert not makes or any(one["name"] == "Idempotency-Key" for one in operation["parameters"])
