"""What data health shows on the pages of the registers: what is wrong with this row."""

from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.checkups import queries
from gewu.checkups.pages import shown
from gewu.kernel.access import Actor, ActorRequest
from gewu.registers.queries.building import BuildingFile
from gewu.registers.queries.files import RegisterFile


def of_start(request: ActorRequest, actor: Actor) -> SafeString | str:
    """What somebody was given to mend."""
    rows = queries.given(actor)
    if not rows:
        return ""
    said = {"rows": [shown.row_of(row) for row in rows]}
    return render_to_string("checkups/_start.html", said, request=request)


def of_row(request: ActorRequest, file: RegisterFile) -> SafeString | str:
    """What is to be mended in a row of a register."""
    return _drawn(request, file.township, file.id)


def of_building(request: ActorRequest, file: BuildingFile) -> SafeString | str:
    """What is to be mended in a building as a whole."""
    townships = queries.townships_of(request.actor)
    return next((drawn for one in townships if (drawn := _drawn(request, one, file.address.id))), "")


def _drawn(request: ActorRequest, township: int, subject: UUID) -> SafeString | str:
    rows = queries.of_subject(request.actor, township, subject)
    if not rows:
        return ""
    said = {"rows": [shown.row_of(row) for row in rows]}
    return render_to_string("checkups/_row.html", said, request=request)
