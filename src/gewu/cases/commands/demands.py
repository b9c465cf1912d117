"""More people want the same 件次: a resident who says "me too", a caller who asks again without new facts."""

from uuid import UUID

from django.db import transaction

from gewu.cases import refusals
from gewu.cases.commands.kept import Author, keep_words, locked
from gewu.cases.models import Case
from gewu.cases.powers import REPEATED
from gewu.cases.queries.facts import facts_for
from gewu.cases.queries.public import NOWHERE, case_of_number, is_public
from gewu.cases.rules import RESIDENT
from gewu.cases.tied import CaseInterest
from gewu.kernel import clock, journal, receipts, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.kernel.ids import new_id, township_of
from gewu.kernel.secrets import blind_index

LONGEST = 500


@transaction.atomic
def second(*, number: str, who: str, actor: Actor) -> bool:
    """Count one more who wants an open public case solved; False for somebody who was counted before.

    The reporter is counted already. Of what is closed, hidden or unknown it is NotFound. `who` tells people
    apart (an account, a device); only its keyed hash is kept, and a case knows each once.
    """
    return _second(_open_lead(case_of_number(number)), who, actor)


def repeat(*, case_id: UUID, said: str, actor: Actor, receipt: str | None = None) -> None:
    """Somebody asked again and said nothing new: counted on the case that answers, which stays as it is."""
    words = text.clean(said, field="text", limit=LONGEST)

    def do() -> str:
        case = locked(actor, case_id)
        case = locked(actor, case.merged_into) if case.merged_into else case
        roles = facts_for(actor, case).roles - {RESIDENT}
        if not roles:
            raise refusals.not_your_turn("repeat", ("clerk",))
        role = min(roles)
        kept = {REPEATED: words} if words else {}
        digests = keep_words(case, kept, author=Author(actor.user, role), public=frozenset())
        case.demands += 1
        journal.record(
            "case.repeated",
            subject=case,
            actor=actor,
            write=("demands",),
            role=role,
            demands=case.demands,
            words=dict(digests),
        )
        return str(case.id)

    receipts.once(actor=actor, key=receipt, request={"repeat": case_id, "said": words}, do=do)


def _open_lead(found: Case | None) -> Case:
    """The case that answers for the one asked about: itself, or the one it is part of."""
    # Unknown and hidden numbers cost the same statements as one that counts.
    asked = (found.merged_into or found.id) if found is not None else new_id(NOWHERE)
    case = Case.objects.select_for_update().filter(township=township_of(asked), id=asked).first()
    if case is None or not is_public(case) or case.closed_at is not None:
        raise NotFound(refusals.not_there())
    return case


def _second(case: Case, who: str, actor: Actor) -> bool:
    if actor.user is not None and actor.user == case.reporter_user:
        return False
    one = blind_index("interest", who)
    # The row of the case is held: nobody else counts the same person meanwhile.
    if CaseInterest.objects.filter(township=case.township, case_id=case.id, who=one).exists():
        return False
    CaseInterest.objects.create(
        id=new_id(case.township), township=case.township, case_id=case.id, who=one, at=clock.now()
    )
    case.demands += 1
    journal.record("case.seconded", subject=case, actor=actor, write=("demands",), demands=case.demands)
    return True
