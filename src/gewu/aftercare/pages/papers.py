"""Case files as PDF: one by a click, many as an archive made in the background."""

from collections.abc import Mapping
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gewu.aftercare import commands, queries
from gewu.aftercare.commands.gathering import MOST
from gewu.aftercare.paper.case import Printing, case_pdf
from gewu.cases import queries as cases
from gewu.cases.queries import CaseFile
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.kernel.files.made import base_of, fetched, is_there
from gewu.people.access import staff_only
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

SHOWN = 50


@never_cache
@require_safe
@staff_only
def one_file(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The file of one case."""
    number = cases.brief(request.actor, case_id).number
    content = case_pdf(case_id, Printing(request.actor, base_of(request)))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(number)}.pdf"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def bundles(request: ActorRequest) -> HttpResponse:
    """One's own archives; choosing from a list what goes into a new one."""
    if request.method != "POST":
        return _draw(request)
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    made = commands.ask_for_bundle(
        wanted=_wanted(request),
        purpose=request.POST.get("purpose", ""),
        base=base_of(request),
        actor=request.actor,
    )
    return redirect("aftercare:bundle", made.id)


@require_safe
@staff_only
def bundle(request: ActorRequest, bundle_id: UUID) -> HttpResponse:
    """How far an archive is. While it is made, the page asks for its part again."""
    made = queries.bundle(request.actor, bundle_id)
    page = {"bundle": made, "total": len(made.cases), "there": is_there(made)}
    part = "#bundle" if "HX-Request" in request.headers else ""
    response = render(request, f"aftercare/bundle.html{part}", page)
    patch_vary_headers(response, ("HX-Request",))
    return response


@never_cache
@require_safe
@staff_only
def download(request: ActorRequest, bundle_id: UUID) -> HttpResponseBase:
    """The archive itself; its content goes after a day."""
    made = queries.bundle(request.actor, bundle_id)
    return fetched(made, name=f"{made.asked_at:%Y%m%d-%H%M}.zip", media_type="application/zip")


def panel(request: ActorRequest, file: CaseFile) -> SafeString | str:
    """On the page of a case: the way to its file."""
    if file.for_resident:
        return ""
    return render_to_string("aftercare/_paper.html", {"file": file}, request)


def _draw(request: ActorRequest, message: str = "", wrong: Mapping[str, str] | None = None) -> HttpResponse:
    lists = [one for one in cases.worklists(request.actor) if one.count]
    key = request.POST.get("list") or request.GET.get("list") or "all"
    known = cases.lists_of(request.actor)
    found = cases.worklist(request.actor, key, size=SHOWN) if key in known else None
    chosen = set(request.POST.getlist("cases"))
    purpose = Field(
        name="purpose",
        label=_("What do you need them for?"),
        required=True,
        max_length=200,
        value=request.POST.get("purpose", ""),
        help=_("Written down with your name."),
        error=(wrong or {}).get("purpose", ""),
    )
    page = {
        "lists": lists,
        "key": key,
        "rows": [(row, str(row.id) in chosen) for row in found.items] if found else [],
        "bundles": queries.bundles(request.actor),
        "purpose": purpose,
        "message": message,
        "wrong": (wrong or {}).get("cases", ""),
        "most": MOST,
    }
    return render(request, "aftercare/bundles.html", page)


def _wanted(request: ActorRequest) -> list[UUID]:
    try:
        return [UUID(given) for given in request.POST.getlist("cases")]
    except ValueError:
        raise Invalid(_("Choose from the list."), fields={"cases": _("Choose from the list.")}) from None
