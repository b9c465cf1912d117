"""The switch of a programme: one enters its legal basis and another approves it, or it is switched off."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest
from gewu.people import queries as people
from gewu.registers import commands, queries, refusals
from gewu.registers.commands import Basis
from gewu.registers.definition import Programme
from gewu.registers.models import Switch
from gewu.registers.pages import shell
from gewu.registers.pages.programmes import home_of, row_of
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@require_http_methods(["GET", "HEAD", "POST"])
@shell.switchers
def switch(request: ActorRequest, programme: str) -> HttpResponse:
    """Enter the legal basis of a programme, approve what another entered, or switch it off."""
    of, home = queries.programme(programme), home_of(request)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        row = queries.switch(home, programme)
        idle = not queries.runs(of, row) and not (row and row.state == "asked")
        said = {
            "base": shell.base_of(request),
            "row": row_of(of, row),
            "fields": _basis_fields(request, of, row, wrong),
            "message": message,
            "may_ask": of.off and idle and "admin" in request.actor.roles,
            "own": bool(row and row.asked_by == request.actor.user),
            "refused": bool(row and of.off and row.state == "off" and row.decided_by),
            "handlers": sorted(people.name_of(row.handlers).values()) if row else [],
        }
        return render(request, "registers/switch.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    messages.success(request, _switched(request, home, programme))
    return redirect("registers:switch", programme)


def _switched(request: ActorRequest, home: int, key: str) -> str:
    """Take the step that was asked for; what is said of it."""
    match request.POST.get("step", ""):
        case "ask":
            commands.ask_programme(home, key, said=_basis_in(request, home), actor=request.actor)
            return _("Submitted: it runs once somebody else has approved it.")
        case "approve":
            commands.approve_programme(home, key, actor=request.actor)
            return _("Approved: the programme runs from now on.")
        case "off":
            commands.switch_off(home, key, actor=request.actor)
            return _("The programme is off. Nobody sees who is in it.")
        case "on":
            commands.switch_on(home, key, actor=request.actor)
            return _("The programme runs again.")
    raise refusals.invalid({"step": _("Choose one from the list.")})


def _basis_in(request: ActorRequest, home: int) -> Basis:
    given = request.POST
    names = given.get("handlers", "").replace("，", " ").replace(",", " ").split()
    return Basis(
        basis=given.get("basis", ""),
        document=given.get("document", ""),
        until=shell.day_in(request, "until"),
        handlers=[shell.colleague_in(name, home, field="handlers") for name in names],
    )


def _basis_fields(
    request: ActorRequest, of: Programme, before: Switch | None, wrong: Mapping[str, str]
) -> list[Field]:
    """What a basis says. What was entered before stands in it: who was refused mends it."""
    until = before.until.isoformat() if before and before.until else ""
    fields = [
        Field(
            name="basis",
            label=_("Law or regulation, and its article"),
            required=True,
            value=request.POST.get("basis", before.basis if before else ""),
            error=wrong.get("basis", ""),
            max_length=200,
        ),
        Field(
            name="document",
            label=_("Document that entrusts this place with it"),
            required=True,
            value=request.POST.get("document", before.document if before else ""),
            error=wrong.get("document", ""),
            max_length=80,
        ),
        Field(
            name="until",
            label=_("Valid until"),
            kind="date",
            value=request.POST.get("until", until),
            error=wrong.get("until", ""),
        ),
    ]
    return [*fields, _handlers(request, before, wrong)] if of.held == "sealed" else fields


def _handlers(request: ActorRequest, before: Switch | None, wrong: Mapping[str, str]) -> Field:
    names = " ".join(people.logins_of(before.handlers)) if before else ""
    return Field(
        name="handlers",
        label=_("Who handles it"),
        help=_("Usernames, one after another. Nobody else sees who is in it."),
        required=True,
        value=request.POST.get("handlers", names),
        error=wrong.get("handlers", ""),
        max_length=200,
    )
