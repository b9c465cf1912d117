"""Why an area is larger or smaller than meant: the reason is noted here; nothing is refused."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest
from gewu.people import queries as people
from gewu.people.access import for_roles
from gewu.places.queries import Place
from gewu.signage import commands, queries
from gewu.signage.commands.sizing import LIMIT, SIZERS
from gewu.signage.pages.staffing import where_words
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*sorted(SIZERS))
def size(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """The size, the range, and the reason that was noted last."""
    place = queries.ground_of(request.actor, area_id)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        return render(request, "signage/size.html", _page(request, place, message, wrong))

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    seen = request.POST.get("seen_version", "")
    commands.note_size(
        area=place.id,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        seen_version=int(seen) if seen.isdecimal() and len(seen) < 9 else None,
    )
    messages.success(request, _("Noted."))
    return redirect(_back(place))


def _page(request: ActorRequest, place: Place, message: str, wrong: Mapping[str, str]) -> dict[str, object]:
    note = queries.size_notes([place]).get(place.id)
    sizes = queries.staffed(place).sizes
    reason = Field(
        name="reason",
        label=_("Why it stays like this"),
        kind="long",
        required=True,
        value=request.POST.get("reason") or (note.reason if note else ""),
        error=wrong.get("reason", ""),
        max_length=LIMIT,
    )
    return {
        "place": place,
        "where": where_words(place),
        "size": next((one for one in sizes if one.area.id == place.id), None),
        "note": note,
        "by": people.name_of([note.noted_by]).get(note.noted_by, "") if note and note.noted_by else "",
        "reason": reason,
        "message": message,
        "back": _back(place),
    }


def _back(place: Place) -> str:
    return f"{reverse('signage:staffing')}?area={place.path[-2] if len(place.path) > 1 else place.id}"
