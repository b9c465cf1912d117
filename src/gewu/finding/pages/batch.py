"""Many cases, one move: choose it, answer its questions once, see what became of each case."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.cases import queries as cases
from gewu.cases.pages.forms import Several, fields_together
from gewu.cases.queries import OfferedMove
from gewu.cases.rules import check_answers
from gewu.catalogue import queries as catalogue
from gewu.catalogue.words import MoveWords, language_of
from gewu.finding import commands, queries
from gewu.finding.commands.batches import AT_ONCE
from gewu.finding.queries import Together
from gewu.finding.rules import MOST_IN_BATCH
from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.errors import Conflict, Invalid
from gewu.people.access import staff_only
from gewu.ui.forms import Field, answers
from gewu.ui.redraw import redraw_with


@require_safe
@staff_only
def batches(request: ActorRequest) -> HttpResponse:
    """One's batches of the last month."""
    rows = queries.batches(request.actor)
    titles = _titles(request.actor, {row.type_key for row in rows})
    said = {"batches": [(row, _title(titles[row.type_key], row.move)) for row in rows]}
    return render(request, "finding/batches.html", said)


@require_POST
@staff_only
def new(request: ActorRequest) -> HttpResponse:
    """From chosen rows to a move, from a move to its form, from the form to the work."""
    seen = _seen(request)
    redraw_with(request, lambda message, wrong: _draw(request, seen, message, wrong))
    if not 1 <= len(seen) <= MOST_IN_BATCH:
        message = _("Choose between 1 and %(most)d cases.") % {"most": MOST_IN_BATCH}
        raise Invalid(message, fields={"case": message})
    if request.POST.get("step") != "do":
        return _draw(request, seen, "", {})
    whole = _together(request, seen)
    if whole is None:
        raise Conflict(_("None of these cases can be moved like that any more."))
    data = answers(whole.move.schema, request.POST)
    check_answers(whole.move.schema, data)
    batch = commands.begin_batch(
        move=whole.move.name,
        type_key=whole.type_key,
        data=data,
        chosen=[(row.id, row.number, seen[row.id]) for row in whole.rows],
        list_key=request.POST.get("list", ""),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    if not commands.work_batch(batch, most=AT_ONCE):
        commands.leave_to_workers(batch)
    return redirect("finding:batch", batch_id=batch)


@require_safe
@staff_only
def one(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """What became of each case; while some wait the page asks for itself."""
    sheet = queries.batch(request.actor, batch_id)
    known, key = cases.lists_of(request.actor), sheet.of.type_key
    said = {
        "sheet": sheet,
        "title": _title(_titles(request.actor, {key})[key], sheet.of.move),
        "back": sheet.of.list_key if sheet.of.list_key in known else "",
    }
    part = "#batch" if "HX-Request" in request.headers else ""
    response = render(request, f"finding/batch.html{part}", said)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _draw(
    request: ActorRequest, seen: Mapping[UUID, int], message: str, wrong: Mapping[str, str]
) -> HttpResponse:
    offers = queries.chosen_cases(request.actor, list(seen)[:MOST_IN_BATCH])
    whole = queries.together(offers, request.POST.get("move", ""))
    values: dict[str, Any] = dict(request.POST.items()) if request.POST.get("step") == "do" else {}
    said = {
        "seen": [f"{one.row.id}.{seen[one.row.id]}" for one in offers],
        "offers": offers,
        "moves": [(one, _said(one.move)) for one in queries.common_moves(offers)],
        "whole": whole,
        "title": _said(whole.move) if whole else "",
        "fields": _fields(whole, values, wrong) if whole else (),
        "message": message,
        "list_key": request.POST.get("list", ""),
        "receipt": request.POST.get("receipt") or uuid4().hex,
    }
    return render(request, "finding/batch_new.html", said)


def _fields(whole: Together, values: Mapping[str, Any], wrong: Mapping[str, str]) -> tuple[Field, ...]:
    first = whole.rows[0]
    about = Several(first.township, first.category)
    return fields_together(whole.move, first.definition_id, about, values, wrong)


def _together(request: ActorRequest, seen: Mapping[UUID, int]) -> Together | None:
    offers = queries.chosen_cases(request.actor, list(seen))
    return queries.together(offers, request.POST.get("move", ""))


def _seen(request: ActorRequest) -> dict[UUID, int]:
    """Chosen cases with the version each row was drawn from; what cannot be read was not chosen."""
    seen: dict[UUID, int] = {}
    for given in request.POST.getlist("case"):
        identifier, _dot, version = given.partition(".")
        try:
            seen[UUID(identifier)] = int(version) if len(version) < 10 else 0
        except ValueError:
            continue
    return seen


def _titles(actor: Actor, keys: Collection[str]) -> dict[str, Mapping[str, MoveWords]]:
    """Moves by kind of case, as they are called where the actor works."""
    place = actor.posts[0].scope.area
    known = {key: catalogue.case_type(key, place) for key in keys}
    return {key: catalogue.words(one.id, get_language() or "").moves for key, one in known.items()}


def _title(named: Mapping[str, MoveWords], move: str) -> str:
    return named[move].title if move in named else move


def _said(move: OfferedMove) -> str:
    """As the definition of its cases calls it."""
    return move.titles[language_of(get_language() or "")]
