"""Asking what a machine made up, in this process, and what every answer must look like."""

import os
from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.schemas import OpenApiSchema

from gewu.config.api import api
from tests.machines import playing
from tests.machines.world import Asking

DOCUMENT = "/api/v1/openapi.json"
EXAMPLES = int(os.environ.get("GEWU_EXAMPLES", "50"))
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
OPERATIONS = [
    (method.upper(), path)
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method in methods
]
PLAY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    # The same requests every time, unless somebody asks for another number of them.
    derandomize="GEWU_EXAMPLES" not in os.environ,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def schema_for(asking: Asking, learned: set[str]) -> OpenApiSchema:
    """The API's document as the application serves it, with requests that carry true ids."""
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, get_wsgi_application())
    playing.teach(schema, asking, learned)
    return schema


def ask(case: Case, asking: Asking, *more: Any) -> Response:
    """The answer to one request, held against the document."""
    answer = case.call(headers=asking.headers, buffered=True)
    case.validate_response(answer, checks=[*CHECKS, *more])
    see(answer)
    return answer


def see(answer: Response) -> None:
    """A refusal says the same in its status, its header and its body."""
    if answer.status_code < 400:
        return
    problem = answer.json()
    assert answer.headers["content-type"] == ["application/problem+json"]
    assert answer.headers["gewu-refusal"] == [problem["type"].rpartition("/")[2]]
    assert problem["status"] == answer.status_code
    assert problem["detail"]
