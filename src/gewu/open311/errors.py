"""How a refusal looks at this door: errors with a code and a sentence, in the format of the address."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from gewu.open311 import wire

PREFIX = "/open311/"
KINDS = frozenset(wire.FORMATS.values())
# The standard knows 403 and 404, "basically 400 for any other error", and real faults; 429 is ours.
_KEPT = frozenset({403, 404, 405, 413, 429})


def is_ours(path: str) -> bool:
    return path.startswith(PREFIX)


def answer(request: HttpRequest, status: int, message: str, fields: Mapping[str, str]) -> HttpResponse:
    """The refusal as GeoReport says it: one error per field, or one for the whole."""
    code = status if status in _KEPT or status >= HTTPStatus.INTERNAL_SERVER_ERROR else HTTPStatus.BAD_REQUEST
    told = [_about(name, said) for name, said in fields.items()] or [message]
    errors: list[wire.Value] = [{"code": int(code), "description": one} for one in told]
    response = wire.answer(format_of(request.path), "errors", errors, status=code)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def format_of(path: str) -> str:
    """The format an address asks for; XML, which the standard requires, when it asks for none."""
    return "json" if path.endswith(".json") else "xml"


def _about(name: str, said: str) -> str:
    """A sentence that names its parameter, once."""
    return said if said.startswith(f"{name}:") else f"{name}: {said}"
