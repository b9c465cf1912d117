"""Opening a part of a case: what it is, in words, and perhaps the office that does it."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.cases import commands, queries
from gewu.cases.pages.narrowing import categories_by_major
from gewu.cases.powers import MAY_PART, NEGOTIATION
from gewu.cases.queries import CaseFile
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotAllowed
from gewu.kernel.typed import uuid_in
from gewu.people import queries as people
from gewu.people.access import staff_only
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new_part(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Ask what the part is; or open it. `?negotiate` asks a community for what is not on its list."""
    file = queries.case_file(request.actor, case_id)
    if not file.may_part:
        raise NotAllowed(_("Your post does not split this case into parts."), by=sorted(MAY_PART))
    if request.method != "POST":
        return _draw(request, file, "", {})
    redraw_with(request, lambda message, wrong: _draw(request, file, message, wrong))
    part = commands.open_part(
        case_id=case_id,
        category=request.POST.get("category", ""),
        text=request.POST.get("text", ""),
        organisation=uuid_in(request.POST, "organisation"),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("The part is opened. This case is not closed before it is over."))
    return redirect("cases:case", part if queries.may_open(request.actor, part) else case_id)


def _draw(request: ActorRequest, file: CaseFile, message: str, wrong: Mapping[str, str]) -> HttpResponse:
    negotiates = "negotiate" in request.GET or request.POST.get("category") == NEGOTIATION
    page = {
        "file": file,
        "fields": _fields(request, file, wrong, negotiates=negotiates),
        "negotiates": negotiates,
        "message": "" if wrong else message,
        "receipt": request.POST.get("receipt") or uuid4().hex,
    }
    return render(request, "cases/part.html", page)


def _fields(
    request: ActorRequest, file: CaseFile, wrong: Mapping[str, str], *, negotiates: bool
) -> list[Field]:
    values = request.POST
    category = Field(
        name="category",
        label=_("What the part is"),
        kind="grouped",
        required=True,
        value=values.get("category", ""),
        error=wrong.get("category", ""),
        choices=_kinds(file),
    )
    text = Field(
        name="text",
        label=_("What is asked of the community") if negotiates else _("What is to be done"),
        kind="long",
        rows=4,
        required=True,
        max_length=2000,
        value=values.get("text", "" if negotiates else file.text),
        language="zh-Hans",
        error=wrong.get("text", ""),
    )
    office = Field(
        name="organisation",
        label=_("Which community") if negotiates else _("Who does it"),
        kind="grouped",
        required=negotiates,
        value=values.get("organisation", ""),
        error=wrong.get("organisation", ""),
        help="" if negotiates else _("Left open, it is filed and dispatched like any other."),
        choices=_offices(file, stations_only=negotiates),
    )
    return [text, office] if negotiates else [category, text, office]


def _kinds(file: CaseFile) -> tuple[Choice, ...]:
    """Categories of cases like this one."""
    same = {one.code for one in catalogue.categories() if one.case_type == file.type}
    return tuple(choice for choice in categories_by_major() if choice.value in same)


def _offices(file: CaseFile, *, stations_only: bool) -> tuple[Choice, ...]:
    offices = [office for office in people.organisations_of(file.township) if office.inbox_open]
    wanted = [office for office in offices if office.kind == "station" or not stations_only]
    spoken = get_language() or ""
    named = (Choice(str(one.id), one.in_language(spoken), str(one.get_kind_display())) for one in wanted)
    return tuple(sorted(named, key=lambda choice: choice.help))
