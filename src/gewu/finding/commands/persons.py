"""Looking for a person among those who reported: for a purpose, by phone or whole name, and never unseen."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.cases import queries as cases
from gewu.cases.queries import CaseRow
from gewu.finding.models import Lookup
from gewu.finding.purposes import LOOKING
from gewu.finding.rules import may_look_for_people
from gewu.kernel import clock, journal, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotAllowed
from gewu.kernel.ids import new_id
from gewu.kernel.secrets import blind_index, normal_phone

KINDS = ("phone", "name")
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Sought:
    """What was found, and by what was asked: masked, for the page."""

    by: str
    rows: tuple[CaseRow, ...]


@transaction.atomic
def look_for(*, by: str, value: str, purpose: str, actor: Actor) -> Sought:
    """The cases a person reported, if the actor's posts reach them and read contacts; the asking is kept."""
    if actor.user is None or not may_look_for_people(actor):
        raise NotAllowed(_("Your post does not look for people."))
    if by not in KINDS:
        message = _("Choose one of the given answers.")
        raise Invalid(message, fields={"by": message})
    if purpose not in LOOKING:
        message = _("Choose what you need it for.")
        raise Invalid(message, fields={"purpose": message})
    index = blind_index(by, _sought(by, value))
    rows = cases.reported_by(actor, kind=by, index=index)
    township = actor.posts[0].scope.low
    asked = Lookup(
        id=new_id(township),
        township=township,
        user=actor.user,
        by=by,
        purpose=purpose,
        sought=index,
        found=len(rows),
        at=clock.now(),
    )
    journal.record(
        "finding.person_sought",
        subject=asked,
        actor=actor,
        purpose=purpose,
        by=by,
        found=len(rows),
        sought=index.hex(),
    )
    return Sought(by, rows)


def _sought(by: str, value: str) -> str:
    kept = text.clean_required(value, field="value", limit=LONGEST, lines=False)
    if by == "phone" and not 5 <= len(normal_phone(kept)) <= 15:
        message = _("This is not a telephone number.")
        raise Invalid(message, fields={"value": message})
    if by == "name" and len(kept) < 2:
        message = _("Type the whole name.")
        raise Invalid(message, fields={"value": message})
    return kept
