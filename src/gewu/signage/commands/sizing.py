"""Why an area is larger or smaller than its level is meant for: said by a person, and kept."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import journal, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, NotAllowed, RuleBroken
from gewu.kernel.ids import new_id
from gewu.people import queries as people
from gewu.signage.commands.ground import require_area
from gewu.signage.models import SizeNote
from gewu.signage.queries.staffing import staffed

SIZERS = frozenset({"chief", "admin", "supervisor"})
LIMIT = 300


@transaction.atomic
def note_size(*, area: UUID, reason: str, actor: Actor, seen_version: int | None = None) -> SizeNote:
    """Keep the reason for a size out of the range; the range itself refuses nothing.

    RuleBroken for an area within its range: there is nothing to give a reason for.
    """
    place = require_area(actor, area)
    if not actor.roles & SIZERS:
        raise NotAllowed(_("This page is not part of your post."))
    said = text.clean_required(reason, field="reason", limit=LIMIT)
    size = next((one for one in staffed(place).sizes if one.area.id == area), None)
    if size is None:
        raise RuleBroken(_("This area has as many households as its level is meant for."))
    row = SizeNote.objects.filter(township=place.home, area=area).select_for_update().first()
    if row is not None and seen_version is not None and row.version != seen_version:
        raise Conflict(_("Somebody else changed this at the same moment. Please look again."))
    row = row or SizeNote(id=new_id(place.home), township=place.home, area=area, version=0)
    row.reason, row.households, row.version = said, size.households, row.version + 1
    row.noted_on, row.noted_by = people.today(), actor.user
    journal.record(
        "signage.size_noted",
        subject=row,
        actor=actor,
        write=["reason", "households", "noted_on", "noted_by", "version"],
        area=str(area),
        households=size.households,
    )
    return row
