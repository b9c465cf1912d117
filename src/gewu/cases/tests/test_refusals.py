"""Everything a command refuses, in one table: what was tried, by whom, at which stage, and the refusal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from gewu.cases.commands import act, attach, comment, place_case, rate_by_link, release, report_case
from gewu.cases.models import Case
from gewu.cases.tests.builders import Cast, a_case, a_report, tomorrow
from gewu.kernel import clock
from gewu.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.journal import entries_of

pytestmark = pytest.mark.django_db

Try = Callable[[Cast, Case], object]


def move(role: str, name: str, **data: object) -> Try:
    def make(cast: Cast, case: Case) -> object:
        answers: dict[str, Any] = {
            key: str(value(cast)) if callable(value) else value for key, value in data.items()
        }
        return act(
            case_id=case.id, move=name, data=answers, seen_version=case.version, actor=cast.of_role(role)
        )

    return make


def office(cast: Cast) -> object:
    return cast.office


REFUSALS: dict[str, tuple[str, Try, type[DomainError]]] = {
    "a move the stage does not have": ("reported", move("clerk", "close", standard="mended"), RuleBroken),
    "a move nobody knows": ("reported", move("clerk", "vanish"), RuleBroken),
    "a move of another role": ("reported", move("dispatcher", "file", standard="broken"), NotAllowed),
    "a move by somebody of another place": (
        "reported",
        move("other_gridworker", "self_handle", report="扫干净了"),
        NotFound,
    ),
    "a move by an administrator": ("reported", move("admin", "file", standard="broken"), NotFound),
    "filing without a standard": ("reported", move("clerk", "file"), Invalid),
    "filing under a standard of another category": (
        "reported",
        move("clerk", "file", standard="dark"),
        Invalid,
    ),
    "closing under a filing standard": ("checked", move("clerk", "close", standard="broken"), Invalid),
    "refusing without an answer to the reporter": (
        "reported",
        move("clerk", "refuse", refusal="not_ours"),
        Invalid,
    ),
    "a reply of blanks": ("reported", move("clerk", "refuse", refusal="not_ours", reply="     "), Invalid),
    "answers nobody asked for": (
        "reported",
        move("clerk", "file", standard="broken", stage="closed"),
        Invalid,
    ),
    "dispatching to an office that does not exist": (
        "filed",
        move("dispatcher", "dispatch", organisation=str(uuid4())),
        Invalid,
    ),
    "reassigning to the office that has it": (
        "handling",
        move("dispatcher", "reassign", organisation=office, reason="催一催"),
        Invalid,
    ),
    "accepting what was offered to another office": ("dispatched", move("other_handler", "accept"), NotFound),
    "checking twice": ("checked", move("checker", "check"), RuleBroken),
    "sending back what was solved on the spot": (
        "handled",
        move("checker", "not_solved", reason="还在"),
        RuleBroken,
    ),
    "waiting without a reply": (
        "filed",
        move("dispatcher", "wait", reason="没钱", review_on=lambda cast: tomorrow()),
        Invalid,
    ),
    "waiting until yesterday": (
        "filed",
        move("dispatcher", "wait", reason="没钱了", reply="要等一等", review_on="2001-01-01"),
        Invalid,
    ),
    "waiting until no day": (
        "filed",
        move("dispatcher", "wait", reason="没钱了", reply="要等一等", review_on="soon"),
        Invalid,
    ),
    "resuming what does not wait": ("filed", move("dispatcher", "resume"), RuleBroken),
    "rating with six": ("closed", move("clerk", "rate", rating=6), Invalid),
    "words with a control character": ("handling", move("handler", "handle", report="好\x00了"), Invalid),
    "an older copy": (
        "filed",
        lambda cast, case: act(case_id=case.id, move="file", data={}, seen_version=1, actor=cast.clerk),
        Conflict,
    ),
    "a moment to come": (
        "filed",
        lambda cast, case: act(
            case_id=case.id,
            move="dispatch",
            data={"organisation": str(cast.office)},
            seen_version=2,
            actor=cast.dispatcher,
            happened_at=clock.now() + timedelta(hours=1),
        ),
        Invalid,
    ),
    "a moment before the case": (
        "filed",
        lambda cast, case: act(
            case_id=case.id,
            move="dispatch",
            data={"organisation": str(cast.office)},
            seen_version=2,
            actor=cast.dispatcher,
            happened_at=clock.now() - timedelta(days=1),
        ),
        Invalid,
    ),
    "a note by a stranger": (
        "filed",
        lambda cast, case: comment(case_id=case.id, text="我来看看", actor=cast.neighbour),
        NotFound,
    ),
    "an empty note": (
        "filed",
        lambda cast, case: comment(case_id=case.id, text=" ", actor=cast.clerk),
        Invalid,
    ),
    "a file of an unknown kind": (
        "filed",
        lambda cast, case: attach(case_id=case.id, upload=None, kind="selfie", actor=cast.clerk),  # type: ignore[arg-type]
        Invalid,
    ),
    "a note on what is archived": (
        "archived",
        lambda cast, case: comment(case_id=case.id, text="还有一句", actor=cast.clerk),
        RuleBroken,
    ),
    "a report of another type": (
        "reported",
        lambda cast, case: report_case(report=a_report(type="card"), actor=cast.clerk),
        Invalid,
    ),
    "a report at a moment without a zone": (
        "reported",
        lambda cast, case: report_case(
            report=a_report(happened_at=clock.now().replace(tzinfo=None)), actor=cast.clerk
        ),
        Invalid,
    ),
    "releasing what does not exist": (
        "filed",
        lambda cast, case: release(case_id=case.id, what=uuid4(), actor=cast.clerk),
        RuleBroken,
    ),
    "releasing by a grid worker": (
        "filed",
        lambda cast, case: release(case_id=case.id, what=uuid4(), actor=cast.gridworker),
        NotAllowed,
    ),
    "placing by a grid worker": (
        "reported",
        lambda cast, case: place_case(
            case_id=case.id, area=cast.town.b1, seen_version=1, actor=cast.gridworker
        ),
        NotAllowed,
    ),
    "placing in another township": (
        "reported",
        lambda cast, case: place_case(
            case_id=case.id, area=cast.town.county, seen_version=1, actor=cast.clerk
        ),
        RuleBroken,
    ),
    "rating with a wrong link": (
        "closed",
        lambda cast, case: rate_by_link(number=case.number, key="guess", data={"rating": 1}),
        NotAllowed,
    ),
    "rating a number that is none": (
        "closed",
        lambda cast, case: rate_by_link(number="WH-000", key="guess", data={"rating": 1}),
        NotAllowed,
    ),
    "an id of another place": (
        "reported",
        lambda cast, case: report_case(report=a_report(id=case.id), actor=cast.resident),
        Invalid,
    ),
    "an id that is taken": (
        "reported",
        lambda cast, case: report_case(report=a_report(id=case.id), actor=cast.gridworker),
        Conflict,
    ),
    "a report by an administrator": (
        "reported",
        lambda cast, case: report_case(report=a_report(), actor=cast.admin),
        NotAllowed,
    ),
    "ten photos at once": (
        "reported",
        lambda cast, case: report_case(report=a_report(photos=(None,) * 10), actor=cast.clerk),
        Invalid,
    ),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_it_is_refused_and_nothing_changes(cast: Cast, what: str) -> None:
    stage, attempt, refusal = REFUSALS[what]
    case = Case.objects.one(a_case(cast, stage).id)
    entries, cases = len(entries_of(case.id)), _cases(cast)
    with pytest.raises(refusal):
        attempt(cast, case)
    after = Case.objects.one(case.id)
    assert (after.version, len(entries_of(case.id)), _cases(cast)) == (case.version, entries, cases)


def _cases(cast: Cast) -> int:
    return Case.objects.filter(township=cast.town.township).count()
