"""Every write of supervision: opening, answering, reviewing; finding what is odd, and judging it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.cases.queries.responsible import Responsible, late_since, responsible, still_late
from gewu.catalogue.definition import Span
from gewu.deadlines.queries import due
from gewu.kernel import clock, journal, receipts, text
from gewu.kernel.access import SYSTEM, Actor, Post
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import job
from gewu.supervision.checks import Odd, Window, look
from gewu.supervision.definition import Kind, anomalies, settings
from gewu.supervision.models import JUDGING, Anomaly, Supervision, Words
from gewu.supervision.queries import asked, reviewing, still_running
from gewu.supervision.rules import SPOKEN, TOLD, Judgement, State, Step, next_state

LONGEST = 1000
REASON = "reason"


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody opens: over which case, of which kind, and why."""

    case: UUID
    kind: Kind
    reason: str


def open_supervision(*, opening: Opening, actor: Actor, receipt: str | None = None) -> UUID:
    """Have whoever is responsible for a case answer for it, within the time of the kind."""

    def do() -> str:
        return str(_open(opening, actor).id)

    request = {"case": opening.case, "kind": opening.kind, "reason": opening.reason}
    try:
        return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))
    except IntegrityError as clash:
        if "supervision_once_at_a_time" in str(clash):
            raise _running_already() from clash
        raise


@transaction.atomic
def propose(township: int) -> int:
    """Propose supervising what is late by more than a person should wait; how many. A person confirms."""
    plan = settings().proposed
    _lapse(township)
    late = late_since(township, clock.now(), size=500, but=still_running(township, "late"))
    waited = [one for one in late if one.due_at and _ends(one.township, plan.after, one.due_at) < clock.now()]
    for one in waited[: plan.most_each_night]:
        row = _row(one, "late", SYSTEM, State.PROPOSED)
        journal.record("supervision.proposed", subject=row, actor=SYSTEM, **_told(row))
    return min(len(waited), plan.most_each_night)


def _lapse(township: int) -> None:
    """Proposals over cases that are not late any more need nobody's word."""
    rows = list(Supervision.objects.filter(township=township, state=State.PROPOSED).select_for_update())
    late = still_late(township, [row.case_id for row in rows], clock.now())
    for row in rows:
        if row.case_id not in late:
            row.state, row.ended_at = State.DISMISSED, clock.now()
            columns = ("state", "ended_at")
            journal.record("supervision.dismissed", subject=row, actor=SYSTEM, write=columns, **_told(row))


def take_step(
    *, supervision: UUID, step: Step, words: str, seen_state: str, actor: Actor, receipt: str | None = None
) -> None:
    """Confirm or dismiss a proposal; answer; accept an answer or send it back; end."""

    def do() -> str:
        row = Supervision.objects.visible_to(actor).select_for_update().one(supervision)
        _step(row, step, words, seen_state, actor)
        return str(row.id)

    request = {"supervision": supervision, "step": step, "words": words, "seen": seen_state}
    receipts.once(actor=actor, key=receipt, request=request, do=do)


@transaction.atomic
def found(township: int, odd: Odd) -> bool:
    """Keep something odd, once; whether it is new."""
    if Anomaly.objects.filter(township=township, rule=odd.rule.key, mark=odd.mark).exists():
        return False
    row = Anomaly(
        id=new_id(township),
        township=township,
        rule=odd.rule.key,
        kind=odd.rule.kind,
        mark=odd.mark,
        case_id=odd.case.id,
        number=odd.case.number,
        access_class=odd.case.access_class,
        in_community=odd.case.in_community,
        in_grid=odd.case.in_grid,
        entries=list(odd.entries),
        figures=dict(odd.figures),
        happened_at=odd.happened_at,
        found_at=clock.now(),
    )
    facts: dict[str, Any] = {
        "rule": row.rule,
        "of": row.kind,
        "case": str(row.case_id),
        "entries": row.entries,
    }
    journal.record("supervision.found", subject=row, actor=SYSTEM, **facts)
    return True


@job("supervision.look")
def watch(township: int, days: int) -> None:
    """Look at so many days back; what was found before is not found again."""
    until = clock.now()
    window = Window(township, until - timedelta(days=days), until)
    for rule in anomalies():
        for odd in look(window, rule):
            found(township, odd)


@transaction.atomic
def judge(*, finding: UUID, judgement: Judgement, word: str, actor: Actor) -> None:
    """What a person makes of it, with a word. It may be judged anew: the journal keeps both."""
    row = Anomaly.objects.visible_to(actor).select_for_update().one(finding)
    if judgement == Judgement.OPEN:
        raise _not_an_answer("judgement")
    said = text.clean_required(word, field="word", limit=LONGEST)
    row.state, row.judged_by, row.judged_at = judgement, actor.user, clock.now()
    digest = journal.say(Words, row, "word", said, actor)
    columns = ("state", "judged_by", "judged_at")
    facts: dict[str, Any] = {"judgement": judgement, "case": str(row.case_id), "words": {"word": digest}}
    journal.record("supervision.judged", subject=row, actor=actor, write=columns, **facts)


def may_judge(actor: Actor) -> bool:
    return bool(actor.roles & JUDGING)


def _open(opening: Opening, actor: Actor) -> Supervision:
    one = responsible(actor, opening.case)
    kind = settings().kinds.get(opening.kind)
    if kind is None:
        raise _not_an_answer("kind")
    if not any(post.role in kind.by and _covers(post, one) for post in actor.posts):
        raise NotAllowed(_("Opening this kind of supervision is for somebody else."), by=sorted(kind.by))
    if not one.is_open:
        raise RuleBroken(_("The case is over: there is nothing left to answer for."))
    said = text.clean_required(opening.reason, field=REASON, limit=LONGEST)
    if one.case in still_running(one.township, opening.kind):
        raise _running_already()
    row = _row(one, opening.kind, actor, State.OPEN)
    row.due_at = _ends(one.township, kind.reply, clock.now())
    digest = journal.say(Words, row, REASON, said, actor)
    journal.record("supervision.opened", subject=row, actor=actor, words={REASON: digest}, **_told(row))
    return row


def _row(one: Responsible, kind: str, actor: Actor, state: State) -> Supervision:
    return Supervision(
        id=new_id(one.township),
        township=one.township,
        case_id=one.case,
        number=one.number,
        category=one.category,
        access_class=one.access_class,
        in_community=one.in_community,
        in_grid=one.in_grid,
        kind=kind,
        state=state,
        organisation=one.organisation,
        place=one.place,
        opened_by=actor.user,
        opened_at=clock.now(),
    )


def _step(row: Supervision, step: Step, words: str, seen_state: str, actor: Actor) -> None:
    if row.state != seen_state:
        raise Conflict(_("Somebody else was faster: it stands elsewhere by now."), state=row.state)
    state = next_state(row.state, step)
    if state is None:
        raise RuleBroken(_("This step cannot be taken now."), state=row.state)
    _require(row, step, actor)
    said = text.clean(words, field="words", limit=LONGEST)
    if step in SPOKEN and not said:
        raise Invalid(_("Say why, in a few words."), fields={"words": _("Say why, in a few words.")})
    columns = _moved(row, step, state, actor)
    facts: dict[str, Any] = {"words": {step: journal.say(Words, row, step, said, actor)}} if said else {}
    journal.record(TOLD[step], subject=row, actor=actor, write=columns, step=step, **facts, **_told(row))


def _moved(row: Supervision, step: Step, state: State, actor: Actor) -> list[str]:
    row.state = state
    if step in {Step.CONFIRM, Step.SEND_BACK}:
        row.due_at = _ends(row.township, settings().kinds[_kind(row)].reply, clock.now())
        row.rounds += int(step == Step.SEND_BACK)
        if step == Step.CONFIRM:
            row.opened_by = actor.user
    if step == Step.ANSWER:
        row.answered_by, row.answered_at = actor.user, clock.now()
    if state in {State.ENDED, State.DISMISSED}:
        row.ended_at = clock.now()
    return ["state", "due_at", "rounds", "opened_by", "answered_by", "answered_at", "ended_at"]


def _kind(row: Supervision) -> Kind:
    return next(kind for kind in settings().kinds if kind == row.kind)


def _require(row: Supervision, step: Step, actor: Actor) -> None:
    if step == Step.ANSWER:
        if not asked(actor, row):
            raise NotAllowed(_("The answer is for somebody else to give."))
    elif not reviewing(actor, row):
        raise NotAllowed(_("This is for those who may open a supervision of this kind."))
    elif row.answered_by is not None and row.answered_by == actor.user:
        raise NotAllowed(_("Whoever gave the answer does not review it."))


def _covers(post: Post, one: Responsible) -> bool:
    return post.scope.low <= one.township <= post.scope.high


def _told(row: Supervision) -> dict[str, Any]:
    return {
        "case": str(row.case_id),
        "number": row.number,
        "of": row.kind,
        "organisation": str(row.organisation) if row.organisation else None,
        "place": str(row.place),
        "due": row.due_at.isoformat() if row.due_at else None,
    }


def _ends(township: int, span: Span, since: Any) -> Any:
    return due(township, timezone.localtime(since), span.limit).moment


def _not_an_answer(field: str) -> Invalid:
    message = _("Choose one of the given answers.")
    return Invalid(message, fields={field: message})


def _running_already() -> RuleBroken:
    return RuleBroken(_("A supervision of this kind is already under way for this case."))
