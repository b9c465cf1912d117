"""Records that may be one person: the list, both side by side, one decision, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.exchange import commands, queries
from gewu.kernel.access import ActorRequest
from gewu.people.access import for_roles

clerks = for_roles("clerk")
STATES = ("open", "united", "apart")


@require_safe
@clerks
def listed(request: ActorRequest) -> HttpResponse:
    """Pairs to decide, or those that were decided."""
    state = request.GET.get("state", "open")
    chosen = state if state in STATES else "open"
    said = {"rows": queries.pairs(request.actor, state=chosen), "chosen": chosen}
    return render(request, "exchange/pairs.html", said)


@require_POST
@clerks
def look(request: ActorRequest) -> HttpResponse:
    """Have the township searched."""
    commands.look_for_pairs(actor=request.actor)
    messages.success(request, _("The registers are being searched. Look at this page again in a minute."))
    return redirect("exchange:pairs")


@require_safe
@clerks
def one(request: ActorRequest, pair_id: UUID) -> HttpResponse:
    """Both records, field by field, masked."""
    return render(request, "exchange/pair.html", {"of": queries.beside(request.actor, pair_id)})


@require_POST
@clerks
def decide(request: ActorRequest, pair_id: UUID) -> HttpResponse:
    """One record, two people, or back again."""
    commands.decide(pair_id=pair_id, decision=request.POST.get("decision", ""), actor=request.actor)
    return redirect("exchange:pair", pair_id)
