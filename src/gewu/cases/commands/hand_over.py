"""Handing over what somebody has in hand, case by case or all at once; alone, or together with leaving."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.cases.models import Case, CaseParticipant, Part
from gewu.cases.queries.hands import in_hands_of, successors
from gewu.kernel import journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed
from gewu.people import commands as people_commands
from gewu.people import queries as people


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one case: given to somebody, or why not."""

    case: UUID
    number: str
    to: UUID | None
    problem: str = ""


@transaction.atomic
def hand_over(*, person: UUID, to: Mapping[UUID, UUID], actor: Actor) -> tuple[Handed, ...]:
    """Give cases in a person's hands to named colleagues of the office that holds them.

    `to` names a successor for each case. A case that cannot be given stays where it is and says why; the
    others are given all the same. For the person, and for whoever administers the account.
    """
    leaver = people.person(person)
    if actor.user != leaver.id and people.why_not_managed(actor, leaver) is not None:
        raise NotAllowed(_("Only the person and the administrator of this place can hand this work over."))
    # In one order, so that two who hand over the same cases wait for each other.
    return tuple(_hand(case_id, to[case_id], leaver.id, actor) for case_id in sorted(to))


@transaction.atomic
def hand_over_and_leave(
    *, person: UUID, to: Mapping[UUID, UUID], actor: Actor, seen_version: int
) -> tuple[tuple[Handed, ...], bool]:
    """Hand over, then let the person leave if nothing is left in their hands; says whether they left."""
    handed = hand_over(person=person, to=to, actor=actor)
    if in_hands_of(people.person(person)):
        return handed, False
    people_commands.leave(user_id=person, actor=actor, seen_version=seen_version)
    return handed, True


def _hand(case_id: UUID, successor: UUID, leaver: UUID, actor: Actor) -> Handed:
    case = Case.objects.by_id(case_id).select_for_update().first()
    if case is None or case.holder_user != leaver or not case.awaits or case.holder_org is None:
        return Handed(case_id, "", None, _("This case is no longer in this person's hands."))
    if successor not in {one.id for one in successors(case.holder_org, leaver)}:
        problem = _("This colleague does not work from the inbox of the office that holds the case.")
        return Handed(case_id, case.number, None, problem)
    if not _may_read(successor, case):
        return Handed(case_id, case.number, None, _("This colleague may not read this case."))
    case.holder_user = successor
    case.version += 1
    CaseParticipant.objects.filter(
        township=case.township, case_id=case.id, organisation=case.holder_org, part=Part.HANDLER
    ).update(user=successor)
    journal.record(
        "case.handed_over",
        subject=case,
        actor=actor,
        write=("holder_user", "version"),
        came_from=str(leaver),
        to=str(successor),
        move="hand_over",
        stage=case.stage,
        version=case.version,
    )
    return Handed(case_id, case.number, successor)


def _may_read(successor: UUID, case: Case) -> bool:
    """As the successor's own reading decides, once the case is in the office's hands."""
    actor = people.actor_of(people.person(successor), door="desk")
    return Case.objects.visible_to(actor).by_id(case.id).exists()
