"""Lists of registers leave the house: by hand, or as a table that is kept for an office."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.exchange import commands, queries
from gewu.exchange.commands.selecting import said_of
from gewu.exchange.commands.taking import expected
from gewu.exchange.models import Outward
from gewu.exchange.pages.handing import answer, asked_of, how
from gewu.exchange.pages.pairs import clerks
from gewu.exchange.pages.rows import only_fields, only_of
from gewu.exchange.purposes import TAKING
from gewu.exchange.rules import CONFIRM_ABOVE
from gewu.exchange.spoken import label_of
from gewu.exchange.wanting import Wanted, wanted_of
from gewu.kernel.access import ActorRequest
from gewu.people.account import confirming
from gewu.registers import queries as registers
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with

Wrong = Mapping[str, str]


@require_safe
@clerks
def listed(request: ActorRequest) -> HttpResponse:
    """What waits to be handed over, tables kept for offices, the registers, and what left lately."""
    language = get_language() or "zh"
    said = {
        "waiting": queries.waiting_editions(request.actor),
        "tables": [(one, said_of(wanted_of(one).only, language)) for one in queries.tables(request.actor)],
        "registers": [(one.key, one.said(language)) for one in registers.registers()],
        "taken": [
            (one, TAKING.get(one.purpose, ""), registers.register(one.kind).said(language))
            for one in queries.taken_out(request.actor)
        ],
    }
    return render(request, "exchange/outward.html", said)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def register(request: ActorRequest, kind: str) -> HttpResponse:
    """Choose columns and rows of one register; take the list, or keep the table for an office."""
    registers.register(kind)
    wanted = _wanted(kind, request.POST)
    if request.method != "POST":
        return _draw(request, wanted, "", {})
    redraw_with(request, lambda message, wrong: _draw(request, wanted, message, wrong))
    if request.POST.get("step") == "keep":
        kept = commands.keep_table(wanted, name=request.POST.get("name", ""), actor=request.actor)
        return redirect("exchange:edit_table", kept)
    return _taken(request, wanted, registers.register(kind).said(get_language() or "zh"))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def table(request: ActorRequest, table_id: UUID) -> HttpResponse:
    """Take a table that is kept; the months it was made in."""
    row = queries.table(request.actor, table_id)
    wanted = wanted_of(row, full=request.POST.get("full") == "true")
    if request.method != "POST":
        return _draw(request, wanted, "", {}, row=row)
    redraw_with(request, lambda message, wrong: _draw(request, wanted, message, wrong, row=row))
    return _taken(request, wanted, row.name)


@require_POST
@clerks
def remove(request: ActorRequest, table_id: UUID) -> HttpResponse:
    commands.remove_table(table_id=table_id, actor=request.actor)
    return redirect("exchange:outward")


def _taken(request: ActorRequest, wanted: Wanted, title: str) -> HttpResponse:
    much = expected(request.actor, wanted) > CONFIRM_ABOVE
    if much:
        confirming.require(request)
    asked = asked_of(request.POST, confirmed=much)
    taken = commands.take(
        wanted,
        form=asked.form,
        purpose=asked.purpose,
        reason=asked.reason,
        confirmed=much,
        actor=request.actor,
    )
    return answer(request, taken, title=title, back=reverse("exchange:outward"))


def _wanted(kind: str, given: Any) -> Wanted:
    chosen = given.getlist("columns") if given else []
    return Wanted(
        kind,
        tuple((key, "") for key in chosen),
        given.get("full") == "true",
        given.get("count_by", ""),
        given.get("office", ""),
        only=only_of(given),
    )


def _draw(
    request: ActorRequest, wanted: Wanted, message: str, wrong: Wrong, *, row: Outward | None = None
) -> HttpResponse:
    # What cannot be asked for cannot be counted either.
    much = not wrong and expected(request.actor, wanted) > CONFIRM_ABOVE
    language = get_language() or "zh"
    said = {
        "wanted": wanted,
        "row": row,
        "kind": registers.register(wanted.kind).said(language),
        "only": said_of(wanted.only, language) if row else (),
        "months": queries.editions_of(row, request.actor) if row else (),
        "columns": () if row else _columns(wanted, wrong),
        "rows": () if row else only_fields(wanted.kind, wanted.only, wrong, request.actor),
        "fields": [*how(request.POST, wrong), *(confirming.field(request, wrong) if much else [])],
        "keeping": () if row else _keeping(request.POST, wrong),
        "message": "" if wrong else message,
    }
    return render(request, "exchange/take.html", said)


def _columns(wanted: Wanted, wrong: Wrong) -> Sequence[Field]:
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


def _keeping(given: Mapping[str, str], wrong: Wrong) -> Sequence[Field]:
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
