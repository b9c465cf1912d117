"""How many statements a whole request costs, with finding out who asks. A number that rises is a decision."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gewu.cases.models import Case
from gewu.cases.tests.builders import WAYS, Cast, a_case
from gewu.cases.tests.test_http import Program, a_body
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db
Ask = Callable[[Client, Program, Case], Any]
DESK = "/desk"

COSTS: dict[str, tuple[int, Ask]] = {
    # token, posts · receipt 2, definition, words, index, case with its head, entry · answer
    "a report by a program": (
        10,
        lambda page, program, case: program.post("", a_body(), **{"Idempotency-Key": "once"}),
    ),
    # token, posts · case under lock, case with its head, entry
    "a move by a program": (
        5,
        lambda page, program, case: program.post(
            f"/{case.id}/moves", {"move": "file", "data": {"standard": "broken"}, "seen_version": 1}
        ),
    ),
    # token, posts · three ways to see a case, their words, their offices
    "a list for a program": (7, lambda page, program, case: program.get("")),
    # token, posts · case, words, files, entries, contact
    "a whole file for a program": (7, lambda page, program, case: program.get(f"/{case.id}")),
    "a journal for a program": (4, lambda page, program, case: program.get(f"/{case.id}/journal")),
    # session, user, posts · menu, filters, the bell · rows, their words, their offices
    "a worklist page": (9, lambda page, program, case: page.get(f"{DESK}/lists/open/")),
    # session, user, posts · menu, filters, the bell · the whole file, its supervisions, what is like it
    "a case page": (18, lambda page, program, case: page.get(f"{DESK}/cases/{case.id}/")),
}


@pytest.mark.parametrize("what", COSTS)
def test_a_request_costs_what_it_costs(cast: Cast, what: str) -> None:
    cost, ask = COSTS[what]
    for warm in WAYS:
        a_case(cast, warm)
    case, page = a_case(cast, "reported"), signed_in(cast.clerk)
    program = Program(cast.clerk)
    program.get("")
    with CaptureQueriesContext(connection) as asked:
        answer = ask(page, program, case)
    assert answer.status_code < 300, answer.content
    made = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(made) == cost, "\n".join(sql[:120] for sql in made)
