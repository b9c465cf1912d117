"""The API on one page to read: drawn on the server from the OpenAPI document, with no script and no CDN."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gewu.config.api import api

Schema = Mapping[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter, or a member of a body or an answer."""

    name: str
    where: str
    kind: str
    needed: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a program can ask."""

    anchor: str
    method: str
    path: str
    title: str
    about: str
    public: bool
    parameters: tuple[Member, ...]
    body: tuple[Member, ...]
    answers: tuple[tuple[str, str], ...]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every operation by subject, and every shape they use."""
    document = api.get_openapi_schema()
    said = {
        "document": document["info"],
        "subjects": subjects(document),
        "shapes": [(name, tuple(_members(shape))) for name, shape in _shapes(document).items()],
    }
    return render(request, "ui/api.html", said)


def subjects(document: Schema) -> dict[str, list[Operation]]:
    """Operations by the subject they belong to, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = _operation(path, method, methods[method], document)
                found.setdefault(methods[method].get("tags", ["other"])[0], []).append(operation)
    return found


def _operation(path: str, method: str, said: Schema, document: Schema) -> Operation:
    return Operation(
        anchor=said["operationId"],
        method=method.upper(),
        path=path,
        title=said.get("summary", ""),
        about=said.get("description", ""),
        public="security" not in said,
        parameters=tuple(_parameter(one) for one in said.get("parameters", ())),
        body=tuple(_body(said, document)),
        answers=tuple((status, _answer(answer)) for status, answer in said["responses"].items()),
    )


def _parameter(said: Schema) -> Member:
    schema = said["schema"]
    about = said.get("description") or schema.get("description", "")
    return Member(said["name"], said["in"], _kind(schema), said.get("required", False), about)


def _body(said: Schema, document: Schema) -> Iterator[Member]:
    for content in said.get("requestBody", {}).get("content", {}).values():
        schema = content["schema"]
        name = schema.get("$ref", "").rpartition("/")[2]
        yield from _members(_shapes(document).get(name, schema))


def _members(shape: Schema) -> Iterator[Member]:
    for name, schema in shape.get("properties", {}).items():
        needed = name in shape.get("required", ())
        yield Member(name, "body", _kind(schema), needed, schema.get("description", ""))


def _answer(said: Schema) -> str:
    kinds = [_kind(content["schema"]) for content in said.get("content", {}).values() if "schema" in content]
    return " / ".join(kinds)


def _kind(schema: Schema) -> str:
    """A schema in a word or two: `string uuid`, `CaseOut[]`, `integer | null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return " | ".join(_kind(one) for one in schema[choice])
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))}[]"
    return " ".join(filter(None, (str(schema.get("type", "any")), schema.get("format", ""))))


def _shapes(document: Schema) -> dict[str, Schema]:
    return dict(document.get("components", {}).get("schemas", {}))
