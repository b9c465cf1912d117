"""Looks inside one request (`python -m bench.inside`): its statements, and where its processor time goes.

The same application on the same database, asked in this process without a socket. A profiler makes Python
look dearer than C, so the shares say where to look, not what to promise.
"""

import cProfile
import json
import pstats
import re
import sys
import time
from collections import Counter
from functools import cache
from typing import Any

from bench.within import begin

OURS = re.compile(r'"(?:cases|kernel)_')
WARM = 3
# The first that fits; what is called from C or from Python's library counts for who called it.
LAYERS = (
    ("journal", r"/src/gewu/kernel/(journal|canonical|jobs|seals|links)"),
    ("receipts", r"/src/gewu/kernel/receipts"),
    ("gewu: cases", r"/src/gewu/cases/"),
    ("gewu: places, people, catalogue", r"/src/gewu/(places|people|catalogue|deadlines)/"),
    ("gewu: the rest", r"/src/gewu/"),
    ("psycopg", r"/psycopg(_pool|_binary|_c)?/"),
    ("Django: templates", r"/django/template/|template_partials"),
    ("Django: ORM", r"/django/db/"),
    ("Django: requests, words, the rest", r"/django/|/allauth/|/whitenoise/"),
    ("ninja, pydantic", r"/(ninja|pydantic|jsonschema|referencing|rpds)/"),
    ("structlog", r"/structlog/|/logging/"),
)
Key = tuple[str, int, str]


def main() -> None:
    begin()
    json.dump([look(one) for one in json.load(sys.stdin)], sys.stdout)


def look(task: dict[str, Any]) -> dict[str, Any]:
    """One kind of request: a few to warm up, one to read its statements, the rest under the profiler."""
    requests = task["requests"]
    for request in requests[:WARM]:
        _ask(task, request)
    statements = _statements(task, requests[WARM])
    profile = cProfile.Profile(time.process_time)
    rest = requests[WARM + 1 :]
    for request in rest:
        profile.enable()
        _ask(task, request)
        profile.disable()
    return {
        "statements": statements,
        "reads": [one for one in statements if OURS.search(one) and one.startswith("SELECT")],
        "profile": _shares(profile),
    }


def _statements(task: dict[str, Any], request: dict[str, str]) -> list[str]:
    from django.db import connection

    connection.force_debug_cursor = True
    _ask(task, request)
    connection.force_debug_cursor = False
    return [str(query["sql"]) for query in connection.queries_log]


@cache
def _client() -> Any:
    """One for all: each would build the whole application anew."""
    from django.test import Client

    return Client()


def _ask(task: dict[str, Any], request: dict[str, str]) -> None:
    headers = dict(line.split(": ", 1) for line in task["headers"])
    if request.get("key"):
        headers["Idempotency-Key"] = request["key"]
    body = request.get("body", "")
    answer = _client().generic(
        request["method"], request["path"], body, content_type="application/json", headers=headers
    )
    if answer.status_code >= 300:
        sys.exit(f"{request['path']} answered {answer.status_code}")


def _shares(profile: cProfile.Profile) -> dict[str, float]:
    """Each layer's share of the time spent in it and in what it called outside every layer."""
    stats: dict[Key, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    spent: Counter[str] = Counter()
    for function, (_calls, _again, own, _all, callers) in stats.items():
        layer = _layer(function)
        if layer:
            spent[layer] += own
            continue
        for caller, (_c, _a, part, _t) in callers.items():
            spent[_layer(caller) or "Python's library"] += part
    total = sum(spent.values())
    return {layer: seconds / total for layer, seconds in spent.most_common()}


def _layer(function: Key) -> str:
    path = function[0]
    return next((name for name, pattern in LAYERS if re.search(pattern, path)), "")


if __name__ == "__main__":
    main()
