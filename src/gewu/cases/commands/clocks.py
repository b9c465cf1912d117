"""Clocks that go on by themselves: on the day they were put off until, or paused until."""

from typing import Any
from uuid import UUID

from django.db import transaction

from gewu.cases.commands.kept import stand
from gewu.cases.models import Case
from gewu.cases.queries.facts import standing_of
from gewu.cases.standing import gone_on
from gewu.catalogue.queries import definition as definition_of
from gewu.deadlines.queries import calendar_of
from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM
from gewu.kernel.canonical import spell
from gewu.kernel.jobs import job
from gewu.places import queries as places

AT_ONCE = 200


def go_on_if_time(case: Case) -> bool:
    """Let the clock of a locked case run again if its day has come; whoever acts then finds it running.

    The system's entry, and no new version: nobody who had the case open did anything that this undoes.
    """
    now = clock.now()
    if case.resumes_at is None or now < case.resumes_at:
        return False
    since, was = case.resumes_at, "put_off" if case.review_on is not None else "paused"
    standing = gone_on(
        definition_of(case.definition_id),
        standing=standing_of(case),
        seen=now,
        calendar=calendar_of(case.township),
    )
    changed = stand(case, standing)
    facts: dict[str, Any] = {
        "was": was,
        "stage": case.stage,
        "due": spell(case.due_at) if case.due_at else None,
        "case_due": spell(case.case_due_at),
    }
    journal.record(
        "case.resumed", subject=case, actor=SYSTEM, happened_at=since, moment=now, write=changed, **facts
    )
    return True


@job("cases.go_on")
@transaction.atomic
def go_on_when_due(case: UUID) -> None:
    """The job that was left when the clock was stopped. Nothing to do if somebody was faster."""
    found = Case.objects.select_for_update().by_id(case).first()
    if found is not None:
        go_on_if_time(found)


@job("cases.go_on_all")
def go_on_all() -> None:
    """Every night: whatever should run again and does not, because a job was lost or a clock set back."""
    for township in sorted({here.township for here in places.localities()}):
        while _go_on_some(township):
            pass


@transaction.atomic
def _go_on_some(township: int) -> bool:
    due = Case.objects.filter(township=township, resumes_at__lte=clock.now()).order_by("resumes_at", "id")
    found = list(due.select_for_update(skip_locked=True)[:AT_ONCE])
    for case in found:
        go_on_if_time(case)
    return len(found) == AT_ONCE
