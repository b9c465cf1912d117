"""JSON and XML of GeoReport v2 from one value. JSON is as Spark has it: no outer element, no singulars."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias
from xml.etree import ElementTree as ET

from django.http import HttpResponse
from django.utils import timezone

Value: TypeAlias = "str | float | bool | datetime | Mapping[str, Value] | Sequence[Value] | None"

FORMATS = {"json": "application/json", "xml": "text/xml"}
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
# The name of one element of each list.
SINGULAR = {
    "services": "service",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "notes": "note",
    "media_urls": "media_url",
    "counts": "request",
}
# What XML 1.0 cannot carry, even escaped.
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(form: str, root: str, value: Value, *, status: int = 200, charset: bool = True) -> HttpResponse:
    """The response that carries a value in a format, under the name its outer element has in XML."""
    text = as_json(value) if form == "json" else as_xml(root, value)
    kind = FORMATS[form] + ("; charset=utf-8" if charset else "")
    return HttpResponse(text.encode(), status=status, content_type=kind)


def as_json(value: Value) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)


def as_xml(root: str, value: Value) -> str:
    element = ET.Element(root)
    _fill(element, root, value)
    # A list without rows keeps both its tags, as the standard shows it.
    return DECLARATION + ET.tostring(element, encoding="unicode", short_empty_elements=bool(value))


def moment(value: datetime) -> str:
    """ISO 8601 to the second, with the zone of the installation."""
    return timezone.localtime(value).isoformat(timespec="seconds")


def _plain(value: Value) -> object:
    match value:
        case datetime():
            return moment(value)
        case str():
            return value
        case Mapping():
            return {name: _plain(inner) for name, inner in value.items()}
        case Sequence():
            return [_plain(inner) for inner in value]
    return value


def _fill(element: ET.Element, name: str, value: Value) -> None:
    if isinstance(value, Mapping):
        for inner, said in value.items():
            _fill(ET.SubElement(element, inner), inner, said)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for said in value:
            _fill(ET.SubElement(element, SINGULAR[name]), SINGULAR[name], said)
    elif value is not None:
        element.text = _UNSPEAKABLE.sub("\ufffd", _said(value))


def _said(value: str | float | bool | datetime) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return moment(value)
    return str(value)
