"""What is to be erased: the list, and a second person who agrees or keeps it for a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.people.access import for_roles
from gewu.rights import commands, queries, words
from gewu.rights.pages import shown
from gewu.rights.rules import Erasing


@require_safe
@for_roles("clerk", "chief", "supervisor", "auditor")
def listing(request: ActorRequest) -> HttpResponse:
    """What waits for a second person, newest first; `?state=`."""
    given = request.GET.get("state", "")
    state = given if given in set(Erasing) else Erasing.DUE
    page = queries.erasures(request.actor, state=state, after=request.GET.get("after"))
    said = {
        "states": shown.chips(request, words.ERASING, "state", state),
        "rows": shown.erasure_rows(request.actor, page.items),
        "coming": shown.coming_rows(queries.coming(request.actor)) if state == Erasing.DUE else [],
        "kept": shown.kept_rows(),
        "next": page.next,
        "may_agree": queries.may_agree(request.actor),
    }
    part = "#rows" if "HX-Request" in request.headers and request.GET.get("after") else ""
    return render(request, f"rights/erasures.html{part}", said)


@require_POST
@for_roles("clerk", "supervisor")
def decide(request: ActorRequest, erasure_id: UUID) -> HttpResponse:
    """Agree, and it is erased; or keep it, saying why."""
    if request.POST.get("deed") == "keep":
        commands.keep(erasure=erasure_id, why=request.POST.get("why", ""), actor=request.actor)
        messages.success(request, _("It is kept, and the reason with it."))
    else:
        commands.agree(erasure=erasure_id, actor=request.actor)
        messages.success(request, _("It is erased."))
    return redirect("rights:erasures")
