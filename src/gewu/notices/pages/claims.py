"""Proving that an address is mine: the link in an e-mail, the code for WeChat."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.notices import commands, queries
from gewu.notices.queries.claims import claim_behind
from gewu.people.access import signed_in


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def prove(request: ActorRequest, link: str) -> HttpResponse:
    """Programs that look at mail follow links; only a press of the button proves anything."""
    claim = claim_behind(request.actor, link)
    if claim is None or claim.address is None:
        raise NotFound(_("This link is not yours, was used, or is older than a day. Give the address again."))
    if request.method != "POST":
        return render(request, "notices/prove.html", {"address": claim.address.open()})
    commands.prove_email(link=link, actor=request.actor)
    messages.success(request, _("The address is yours: messages go there from now on."))
    return redirect("notices:choices")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def wechat(request: ActorRequest) -> HttpResponse:
    """A code that WeChat tells us of when it is scanned."""
    kept = queries.preferences.of(request.actor)
    page = {"bound": bool(kept and kept.wechat), "code": ""}
    if request.method == "POST":
        page["code"] = commands.ask_for_code(actor=request.actor)
    return render(request, "notices/wechat.html", page)


@require_POST
@signed_in
def end_wechat(request: ActorRequest) -> HttpResponse:
    commands.let_go_of_wechat(actor=request.actor)
    messages.success(request, _("Nothing comes by WeChat any more."))
    return redirect("notices:choices")
