"""The rules of a place: their list with its dry run, writing one, ordering, switching, deleting."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.cases import queries as cases
from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotAllowed, NotFound
from gewu.people import queries as people
from gewu.people.access import for_roles
from gewu.places import queries as places
from gewu.routing import commands, queries
from gewu.routing.models import MAY_SWITCH, MAY_WRITE, RoutingRule
from gewu.routing.pages import questions
from gewu.routing.queries import LOOKED_BACK
from gewu.routing.rules import Rule, Tally
from gewu.ui.redraw import redraw_with

writers = for_roles(*sorted(MAY_WRITE))
SHOWN = 5


@require_safe
@writers
def every(request: ActorRequest) -> HttpResponse:
    """The rules in their order, with what each would have done lately."""
    return render(request, "routing/rules.html", _page(request, _township(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@writers
def new(request: ActorRequest) -> HttpResponse:
    """Write a rule."""
    township = _township(request)
    if request.method != "POST":
        return _draw(request, township, {}, None)
    _redraw(request, township, None)
    commands.make_rule(
        township=township,
        asked=questions.asked(request.POST),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("The rule is in force."))
    return redirect("routing:rules")


@require_http_methods(["GET", "HEAD", "POST"])
@writers
def one(request: ActorRequest, rule_id: UUID) -> HttpResponse:
    """Look at a rule and change it."""
    row = _row(request, rule_id)
    if request.method != "POST":
        return _draw(request, row.township, questions.typed(row), row)
    _redraw(request, row.township, row)
    commands.change_rule(
        rule_id=row.id,
        asked=questions.asked(request.POST),
        seen_version=questions.version(request.POST),
        actor=request.actor,
    )
    messages.success(request, _("The rule is changed."))
    return redirect("routing:rules")


@require_POST
@writers
def act(request: ActorRequest, rule_id: UUID, deed: str) -> HttpResponse:
    """Move a rule up or down, switch it, delete it, or bring it back."""
    if deed == "restore":
        commands.restore_rule(rule_id=rule_id, actor=request.actor)
        messages.success(request, _("The rule is back."))
        return redirect("routing:rules")
    seen: dict[str, Any] = {"rule_id": rule_id, "actor": request.actor}
    seen["seen_version"] = questions.version(request.POST)
    if deed in {"up", "down"}:
        commands.move_rule(up=deed == "up", **seen)
    elif deed == "switch":
        commands.switch_rule(**seen)
    elif deed == "delete":
        commands.delete_rule(**seen)
        return redirect(f"{reverse('routing:rules')}?deleted={rule_id}")
    else:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return redirect("routing:rules")


@require_POST
@for_roles(*sorted(MAY_SWITCH))
def automatic(request: ActorRequest) -> HttpResponse:
    """Let the rules of a place act by themselves, or stop them."""
    wanted = request.POST.get("automatic") == "on"
    commands.steer(township=_township(request), automatic=wanted, actor=request.actor)
    said = _("The rules act by themselves now.") if wanted else _("The rules only suggest now.")
    messages.success(request, said)
    return redirect("routing:rules")


def _redraw(request: ActorRequest, township: int, row: RoutingRule | None) -> None:
    """The form again as it was typed, should the command refuse."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        return _draw(request, township, request.POST, row, message=message, wrong=wrong)

    redraw_with(request, draw)


def _draw(
    request: ActorRequest,
    township: int,
    given: Mapping[str, Any],
    row: RoutingRule | None,
    *,
    message: str = "",
    wrong: Mapping[str, str] | None = None,
) -> HttpResponse:
    page = {
        "rule": row,
        "fields": questions.of(township, given, wrong or {}),
        "message": message,
        "receipt": given.get("receipt") or uuid4().hex,
        "version": given.get("seen_version") or (row.version if row else 0),
    }
    return render(request, "routing/rule.html", page)


def _page(request: ActorRequest, township: int) -> dict[str, object]:
    rows = queries.rule_rows(request.actor, township)
    tallies, looked_at = queries.dry_run(township)
    by_rule = {tally.rule.id: tally for tally in tallies}
    offices = people.organisations(row.office for row in rows)
    elsewhere = {past.id for tally in tallies for past in tally.elsewhere[:SHOWN]}
    seen = cases.seen_among(request.actor, elsewhere, township)
    return {
        "lines": [
            {
                "rule": row,
                "office": queries.office_name(offices.get(row.office)),
                "asks": questions.said(row),
                "tally": by_rule.get(row.id),
                "share": _share(by_rule.get(row.id)),
                "shadow": _named(by_rule.get(row.id)),
                "elsewhere": _elsewhere(by_rule.get(row.id), seen),
            }
            for row in rows
        ],
        "looked_at": looked_at,
        "looked_back": LOOKED_BACK,
        "automatic": queries.is_automatic(township),
        "may_switch": bool(request.actor.roles & MAY_SWITCH),
        "teaching": queries.teaching(township),
        "deleted": questions.identifier(request.GET.get("deleted", "")),
        "place": _place(township),
        "now": clock.now(),
    }


def _elsewhere(tally: Tally | None, seen: Mapping[UUID, str]) -> list[tuple[UUID, str]]:
    listed = tally.elsewhere[:SHOWN] if tally else []
    return [(past.id, seen[past.id]) for past in listed if past.id in seen]


def _share(tally: Tally | None) -> int:
    return round(100 * tally.agreed / tally.hits) if tally and tally.hits else 0


def _named(tally: Tally | None) -> str:
    shadow: Rule | None = tally.shadowed_by if tally else None
    return shadow.name if shadow else ""


def _place(township: int) -> str:
    place = places.area_by_code(str(township))
    return place.name_en if (get_language() or "").startswith("en") else place.short


def _township(request: ActorRequest) -> int:
    here = queries.writable(request.actor, MAY_WRITE)
    if not here:
        raise NotAllowed(_("This page is not part of your post."))
    return here[0]


def _row(request: ActorRequest, rule_id: UUID) -> RoutingRule:
    return RoutingRule.objects.visible_to(request.actor).filter(deleted_at=None).one(rule_id)
