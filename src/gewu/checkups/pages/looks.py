"""Having everything looked through, how far that is, and which checks a place has on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.checkups import commands, queries, words
from gewu.checkups.models import RunState
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.people.access import for_roles, staff_only


@require_POST
@staff_only
def look_now(request: ActorRequest) -> HttpResponse:
    """Have the worker look through the place."""
    run_id = commands.ask_look(township=_township(request), actor=request.actor)
    return redirect("checkups:run", run_id)


@require_safe
@staff_only
def run(request: ActorRequest, look_id: UUID) -> HttpResponse:
    """How far a look is; while it runs the page asks for itself."""
    row = queries.run(request.actor, look_id)
    part = "#run" if "HX-Request" in request.headers else ""
    response = render(
        request, f"checkups/run.html{part}", {"run": row, "running": row.state != RunState.DONE}
    )
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_safe
@for_roles("admin", "supervisor", "auditor", "overseer", "clerk")
def checks(request: ActorRequest) -> HttpResponse:
    """Every check: what it is called, where it comes from, whether it is on here."""
    spoken = words.language()
    rows = [
        {
            "of": one,
            "title": one.check.title.in_language(spoken),
            "mend": one.check.mend.in_language(spoken),
        }
        for one in queries.switches(_township(request))
    ]
    said = {
        "rows": rows,
        "may_switch": queries.may_switch(request.actor),
    }
    return render(request, "checkups/checks.html", said)


@require_POST
@for_roles("admin", "supervisor")
def switch(request: ActorRequest, check_key: str) -> HttpResponse:
    """Switch a check on or off, with a reason."""
    on = request.POST.get("on") == "1"
    commands.switch(
        township=_township(request),
        check_key=check_key,
        on=on,
        why=request.POST.get("why", ""),
        actor=request.actor,
    )
    messages.success(request, _("The check is on.") if on else _("The check is off. What it found goes."))
    return redirect("checkups:checks")


def _township(request: ActorRequest) -> int:
    """The first township run here in which the actor works."""
    found = queries.townships_of(request.actor)
    if not found:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return found[0]
