"""Taking back what one wrote last."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.kernel.access import ActorRequest
from gewu.kernel.typed import uuid_in
from gewu.registers import commands, queries
from gewu.registers.pages import files, shell
from gewu.ui.redraw import redraw_with


@require_POST
@shell.writers
def take_back(request: ActorRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Undo what one wrote, enrolled or visited last."""
    found = queries.file_of(request.actor, kind, row_id)
    redraw_with(request, lambda message, _wrong: files.drawn(request, found, message=message))
    commands.take_back(
        kind,
        row_id,
        actor=request.actor,
        step=uuid_in(request.POST, "step"),
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("Taken back. Everything stands as it stood before."))
    return redirect("registers:file", kind, row_id)
