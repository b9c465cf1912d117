"""My exports: asking for a list as a file, how far each is, fetching it."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.finding import commands, queries
from gewu.finding.commands.exports import LONGEST_REASON
from gewu.finding.pages.naming import said_of
from gewu.finding.purposes import EXPORTING
from gewu.finding.queries.aside import UNFINISHED
from gewu.finding.rules import CONFIRM_ABOVE
from gewu.kernel import files
from gewu.kernel.access import ActorRequest
from gewu.people.access import staff_only
from gewu.people.account import confirming
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with


@require_safe
@staff_only
def exports(request: ActorRequest) -> HttpResponse:
    """One's exports; while one is being written the list asks for itself."""
    rows = queries.exports(request.actor)
    said = {
        "exports": [(row, said_of(row.list_key, row.query), EXPORTING.get(row.purpose, "")) for row in rows],
        "running": any(row.state in UNFINISHED for row in rows),
    }
    part = "#exports" if "HX-Request" in request.headers else ""
    response = render(request, f"finding/exports.html{part}", said)
    patch_vary_headers(response, ("HX-Request",))
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: ActorRequest) -> HttpResponse:
    """What for, in which form; and who are you, when it is much."""
    if request.method != "POST":
        return _draw(request, "", {})
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    if _much(request) > CONFIRM_ABOVE:
        confirming.require(request)
    commands.ask_export(
        list_key=request.POST.get("list", ""),
        query=request.POST.get("query", ""),
        form=request.POST.get("form", ""),
        purpose=request.POST.get("purpose", ""),
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("The file is being written. You can leave this page and come back."))
    return redirect("finding:exports")


@require_POST
@staff_only
def stop(request: ActorRequest, export_id: UUID) -> HttpResponse:
    commands.stop_export(export_id=export_id, actor=request.actor)
    return redirect("finding:exports")


@require_safe
@staff_only
def fetch(request: ActorRequest, export_id: UUID) -> HttpResponseBase:
    """The file itself; each fetching stands in the journal."""
    return files.response(request, commands.fetch_export(export_id=export_id, actor=request.actor))


def _much(request: ActorRequest) -> int:
    given = request.POST if request.method == "POST" else request.GET
    return queries.expected(
        request.actor, given.get("list", ""), given.get("query", ""), up_to=CONFIRM_ABOVE + 1
    )


def _draw(request: ActorRequest, message: str, wrong: Mapping[str, str]) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    much = _much(request)
    asked = confirming.field(request, wrong) if much > CONFIRM_ABOVE else []
    said = {
        "of": said_of(given.get("list", ""), given.get("query", "")),
        "list_key": given.get("list", ""),
        "query": given.get("query", ""),
        "much": much,
        "more": much > CONFIRM_ABOVE,
        "most": CONFIRM_ABOVE,
        "confirms": bool(asked),
        "fields": [
            *_fields(given, wrong),
            *asked,
        ],
        "message": "" if wrong else message,
        "receipt": given.get("receipt") or uuid4().hex,
    }
    return render(request, "finding/export.html", said)


def _fields(given: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    return [
        Field(
            name="purpose",
            label=_("What is the file for?"),
            kind="radio",
            required=True,
            value=given.get("purpose", ""),
            choices=[Choice(key, str(words)) for key, words in EXPORTING.items()],
            help=_("It stands in the file and in the journal."),
            error=wrong.get("purpose", ""),
        ),
        Field(
            name="reason",
            label=_("More about it"),
            max_length=LONGEST_REASON,
            help=_("For instance the meeting or the letter. No names of residents."),
            value=given.get("reason", ""),
            error=wrong.get("reason", ""),
        ),
        Field(
            name="form",
            label=_("Form of the file"),
            kind="radio",
            required=True,
            value=given.get("form") or "xlsx",
            choices=[Choice("xlsx", "Excel (.xlsx)"), Choice("csv", "CSV")],
            error=wrong.get("form", ""),
        ),
    ]
