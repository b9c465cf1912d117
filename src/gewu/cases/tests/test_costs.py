"""How many statements each request costs. A number that rises is a decision, not an accident."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gewu.cases import queries
from gewu.cases.commands import act, comment, report_case
from gewu.cases.models import Case
from gewu.cases.tests.builders import NAME, PHONE, WAYS, Cast, a_case, a_report

pytestmark = pytest.mark.django_db
Ask = Callable[[Cast, Case], object]

COSTS: dict[str, tuple[str, int, Ask]] = {
    # receipt: 2, definition in force, case with its head, entry, words, their index, contact
    "a report with a contact and a receipt": (
        "reported",
        8,
        lambda cast, case: report_case(
            report=a_report(name=NAME, phone=PHONE), actor=cast.clerk, receipt="k"
        ),
    ),
    # case under lock, case with its head, entry
    "a move without words": (
        "reported",
        3,
        lambda cast, case: act(
            case_id=case.id, move="file", data={"standard": "broken"}, seen_version=1, actor=cast.clerk
        ),
    ),
    # … and offices, part, words, their index twice, the job that tells the office
    "a dispatch with an instruction": (
        "filed",
        9,
        lambda cast, case: act(
            case_id=case.id,
            move="dispatch",
            data={"organisation": str(cast.office), "instruction": "早点去"},
            seen_version=2,
            actor=cast.dispatcher,
        ),
    ),
    "a note": (
        "filed",
        6,
        lambda cast, case: comment(case_id=case.id, text="看过了", actor=cast.clerk),
    ),
    # case, words, files, entries, people, offices, contact, and once the words of the day it ended
    "a whole file": ("archived", 8, lambda cast, case: queries.case_file(cast.clerk, case.id)),
    "all counts of a menu": ("filed", 1, lambda cast, case: queries.worklists(cast.clerk)),
    # cases, words, offices
    "a page of a worklist": ("handling", 3, lambda cast, case: queries.worklist(cast.clerk, "all")),
    "a page of all I see": ("handling", 5, lambda cast, case: queries.visible(cast.clerk)),
    "a map": ("handling", 1, lambda cast, case: queries.map_points(cast.clerk)),
    "a public page": ("closed", 5, lambda cast, case: queries.public_case(case.number)),
    "a number that is none": ("closed", 5, lambda cast, case: queries.public_case("nothing")),
    "a number nobody has": ("closed", 5, lambda cast, case: queries.public_case("XY000000000000")),
}


@pytest.mark.parametrize("what", COSTS)
def test_it_costs_what_it_costs(cast: Cast, what: str) -> None:
    stage, cost, ask = COSTS[what]
    for warm in WAYS:
        a_case(cast, warm)
    case = a_case(cast, stage)
    with CaptureQueriesContext(connection) as asked:
        ask(cast, case)
    made = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(made) == cost, "\n".join(sql[:120] for sql in made)
