"""Says in the API's document how each operation may refuse: it is all that a client has to go by."""

from collections.abc import Iterator, Mapping
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from gewu.config import api_links

PROBLEM = "application/problem+json"
WHY = {
    "401": "Nobody is signed in, or the token does not work.",
    "403": "Not for this actor, or a cookie without its CSRF token.",
    "404": "Not there, or not yours to see.",
    "409": "Somebody was faster (`changes` says what happened), or the key served another request.",
    "422": "Something in the request is wrong; `fields` names it.",
    "default": "Too much at once (429), too large (413), busy (503): `Retry-After` says when to try again.",
}
SHAPE: Mapping[str, Any] = {
    "title": "Problem",
    "description": "A refusal, as RFC 9457 says. More members may come with it.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "description": "Also the address of a page that explains it."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people, in the language of the request."},
        "instance": {"type": "string"},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "By member of the request: what is wrong with it.",
        },
        "retry_after": {"type": "integer", "description": "Seconds."},
    },
    "additionalProperties": True,
}


class TellingAPI(NinjaAPI):
    """An API whose document tells the refusals and the links, too."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(*args, **kwargs)
        document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = dict(SHAPE)
        for methods in document["paths"].values():
            for operation in methods.values():
                for status in _refusals(operation):
                    operation["responses"].setdefault(status, _answer(status))
        api_links.add(document)
        return document


def _refusals(operation: Mapping[str, Any]) -> Iterator[str]:
    parameters = operation.get("parameters", ())
    if "security" in operation:
        yield from ("401", "403")
    if any(one["in"] == "path" for one in parameters):
        yield "404"
    if any(one["name"] == "Idempotency-Key" for one in parameters):
        yield "409"
    if parameters or "requestBody" in operation:
        yield "422"
    yield "default"


def _answer(status: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": WHY[status], "content": {PROBLEM: {"schema": schema}}}
