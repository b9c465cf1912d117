"""Cards, maps and plates for many places: asked for, drawn in the background, gone after a day."""

from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid
from gewu.kernel.files import made
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import job
from gewu.people import queries as people
from gewu.signage.commands.ground import require_area
from gewu.signage.models import PrintRun
from gewu.signage.paper import KINDS, drawn, things_of

MOST = 500


@transaction.atomic
def ask_for_print(*, kind: str, area: UUID, base: str, actor: Actor) -> PrintRun:
    """Have all cards, maps or plates of an area drawn. `base`: the address under which codes lead to us."""
    place = require_area(actor, area)
    if kind not in KINDS:
        message = _("Choose what is to be printed.")
        raise Invalid(message, fields={"kind": message})
    things = things_of(kind, place)
    if not 1 <= len(things) <= MOST:
        message = _(
            "There are %(many)d of them here; at most %(most)d are drawn at once. Choose a smaller area."
        )
        said = message % {"many": len(things), "most": MOST}
        raise Invalid(said, fields={"area": said})
    run = PrintRun(
        id=new_id(place.home),
        township=place.home,
        kind=kind,
        area=place.id,
        places=things,
        base=base,
        language=translation.get_language() or "zh-hans",
        asked_by=actor.user or UUID(int=0),
        asked_at=clock.now(),
    )
    journal.record(
        "signage.print_asked", subject=run, actor=actor, what=kind, area=str(area), many=len(things)
    )
    make_print.defer(lock=run.id, run=run.id)
    return run


@job("signage.make_print")
def make_print(run: UUID) -> None:
    """Draw a run, unless it is drawn."""
    row = PrintRun.objects.one(run)
    if row.finished_at is not None:
        return
    # A post may have ended since it was asked for: what is drawn is what that person may print now.
    actor = people.actor_of(people.person(row.asked_by), door="desk")
    require_area(actor, row.area)
    with translation.override(row.language):
        made.make(
            row,
            lambda progress: drawn(row.kind, row.places, base=row.base, progress=progress),
            kind="signage.print_made",
            many=len(row.places),
        )
