"""Asking the reporter how it went: each try is kept, an answer is a move of the case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.aftercare.models import CallBack, Channel
from gewu.aftercare.rules import UNREACHED
from gewu.cases import commands as cases
from gewu.cases.commands import Step
from gewu.cases.queries.afterwards import Ended, call_back_move, ended
from gewu.cases.queries.facts import facts_of
from gewu.kernel import clock, journal, receipts
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Invalid, RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.models import Entry

ANSWERS = ("contacted", "solved", "rating")
FURTHEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reporter said: somebody was in touch, it is solved (yes, partly, no), a mark of five."""

    contacted: bool
    solved: str
    rating: int
    opinion: str = ""

    @property
    def data(self) -> dict[str, JsonValue]:
        """As the move of the case takes it."""
        return {
            "contacted": self.contacted,
            "solved": self.solved,
            "rating": self.rating,
            "opinion": self.opinion,
        }


@dataclass(frozen=True, slots=True)
class Try:
    """One call or visit. Without an answer it says why (`rules.UNREACHED`), and when to try again."""

    channel: str = "phone"
    answer: Answer | None = None
    reason: str = ""
    next_at: datetime | None = None


def call_back(
    *, case_id: UUID, said: Try, seen_version: int, actor: Actor, receipt: str | None = None
) -> UUID:
    """Note a try to ask how it went; an answer rates the case. Gives the id of the call-back."""

    def do() -> str:
        _check(said)
        move = call_back_move(actor, case_id)
        if move is None:
            raise RuleBroken(_("This case is not waiting for a call-back, or it is not yours to make."))
        if said.answer is None:
            return str(_unreached(ended(case_id), said, actor))
        step = Step(move=move, data=said.answer.data, seen_version=seen_version)
        rated = cases.take(case_id=case_id, step=step, actor=actor)
        answers = {name: said.answer.data[name] for name in ANSWERS}
        return str(
            _answered(ended(case_id), answers, entry=rated.journal_length, actor=actor, channel=said.channel)
        )

    request = {"case": case_id, "said": said, "seen_version": seen_version}
    return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))


@transaction.atomic
def note_answer(entry: Entry) -> None:
    """Make a call-back of an answer that came another way: by the reporter's link, or by a program."""
    answers = _answers(entry)
    rows = CallBack.objects.filter(township=entry.township, case_id=entry.subject_id, entry=entry.number)
    if answers is None or rows.exists():
        return
    channel = Channel.LINK if facts_of(entry).get("role") == "resident" else Channel.PHONE
    _answered(ended(entry.subject_id), answers, entry=entry.number, actor=SYSTEM, channel=channel, of=entry)


def carries_answer(entry: Entry) -> bool:
    """Whether an entry of a case says what the reporter answered."""
    return _answers(entry) is not None


def _answers(entry: Entry) -> Mapping[str, Any] | None:
    given = facts_of(entry).get("answers")
    return given if isinstance(given, dict) and given.keys() >= set(ANSWERS) else None


def _unreached(case: Ended, said: Try, actor: Actor) -> UUID:
    row = _row(case, at=clock.now(), made_by=actor.user, channel=said.channel)
    row.reason, row.next_at = said.reason, said.next_at
    planned = said.next_at.isoformat() if said.next_at else None
    journal.record(
        "aftercare.called",
        subject=row,
        actor=actor,
        case=str(case.id),
        channel=said.channel,
        reached=False,
        reason=said.reason,
        next=planned,
    )
    return row.id


def _answered(
    case: Ended,
    answers: Mapping[str, Any],
    *,
    entry: int,
    actor: Actor,
    channel: str,
    of: Entry | None = None,
) -> UUID:
    row = _row(
        case,
        at=of.recorded_at if of else clock.now(),
        made_by=of.user if of else actor.user,
        channel=channel,
    )
    row.valid, row.entry = True, entry
    row.contacted, row.solved, row.rating = answers["contacted"], answers["solved"], answers["rating"]
    journal.record(
        "aftercare.called",
        subject=row,
        actor=actor,
        case=str(case.id),
        channel=channel,
        reached=True,
        entry=entry,
        **{name: answers[name] for name in ANSWERS},
    )
    return row.id


def _row(case: Ended, *, at: datetime, made_by: UUID | None, channel: str) -> CallBack:
    return CallBack(
        id=new_id(case.township),
        township=case.township,
        case_id=case.id,
        number=case.number,
        closing=case.closing,
        at=at,
        made_by=made_by,
        channel=channel,
        category=case.category,
        access_class=case.access_class,
        in_community=case.in_community,
        in_grid=case.in_grid,
        in_cell=case.in_cell,
        office=case.office,
    )


def _check(said: Try) -> None:
    wrong: dict[str, str] = {}
    if said.channel not in {Channel.PHONE, Channel.VISIT}:
        wrong["channel"] = _("Choose one of the given answers.")
    if said.answer is None and said.reason not in UNREACHED:
        wrong["reason"] = _("Say why nobody answered.")
    if said.next_at is not None and not clock.now() < said.next_at <= clock.now() + FURTHEST:
        wrong["next_at"] = _("Plan the next try for a moment ahead, within a month.")
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)
