"""What joint work shows on other pages: the stops of one's office, and the agreements for an area."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.joint import queries
from gewu.kernel.access import Actor, ActorRequest
from gewu.layers.queries import AreaSheet


def of_start(request: ActorRequest, actor: Actor) -> SafeString | str:
    """The stops that whoever is signed in still has to visit."""
    lines = queries.waiting_for(actor)
    return render_to_string("joint/_start.html", {"lines": lines}, request=request) if lines else ""


def of_area(request: ActorRequest, sheet: AreaSheet) -> SafeString | str:
    """The agreements made for an area of a layer."""
    rows = queries.agreements_for(sheet.area.township, sheet.area.id)
    return render_to_string("joint/_area.html", {"rows": rows}, request=request) if rows else ""
