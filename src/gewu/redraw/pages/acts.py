"""What is done with a draft: begun, drawn in, filled from a file, handed in, published."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
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
from gewu.people.access import staff_only
from gewu.redraw import commands
from gewu.redraw.models import Draft
from gewu.redraw.pages.drafts import draw_draft, draw_overview
from gewu.redraw.pages.sheet import DraftSheet
from gewu.redraw.shapefiles import MOST_BYTES
from gewu.ui.redraw import redraw_with

LONGEST_JSON = 200_000
# What a form of an edit may carry, by kind: plain texts, lists, and lists of points as JSON.
TEXTS = ("key", "one", "other", "into", "parent", "zh", "short", "en")
LISTS = ("keys", "houses")
POINTS = ("line", "ring")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "split": ("key", "line"),
    "merge": ("keys",),
    "shift": ("one", "other", "line"),
    "draw": ("ring", "zh", "en"),
    "take": ("key", "into", "houses"),
    "regroup": ("keys", "parent"),
    "name": ("key", "zh", "short", "en"),
}


@require_POST
@staff_only
def begin(request: ActorRequest) -> HttpResponse:
    """A new draft of a place."""
    redraw_with(request, lambda message, wrong: draw_overview(request, message, wrong))
    township = request.POST.get("township", "")
    row = commands.begin(
        township=int(township) if township.isdecimal() and len(township) < 10 else 0,
        title=request.POST.get("title", ""),
        note=request.POST.get("note", ""),
        effective_on=_day(request.POST.get("effective_on", "")),
        actor=request.actor,
    )
    return redirect("redraw:draft", row.id)


@require_POST
@staff_only
def draw(request: ActorRequest, redraw_id: UUID) -> HttpResponse:
    """One edit, from the list or from the map."""
    sheet = DraftSheet(request, redraw_id)
    _draw_again(request, redraw_id)
    commands.draw(
        draft_id=sheet.row.id, edit=_edit(request), seen_version=_seen(request), actor=request.actor
    )
    return _back(request, redraw_id)


@require_POST
@staff_only
def bring_in(request: ActorRequest, redraw_id: UUID) -> HttpResponse:
    """Shapes from a file."""
    sheet = DraftSheet(request, redraw_id)
    _draw_again(request, redraw_id)
    upload = request.FILES.get("file")
    if upload is None:
        said = _("Choose a file.")
        raise Invalid(said, fields={"file": said})
    commands.bring_in(
        draft_id=sheet.row.id,
        content=upload.read(MOST_BYTES + 1),
        crs=request.POST.get("crs", ""),
        seen_version=_seen(request),
        actor=request.actor,
    )
    return _back(request, redraw_id)


@require_POST
@staff_only
def act(request: ActorRequest, redraw_id: UUID, what: str) -> HttpResponse:
    """Take back, do again, name, hand in, send back, publish or give up."""
    sheet = DraftSheet(request, redraw_id)
    if what not in ACTS:
        raise NotFound(_("There is no such page."))
    _draw_again(request, redraw_id)
    do, done = ACTS[what]
    do(request, sheet.row.id)
    if done:
        messages.success(request, str(done))
    return _back(request, redraw_id)


def _undo(request: ActorRequest, draft_id: UUID) -> Draft:
    return commands.undo(draft_id=draft_id, seen_version=_seen(request), actor=request.actor)


def _redo(request: ActorRequest, draft_id: UUID) -> Draft:
    return commands.redo(draft_id=draft_id, seen_version=_seen(request), actor=request.actor)


def _name(request: ActorRequest, draft_id: UUID) -> Draft:
    return commands.rename(
        draft_id=draft_id,
        title=request.POST.get("title", ""),
        note=request.POST.get("note", ""),
        effective_on=_day(request.POST.get("effective_on", "")),
        seen_version=_seen(request),
        actor=request.actor,
    )


def _offer(request: ActorRequest, draft_id: UUID) -> Draft:
    reason = request.POST.get("reason", "")
    return commands.offer(draft_id=draft_id, reason=reason, seen_version=_seen(request), actor=request.actor)


def _send_back(request: ActorRequest, draft_id: UUID) -> Draft:
    remark = request.POST.get("remark", "")
    return commands.send_back(
        draft_id=draft_id, remark=remark, seen_version=_seen(request), actor=request.actor
    )


def _publish(request: ActorRequest, draft_id: UUID) -> Draft:
    return commands.publish(draft_id=draft_id, seen_version=_seen(request), actor=request.actor)


def _withdraw(request: ActorRequest, draft_id: UUID) -> Draft:
    return commands.withdraw(draft_id=draft_id, actor=request.actor)


Act = Callable[[ActorRequest, UUID], Draft]
ACTS: Mapping[str, tuple[Act, str | Promise]] = {
    "undo": (_undo, ""),
    "redo": (_redo, ""),
    "name": (_name, gettext_lazy("Kept.")),
    "offer": (_offer, gettext_lazy("Handed in. A second person publishes it now.")),
    "return": (_send_back, gettext_lazy("Sent back.")),
    "publish": (_publish, gettext_lazy("Published.")),
    "withdraw": (_withdraw, gettext_lazy("The draft was given up.")),
}


def _draw_again(request: ActorRequest, draft_id: UUID) -> None:
    redraw_with(
        request,
        lambda message, wrong: draw_draft(request, DraftSheet(request, draft_id), message, wrong),
    )


def _edit(request: ActorRequest) -> dict[str, Any]:
    kind = request.POST.get("kind", "")
    edit: dict[str, Any] = {"kind": kind}
    for name in FIELDS.get(kind, ()):
        if name in LISTS:
            edit[name] = request.POST.getlist(name)
        elif name in POINTS:
            edit[name] = _points(request.POST.get(name, ""), name)
        else:
            edit[name] = request.POST.get(name, "")
    return edit


def _points(text: str, name: str) -> Any:
    try:
        if len(text) <= LONGEST_JSON:
            return json.loads(text)
    except (ValueError, RecursionError):
        pass
    said = _("Draw the line or the shape on the map first.")
    raise Invalid(said, fields={name: said})


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        said = _("This is no date.")
        raise Invalid(said, fields={"effective_on": said}) from None


def _seen(request: ActorRequest) -> int:
    text = request.POST.get("seen_version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _back(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """To the list it was drawn from."""
    response = redirect("redraw:draft", draft_id)
    community = request.POST.get("community", "")
    if community.isdecimal():
        response["Location"] += f"?community={community}"
    return response
