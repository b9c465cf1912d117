"""What is done with a draft as a whole."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid, NotFound
from gewu.people.access import for_roles
from gewu.studio import commands
from gewu.studio.pages.drafts import ROOMS, draw
from gewu.studio.pages.edit import BACK, seen_version
from gewu.studio.pages.overview import STUDIO
from gewu.studio.pages.sheet import DraftSheet
from gewu.ui.redraw import redraw_with

Act = Callable[[ActorRequest, UUID], object]


def _undo(request: ActorRequest, draft_id: UUID) -> object:
    return commands.undo(draft_id=draft_id, seen_version=seen_version(request), actor=request.actor)


def _offer(request: ActorRequest, draft_id: UUID) -> object:
    return commands.offer(
        draft_id=draft_id,
        reason=request.POST.get("reason", ""),
        seen_version=seen_version(request),
        actor=request.actor,
    )


def _send_back(request: ActorRequest, draft_id: UUID) -> object:
    return commands.send_back(
        draft_id=draft_id,
        remark=request.POST.get("remark", ""),
        seen_version=seen_version(request),
        actor=request.actor,
    )


def _publish(request: ActorRequest, draft_id: UUID) -> object:
    return commands.publish(draft_id=draft_id, seen_version=seen_version(request), actor=request.actor)


def _withdraw(request: ActorRequest, draft_id: UUID) -> object:
    return commands.withdraw(draft_id=draft_id, actor=request.actor)


ACTS: Mapping[str, tuple[Act, str | Promise]] = {
    "undo": (_undo, gettext_lazy("The newest step was taken back.")),
    "offer": (_offer, gettext_lazy("Handed in. A second person publishes it now.")),
    "return": (_send_back, gettext_lazy("Sent back.")),
    "publish": (_publish, gettext_lazy("Published. It holds for cases that come in from now on.")),
    "withdraw": (_withdraw, gettext_lazy("The draft was given up.")),
}


@require_POST
@for_roles(*STUDIO)
def act(request: ActorRequest, draft_id: UUID, what: str) -> HttpResponse:
    """Take back, hand in, send back, publish or give up."""
    sheet = DraftSheet(request, draft_id)
    if what not in ACTS:
        raise NotFound(_("There is no such page."))
    redraw_with(request, lambda message, wrong: draw(request, DraftSheet(request, draft_id), message, wrong))
    do, done = ACTS[what]
    do(request, sheet.row.id)
    messages.success(request, str(done))
    return _back(draft_id, request.POST.get("back", ""))


def _back(draft_id: UUID, to: str) -> HttpResponse:
    """To the page of the draft it was done on, if that is still there: a room, or the list a part is in."""
    room = to if to in ROOMS else BACK.get(to.partition(":")[0], "")
    if to.startswith("form:"):
        return redirect("studio:edit", draft_id, to)
    return redirect("studio:room", draft_id, room) if room else redirect("studio:draft", draft_id)


@require_POST
@for_roles(*STUDIO)
def start(request: ActorRequest) -> HttpResponse:
    """A new draft of a kind of case for a place."""
    try:
        place = UUID(request.POST.get("place", ""))
    except ValueError:
        message = _("Choose one from the list.")
        raise Invalid(message, fields={"place": message}) from None
    row = commands.start_draft(key=request.POST.get("key", ""), place=place, actor=request.actor)
    return redirect("studio:draft", row.id)
