"""Figures of reports: report by report with what is wrong with them, writing one down, mending one."""

from collections.abc import Mapping
from itertools import groupby
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gewu.checkups import commands, queries, words
from gewu.checkups.commands import LONGEST_TEXT, Told
from gewu.checkups.models import Statement
from gewu.checkups.pages import shown
from gewu.checkups.published import items
from gewu.kernel.access import ActorRequest
from gewu.people.access import for_roles
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

READING = ("chief", "clerk", "dispatcher", "supervisor", "overseer", "auditor", "admin")


@require_safe
@for_roles(*READING)
def listing(request: ActorRequest) -> HttpResponse:
    """Every report with its figures; what is wrong stands beside the figure."""
    wrong = queries.wrong_figures(request.actor)
    rows = queries.statements(request.actor)
    reports = [
        (words.place_name(place), period, [shown.figure_of(row, wrong.get(str(row.id), ())) for row in told])
        for (place, period), told in groupby(rows, lambda row: (row.place, row.period))
    ]
    said = {"reports": reports, "may_state": queries.may_state(request.actor)}
    return render(request, "checkups/figures.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("clerk", "supervisor", "admin")
def new(request: ActorRequest) -> HttpResponse:
    """Write down a figure of a report."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        said = {
            "fields": _new_fields(request, wrong),
            "message": "" if wrong else message,
            "receipt": request.POST.get("receipt") or uuid4().hex,
        }
        return render(request, "checkups/state.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    told = Told(**{name: request.POST.get(name, "") for name in Told.__slots__})
    commands.state_figure(told=told, actor=request.actor, receipt=request.POST.get("receipt") or None)
    messages.success(request, _("The figure is kept, and looked at."))
    return redirect("checkups:figures")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READING)
def one(request: ActorRequest, statement_id: UUID) -> HttpResponse:
    """One figure: mend it, or take it back."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        row, lines = queries.statement(request.actor, statement_id)
        found = queries.wrong_figures(request.actor).get(str(row.id), ())
        said = {
            "row": shown.figure_of(row, found),
            "place": words.place_name(row.place),
            "lines": [(words.LINES.get(line.kind, line.kind), line) for line in lines],
            "may": queries.may_state(request.actor) and not row.withdrawn_at,
            "fields": _fields(request, row, wrong),
            "message": "" if wrong else message,
        }
        return render(request, "checkups/figure.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    why = request.POST.get("why", "")
    if request.POST.get("deed") == "withdraw":
        commands.withdraw_figure(statement=statement_id, why=why, actor=request.actor)
        messages.success(request, _("The figure is taken back."))
        return redirect("checkups:figures")
    commands.correct_figure(
        statement=statement_id,
        value=request.POST.get("value", ""),
        said=request.POST.get("text", ""),
        listed=request.POST.get("listed", ""),
        why=why,
        actor=request.actor,
    )
    messages.success(request, _("The figure is mended. What it made wrong is looked at anew."))
    return redirect("checkups:figure", statement_id)


def _new_fields(request: ActorRequest, wrong: Mapping[str, str]) -> list[Field]:
    given = request.POST
    choices = [(key, one.in_language(words.language())) for key, one in items().items()]
    return [
        _text("place", _("Of which place or report"), given.get("place", ""), wrong, most=40),
        _text("period", _("Year or month"), given.get("period", ""), wrong, most=20),
        Field(
            name="item",
            label=_("What is counted"),
            kind="choice",
            required=True,
            value=given.get("item", ""),
            choices=choices,
            error=wrong.get("item", ""),
        ),
        *_told(given.get("value", ""), given.get("text", ""), given.get("listed", ""), wrong),
        _text("source", _("Where it stands"), given.get("source", ""), wrong, most=120, required=False),
    ]


def _fields(request: ActorRequest, row: Statement, wrong: Mapping[str, str]) -> list[Field]:
    given = request.POST
    told = _told(
        given.get("value", shown.plain(row.value)),
        given.get("text", row.text),
        given.get("listed", "\n".join(row.listed)),
        wrong,
    )
    return [*told, shown.why_field(request, wrong)]


def _told(value: str, text: str, listed: str, wrong: Mapping[str, str]) -> list[Field]:
    return [
        _text("value", _("Figure"), value, wrong, most=20, required=False),
        Field(
            name="text",
            label=_("The sentence it stands in"),
            kind="long",
            rows=2,
            required=True,
            max_length=LONGEST_TEXT,
            value=text,
            error=wrong.get("text", ""),
        ),
        Field(
            name="listed",
            label=_("What is listed there, one on a line"),
            kind="long",
            rows=3,
            max_length=2000,
            value=listed,
            error=wrong.get("listed", ""),
        ),
    ]


def _text(
    name: str, label: str, value: str, wrong: Mapping[str, str], *, most: int, required: bool = True
) -> Field:
    return Field(
        name=name, label=label, required=required, max_length=most, value=value, error=wrong.get(name, "")
    )
