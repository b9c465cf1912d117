"""Several people at the same moment, with real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from gewu.cases.commands import act, report_case
from gewu.cases.models import Case, CaseText
from gewu.cases.tests.builders import Cast, a_case, a_report
from gewu.kernel.errors import Conflict
from gewu.kernel.journal import entries_of

pytestmark = pytest.mark.django_db(transaction=True)
Answer = TypeVar("Answer")


def at_once(*calls: Callable[[], Answer]) -> list[Answer]:
    """Run all calls at the same moment, each on its own connection."""
    start = Barrier(len(calls))
    # As in the server, each thread has a connection, and one is left to reserve numbers with.
    connection.close()

    def run(call: Callable[[], Answer]) -> Answer:
        try:
            start.wait(10)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def test_five_equal_reports_at_once_are_one_case_and_five_equal_answers(cast: Cast) -> None:
    report = a_report()
    answers = at_once(*[lambda: report_case(report=report, actor=cast.clerk, receipt="once")] * 5)
    assert len(set(answers)) == 1
    assert Case.objects.filter(township=cast.town.township).count() == 1
    assert CaseText.objects.filter(township=cast.town.township).count() == 1


def test_of_two_dispatchers_one_wins_and_the_other_sees_what_changed(cast: Cast) -> None:
    case = a_case(cast, "filed")

    def dispatch(office: object) -> str:
        try:
            data = {"organisation": str(office)}
            act(case_id=case.id, move="dispatch", data=data, seen_version=2, actor=cast.dispatcher)
        except Conflict as late:
            changes = late.facts["changes"]
            assert isinstance(changes, list)
            return f"{late.facts['stage']} {changes[0]['move']} {changes[0]['role']}"
        return "won"

    answers = at_once(lambda: dispatch(cast.office), lambda: dispatch(cast.other_office))
    assert sorted(answers) == ["dispatched dispatch dispatcher", "won"]
    assert [entry.kind for entry in entries_of(case.id)] == ["case.reported", "case.moved", "case.moved"]
