"""Lists of registers leave the house: by hand, or as a table that is kept for an office."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.exchange import commands, queries
from gewu.exchange.answering import file_response
from gewu.exchange.commands.taking import Wanted, expected, label_of, wanted_of
from gewu.exchange.pages.pairs import clerks
from gewu.exchange.purposes import TAKING
from gewu.exchange.rules import CONFIRM_ABOVE
from gewu.kernel.access import ActorRequest
from gewu.people.account import confirming
from gewu.registers import queries as registers
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with


@require_safe
@clerks
def listed(request: ActorRequest) -> HttpResponse:
    """Tables kept for offices, the registers, and what left lately."""
    language = get_language() or "zh"
    said = {
        "tables": queries.tables(request.actor),
        "registers": [(one.key, one.said(language)) for one in registers.registers()],
        "taken": [(one, TAKING.get(one.purpose, "")) for one in queries.taken_out(request.actor)],
    }
    return render(request, "exchange/outward.html", said)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def register(request: ActorRequest, kind: str) -> HttpResponse:
    """Choose columns of one register; take the list, or keep the table for an office."""
    registers.register(kind)
    wanted = _wanted(kind, request.POST)
    if request.method != "POST":
        return _draw(request, wanted, "", {})
    redraw_with(request, lambda message, wrong: _draw(request, wanted, message, wrong))
    if request.POST.get("step") == "keep":
        commands.keep_table(wanted, name=request.POST.get("name", ""), actor=request.actor)
        return redirect("exchange:outward")
    return _taken(request, wanted)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def table(request: ActorRequest, table_id: UUID) -> HttpResponse:
    """Take a table that is kept."""
    row = queries.table(request.actor, table_id)
    wanted = wanted_of(row, full=request.POST.get("full") == "true")
    if request.method != "POST":
        return _draw(request, wanted, "", {}, name=row.name)
    redraw_with(request, lambda message, wrong: _draw(request, wanted, message, wrong, name=row.name))
    return _taken(request, wanted)


@require_POST
@clerks
def remove(request: ActorRequest, table_id: UUID) -> HttpResponse:
    commands.remove_table(table_id=table_id, actor=request.actor)
    return redirect("exchange:outward")


def _taken(request: ActorRequest, wanted: Wanted) -> HttpResponse:
    much = expected(request.actor, wanted.kind) > CONFIRM_ABOVE
    if much:
        confirming.require(request)
    taken = commands.take(
        wanted,
        form=request.POST.get("form", ""),
        purpose=request.POST.get("purpose", ""),
        reason=request.POST.get("reason", ""),
        confirmed=much,
        actor=request.actor,
    )
    return file_response(taken.content, taken.name, taken.media_type)


def _wanted(kind: str, given: Any) -> Wanted:
    chosen = given.getlist("columns") if given else []
    return Wanted(
        kind,
        tuple((key, "") for key in chosen),
        given.get("full") == "true",
        given.get("count_by", ""),
        given.get("office", ""),
    )


def _draw(
    request: ActorRequest, wanted: Wanted, message: str, wrong: Mapping[str, str], *, name: str = ""
) -> HttpResponse:
    much = expected(request.actor, wanted.kind) > CONFIRM_ABOVE
    kept = wanted.table is not None
    said = {
        "wanted": wanted,
        "kind": registers.register(wanted.kind).said(get_language() or "zh"),
        "name": name,
        "kept": kept,
        "fields": [
            *([] if kept else _columns(wanted, request.POST, wrong)),
            *_how(request.POST, wrong),
            *(confirming.field(request, wrong) if much else []),
        ],
        "keeping": [] if kept else _keeping(request.POST, wrong),
        "message": "" if wrong else message,
    }
    return render(request, "exchange/take.html", said)


def _columns(wanted: Wanted, given: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    of = registers.register(wanted.kind)
    offered = [one for one in of.fields if one.held != "sealed"]
    return [
        Field(
            name="columns",
            label=_("Columns"),
            kind="checks",
            required=True,
            value=[key for key, _heading in wanted.columns],
            choices=[Choice(one.key, label_of(one)) for one in offered],
            error=wrong.get("columns", ""),
        ),
        Field(
            name="count_by",
            label=_("Count instead of listing"),
            kind="choice",
            value=wanted.count_by,
            choices=[
                Choice(one.key, label_of(one)) for one in offered if one.choices and one.type == "choice"
            ],
            error=wrong.get("count_by", ""),
        ),
    ]


def _how(given: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    return [
        Field(
            name="full",
            label=_("How values are shown"),
            kind="radio",
            required=True,
            value=given.get("full") or "false",
            choices=[Choice("false", _("Masked")), Choice("true", _("In full, as far as my post reads"))],
        ),
        Field(
            name="purpose",
            label=_("What is the file for?"),
            kind="radio",
            required=True,
            value=given.get("purpose", ""),
            choices=[Choice(key, str(words)) for key, words in TAKING.items()],
            help=_("It stands in the file and in the journal."),
            error=wrong.get("purpose", ""),
        ),
        Field(name="reason", label=_("More about it"), max_length=100, value=given.get("reason", "")),
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


def _keeping(given: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    return [
        Field(
            name="office", label=_("For which office"), max_length=80, value=given.get("office", ""),
            error=wrong.get("office", ""),
        ),
        Field(
            name="name", label=_("Name of the table"), max_length=60, value=given.get("name", ""),
            error=wrong.get("name", ""),
        ),
    ]  # fmt: skip
