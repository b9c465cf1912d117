"""The JSON schemas of GeoReport v2, written anew from its text: ids are strings, null where it says."""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
SAID: Schema = {"type": "string", "minLength": 1}
MAYBE: Schema = {"type": ["string", "null"]}
MOMENT: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$",
}
MAYBE_MOMENT: Schema = {"anyOf": [MOMENT, {"type": "null"}]}


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": sorted(required),
        "additionalProperties": False,
    }


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


DISCOVERY = _object(
    {
        "changeset": MOMENT,
        "contact": SAID,
        "key_service": SAID,
        "endpoints": _list(
            _object(
                {
                    "specification": {"const": "http://wiki.open311.org/GeoReport_v2"},
                    "url": {"type": "string", "pattern": "^https?://.*[^/]$"},
                    "changeset": MOMENT,
                    "type": {"enum": ["production", "test", "acceptance"]},
                    "formats": _list(
                        {"enum": ["text/xml", "application/json"]}, minItems=2, uniqueItems=True
                    ),
                }
            ),
            minItems=2,
        ),
    }
)
SERVICES = _list(
    _object(
        {
            "service_code": SAID,
            "service_name": SAID,
            "description": TEXT,
            "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]},
            "keywords": TEXT,
            "group": TEXT,
        }
    )
)
DEFINITION = _object(
    {
        "service_code": SAID,
        "attributes": _list(
            _object(
                {
                    "variable": {"type": "boolean"},
                    "code": SAID,
                    "datatype": {
                        "enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
                    },
                    "required": {"type": "boolean"},
                    "datatype_description": MAYBE,
                    "order": {"type": "integer", "minimum": 1},
                    "description": SAID,
                    "values": _list(_object({"key": SAID, "name": SAID})),
                }
            )
        ),
    }
)
SENT = _list(
    _object(
        {"service_notice": MAYBE, "account_id": MAYBE},
        {"service_request_id": SAID, "token": SAID},
    )
    | {"not": {"required": ["service_request_id", "token"]}},
    minItems=1,
    maxItems=1,
)
TOKENS = _list(_object({"service_request_id": SAID, "token": SAID}), minItems=1, maxItems=1)
_REQUEST: Schema = {
    "service_request_id": SAID,
    "status": {"enum": ["open", "closed"]},
    "status_notes": MAYBE,
    "service_name": SAID,
    "service_code": SAID,
    "description": {"type": ["string", "null"], "maxLength": 4000},
    "agency_responsible": MAYBE,
    "service_notice": MAYBE,
    "requested_datetime": MOMENT,
    "updated_datetime": MOMENT,
    "expected_datetime": MAYBE_MOMENT,
    "address": MAYBE,
    "address_id": MAYBE,
    "zipcode": MAYBE,
    "lat": {"type": ["number", "null"], "minimum": -90, "maximum": 90},
    "long": {"type": ["number", "null"], "minimum": -180, "maximum": 180},
    "media_url": MAYBE,
}
REQUESTS = _list(_object(_REQUEST))
EXTENDED = _list(
    _object(
        _REQUEST
        | {
            "extended_attributes": {"type": "object"},
            "attributes": _list({"type": "object"}),
            "notes": _list(_object({"datetime": MOMENT, "description": SAID, "type": SAID})),
        }
    )
)
UPDATES = _list(
    _object(
        {
            "update_id": SAID,
            "service_request_id": SAID,
            "status": SAID,
            "updated_datetime": MOMENT,
            "description": TEXT,
            "media_url": MAYBE,
            "external_status_code": MAYBE,
        }
    )
)
ERRORS = _list(
    _object({"code": {"type": "integer", "minimum": 400, "maximum": 599}, "description": SAID}), minItems=1
)
