"""Answering what a person asked for, in words; and handing out the file."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.kernel.models import nothing_here
from gewu.registers import commands as registers
from gewu.registers.queries import own
from gewu.registers.sources import Origin, Source
from gewu.rights.commands.erasing import propose
from gewu.rights.models import TAKING, Ask, Words
from gewu.rights.paper import own_file
from gewu.rights.rules import LONGEST_WORDS, Because, Ground, Kind, State

DECIDED = ("state", "outcome", "ground", "decided_by", "decided_at", "offered")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person is told, and in which state it was seen."""

    words: str
    seen_state: str
    ground: str = ""


@transaction.atomic
def grant(*, ask: UUID, answer: Answer, actor: Actor) -> str:
    """Do what was asked for; what became of it. A correction is offered as any value is, and may not win."""
    row = _open(ask, answer, actor)
    said = text.clean_required(answer.words, field="words", limit=LONGEST_WORDS)
    row.outcome = DOES[Kind(row.kind)](row, actor)
    _decide(row, State.GRANTED, said, actor)
    return row.outcome


@transaction.atomic
def refuse(*, ask: UUID, answer: Answer, actor: Actor) -> None:
    """Refuse, on one of the grounds the law gives, and explain it."""
    row = _open(ask, answer, actor)
    if answer.ground not in set(Ground):
        message = _("Choose the ground.")
        raise Invalid(message, fields={"ground": message})
    said = text.clean_required(answer.words, field="words", limit=LONGEST_WORDS)
    row.ground = answer.ground
    _decide(row, State.REFUSED, said, actor)


@transaction.atomic
def hand_out(*, ask: UUID, actor: Actor) -> bytes:
    """The file of a person whose ask was granted, for the window; whoever draws it leaves a trace."""
    row = Ask.objects.visible_to(actor).select_for_update().one(ask)
    if actor.roles.isdisjoint(TAKING):
        raise NotAllowed(_("A file is handed out at the window."))
    registers.open_values("person", row.person, purpose="request", actor=actor)
    return _drawn(row, actor)


@transaction.atomic
def hand_out_own(*, ask: UUID, actor: Actor) -> bytes:
    """One's own file, asked for online."""
    row = Ask.objects.visible_to(actor).select_for_update().one(ask)
    person = own.person_of_account(actor.user) if actor.user else None
    if person is None or person.id != row.person or row.asked_by != actor.user:
        raise nothing_here()
    return _drawn(row, actor)


def _drawn(row: Ask, actor: Actor) -> bytes:
    if row.kind not in {Kind.FILE, Kind.LOOKS} or row.state != State.GRANTED:
        raise RuleBroken(_("This has not been granted."))
    person = own.person(row.township, row.person)
    if person is None:
        raise nothing_here()
    content = own_file(own.everything(person), number=row.number, language=get_language() or "")
    digest = sha256(content).hexdigest()
    journal.record("right.handed_out", subject=row, actor=actor, purpose="request", sha256=digest)
    return content


def _open(ask: UUID, answer: Answer, actor: Actor) -> Ask:
    row = Ask.objects.visible_to(actor).select_for_update().one(ask)
    if actor.roles.isdisjoint(TAKING):
        raise NotAllowed(_("What people ask about themselves is answered at the window."))
    if row.state != State.OPEN or row.state != answer.seen_state:
        raise Conflict(_("Somebody else was faster: it stands elsewhere by now."), state=row.state)
    if row.via == "online" and row.asked_by == actor.user:
        raise NotAllowed(_("Nobody answers what they asked for themselves."))
    return row


def _decide(row: Ask, state: State, said: str, actor: Actor) -> None:
    row.state, row.decided_by, row.decided_at = state, actor.user, clock.now()
    # What was offered is in the register now, or refused: it is not kept a second time.
    row.offered = None
    kind = "right.granted" if state == State.GRANTED else "right.refused"
    digest = {"answered": journal.say(Words, row, "answered", said, actor)}
    facts: dict[str, Any] = {"of": row.kind, "outcome": row.outcome, "ground": row.ground, "words": digest}
    journal.record(kind, subject=row, actor=actor, write=DECIDED, **facts)


def _hand(_row: Ask, _actor: Actor) -> str:
    return "handed_out"


def _correct(row: Ask, actor: Actor) -> str:
    source = Source.WINDOW if row.via == "window" else Source.SELF
    recorded = registers.record(
        "person",
        township=row.township,
        values={row.field: row.offered.open() if row.offered else ""},
        origin=Origin(source, checked=True, final=True),
        actor=actor,
        subject=row.person,
    )
    return "claimed" if row.field in recorded.claims else "taken"


def _delete(row: Ask, actor: Actor) -> str:
    propose(row.township, row.person, because=Because.REQUEST, actor=actor, ask=row)
    return "erasing"


def _withdraw(row: Ask, actor: Actor) -> str:
    if row.enrolment is None:
        raise RuleBroken(_("There is no consent of this person to withdraw."))
    registers.leave(row.enrolment, why="withdrawn", actor=actor)
    return "withdrawn"


DOES = {
    Kind.FILE: _hand,
    Kind.LOOKS: _hand,
    Kind.CORRECTION: _correct,
    Kind.DELETION: _delete,
    Kind.WITHDRAWAL: _withdraw,
}
