"""Erasing when the basis ends: listed by itself or asked for, agreed to by a second person, then done."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, text
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import NotAllowed, RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.models import nothing_here
from gewu.registers.commands import forgetting
from gewu.registers.queries import own
from gewu.registers.queries.going import GONE
from gewu.registers.queries.own import Enrolment
from gewu.rights.models import AGREEING, Ask, Erasure, Words
from gewu.rights.rules import LONGEST_WORDS, Because, Erasing

DECIDED = ("state", "decided_by", "decided_at")


@transaction.atomic
def list_due(township: int) -> int:
    """List what is kept longer than its programme says; how much is new.

    What was erased and is there again, from a backup, is listed again; what is kept for a reason is not.
    """
    standing = Erasure.objects.filter(township=township, enrolment__isnull=False).exclude(state=Erasing.DONE)
    listed = {one for one in standing.values_list("enrolment", flat=True) if one}
    before, today = len(listed), localdate(clock.now())
    while due := forgetting.due_for_erasure(township, today, listed=listed):
        for one in due:
            _list(one)
        listed |= {one.id for one in due}
    return len(listed) - before


def propose(township: int, person: UUID, *, because: Because, actor: Actor, ask: Ask) -> Erasure:
    """Propose that all that is held of a person is erased; refused where the law still asks for it."""
    row = own.person(township, person)
    if row is None:
        raise nothing_here()
    if row.state not in GONE:
        raise RuleBroken(
            _("The person lives here: what the law asks to be held is held as long. Refuse it and say so.")
        )
    if Erasure.objects.filter(township=township, person=person, enrolment=None, state=Erasing.DUE).exists():
        raise RuleBroken(_("This is waiting to be erased already."))
    erasure = Erasure(
        id=new_id(township),
        township=township,
        person=person,
        in_community=row.in_community,
        because=because,
        ask=ask.id,
        proposed_by=actor.user,
        due_at=clock.now(),
    )
    _tell_due(erasure, actor)
    return erasure


@transaction.atomic
def agree(*, erasure: UUID, actor: Actor) -> None:
    """Agree as the second person: it is erased now, and cannot be brought back."""
    row = _open(erasure, actor)
    if row.proposed_by is not None and row.proposed_by == actor.user:
        raise NotAllowed(_("Whoever proposed it does not agree to it: a second person does."))
    _decide(row, Erasing.DONE, actor)
    if row.enrolment:
        forgetting.forget_enrolment(row.enrolment, actor=actor)
    else:
        forgetting.forget_person(row.person, actor=actor)
    _tell("right.erased", row, actor)


@transaction.atomic
def keep(*, erasure: UUID, why: str, actor: Actor) -> None:
    """Keep it after all, for a reason the law gives."""
    row = _open(erasure, actor)
    said = text.clean_required(why, field="why", limit=LONGEST_WORDS)
    _decide(row, Erasing.KEPT, actor)
    digest = journal.say(Words, row, "why", said, actor)
    journal.record("right.kept", subject=row, actor=actor, write=DECIDED, words={"why": digest})


def _list(one: Enrolment) -> None:
    row = Erasure(
        id=new_id(one.township),
        township=one.township,
        person=one.subject,
        enrolment=one.id,
        programme=one.programme,
        in_community=one.in_community,
        because=Because.RETENTION,
        due_at=clock.now(),
    )
    _tell_due(row, SYSTEM)


def _open(erasure: UUID, actor: Actor) -> Erasure:
    row = Erasure.objects.visible_to(actor).select_for_update().one(erasure)
    if actor.roles.isdisjoint(AGREEING):
        raise NotAllowed(_("Erasing is decided by the office of the place."))
    if row.state != Erasing.DUE:
        raise RuleBroken(_("This is decided already."))
    return row


def _decide(row: Erasure, state: Erasing, actor: Actor) -> None:
    row.state, row.decided_by, row.decided_at = state, actor.user, clock.now()


def _tell_due(row: Erasure, actor: Actor) -> None:
    facts: dict[str, Any] = {"because": row.because, "programme": row.programme, "person": str(row.person)}
    journal.record("right.erasure_due", subject=row, actor=actor, **facts)


def _tell(kind: str, row: Erasure, actor: Actor) -> None:
    facts: dict[str, Any] = {"because": row.because, "programme": row.programme, "person": str(row.person)}
    journal.record(kind, subject=row, actor=actor, write=DECIDED, **facts)
