"""A table of one month: looked at, compared with the month before, handed over or dropped."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gewu.exchange import commands, queries
from gewu.exchange.commands.editions import looked_over
from gewu.exchange.commands.selecting import said_of
from gewu.exchange.editions import Since, kept_of
from gewu.exchange.models import Edition, Outward
from gewu.exchange.pages.handing import answer, asked_of, how
from gewu.exchange.pages.pairs import clerks
from gewu.exchange.rules import CONFIRM_ABOVE
from gewu.exchange.spoken import label_of
from gewu.exchange.wanting import wanted_of
from gewu.kernel.access import ActorRequest
from gewu.people.account import confirming
from gewu.registers import queries as registers
from gewu.ui.redraw import redraw_with

SHOWN, NAMED = 50, 40


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def one(request: ActorRequest, edition_id: UUID) -> HttpResponse:
    """Look at it, masked; hand it over as a file or on paper."""
    row, table = queries.edition(request.actor, edition_id)
    if request.method != "POST":
        return _draw(request, row, table, "", {})
    redraw_with(request, lambda message, wrong: _draw(request, row, table, message, wrong))
    much = _much(row)
    if much:
        confirming.require(request)
    taken = commands.hand_over(
        edition_id=edition_id,
        asked=asked_of(request.POST, confirmed=much),
        full=request.POST.get("full") == "true",
        actor=request.actor,
    )
    title = f"{table.name} {row.month}"
    return answer(request, taken, title=title, back=reverse("exchange:edition", args=[edition_id]))


@require_POST
@clerks
def drop(request: ActorRequest, edition_id: UUID) -> HttpResponse:
    commands.drop_edition(edition_id=edition_id, actor=request.actor)
    return redirect("exchange:outward")


def _much(row: Edition) -> bool:
    kept = kept_of(row)
    return bool(kept and len(kept.lines) > CONFIRM_ABOVE)


def _draw(
    request: ActorRequest, row: Edition, table: Outward, message: str, wrong: Mapping[str, str]
) -> HttpResponse:
    asked = how(request.POST, wrong, purpose="office")
    said = {
        "row": row,
        "table": table,
        "page": looked_over(row, table, SHOWN),
        "left_out": max(0, row.rows - SHOWN) if not table.count_by else 0,
        "since": _said(queries.since_before(row), table),
        "only": said_of(wanted_of(table).only, get_language() or "zh"),
        "fields": [*asked, *(confirming.field(request, wrong) if _much(row) else [])],
        "message": "" if wrong else message,
    }
    return render(request, "exchange/edition.html", said)


def _said(since: Since | None, table: Outward) -> dict[str, Any] | None:
    """What is otherwise than before, in words."""
    if since is None:
        return None
    of = registers.register(table.kind)
    by = of.field(table.count_by) if table.count_by else None
    labels = {one.key: label_of(one) for one in of.fields}
    language = get_language() or "zh"
    answers = {one.key: one.said(language) for one in by.choices} if by else {}
    lines = [
        *((one, "done", _("new"), "") for one in since.new),
        *((one, "quiet", _("gone"), "") for one in since.gone),
        *(
            (one, "soon", _("otherwise"), "、".join(labels.get(key, key) for key in keys))
            for one, keys in since.changed.items()
        ),
    ]
    return {
        "month": since.month,
        "lines": [(number, since.ids.get(number), *rest) for number, *rest in lines[:NAMED]],
        "more": len(lines[NAMED:]),
        "many": (len(since.new), len(since.gone), len(since.changed)),
        "counts": [
            (answers.get(key, key) or _("not known"), was, now, f"{now - was:+d}")
            for key, (was, now) in since.counts.items()
        ],
    }
