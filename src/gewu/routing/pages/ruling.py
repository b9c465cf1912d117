"""The rules of a place: their list with its dry run, writing one, ordering, switching, deleting."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
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
from gewu.routing import commands, queries, suggesting
from gewu.routing.asked import tidied
from gewu.routing.models import MAY_SWITCH, MAY_WRITE, RoutingRule
from gewu.routing.pages import questions
from gewu.routing.rules import Tally
from gewu.ui.redraw import redraw_with

if TYPE_CHECKING:
    from gewu.people.models import Organisation

writers = for_roles(*sorted(MAY_WRITE))
SHOWN = 5
# The name of a rule that nobody keeps yet.
UNKEPT = UUID(int=0)


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
    return redirect(_list_of(township))


@require_http_methods(["GET", "HEAD", "POST"])
@writers
def one(request: ActorRequest, rule_id: UUID) -> HttpResponse:
    """Look at a rule and change it."""
    row = queries.rule_row(request.actor, rule_id)
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
    return redirect(_list_of(row.township))


@require_POST
@writers
def attempt(request: ActorRequest) -> HttpResponse:
    """What a rule would have done, before anybody keeps it."""
    rule_id = questions.identifier(request.POST.get("rule", ""))
    row = queries.rule_row(request.actor, rule_id) if rule_id else None
    township = row.township if row else _township(request)
    _redraw(request, township, row)
    commands.require_writer(request.actor, township)
    tidy = tidied(township, questions.asked(request.POST))
    tally, looked_at = queries.try_rule(township, tidy.as_rule(row.id if row else UNKEPT))
    tried = {"tally": tally, "looked_at": looked_at, **_told(request, tally, township)}
    return _draw(request, township, request.POST, row, tried=tried)


@require_POST
@writers
def act(request: ActorRequest, rule_id: UUID, deed: str) -> HttpResponse:
    """Move a rule up or down, switch it, delete it, or bring it back."""
    back = _list_of(_any_row(request, rule_id).township)
    if deed == "restore":
        commands.restore_rule(rule_id=rule_id, actor=request.actor)
        messages.success(request, _("The rule is back."))
        return redirect(back)
    seen: dict[str, Any] = {"rule_id": rule_id, "actor": request.actor}
    seen["seen_version"] = questions.version(request.POST)
    if deed in {"up", "down"}:
        commands.move_rule(up=deed == "up", **seen)
    elif deed == "switch":
        commands.switch_rule(**seen)
    elif deed == "delete":
        commands.delete_rule(**seen)
        return redirect(f"{back}&deleted={rule_id}")
    else:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return redirect(back)


@require_POST
@for_roles(*sorted(MAY_SWITCH))
def automatic(request: ActorRequest) -> HttpResponse:
    """Let the rules of a place act by themselves, or stop them."""
    wanted = request.POST.get("automatic") == "on"
    township = _township(request)
    commands.steer(township=township, automatic=wanted, actor=request.actor)
    said = _("The rules act by themselves now.") if wanted else _("The rules only suggest now.")
    messages.success(request, said)
    return redirect(_list_of(township))


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
    tried: Mapping[str, object] | None = None,
) -> HttpResponse:
    page = {
        "rule": row,
        "fields": questions.of(township, given, wrong or {}),
        "message": message,
        "receipt": given.get("receipt") or uuid4().hex,
        "version": given.get("seen_version") or (row.version if row else 0),
        "tried": tried,
        "place": township,
        "place_name": _name(township),
        "back": _list_of(township),
    }
    return render(request, "routing/rule.html", page)


def _page(request: ActorRequest, township: int) -> dict[str, object]:
    rows = queries.rule_rows(request.actor, township)
    tallies, looked_at = queries.dry_run(township)
    by_rule = {tally.rule.id: tally for tally in tallies}
    offices = people.organisations(row.office for row in rows)
    names = questions.category_names()
    seen = _seen(request, tallies, township)
    return {
        "lines": [_line(row, by_rule.get(row.id), offices.get(row.office), names, seen) for row in rows],
        "looked_at": looked_at,
        "automatic": queries.is_automatic(township),
        "may_switch": _may_switch(request, township),
        "teaching": suggesting.teaching(township),
        "measured": suggesting.MEASURED,
        "deleted": questions.identifier(request.GET.get("deleted", "")),
        "place": township,
        "place_name": _name(township),
        "new_page": f"{reverse('routing:new')}?place={township}",
        "places": [(code, _name(code)) for code in queries.writable(request.actor, MAY_WRITE)],
        "now": clock.now(),
    }


def _line(
    row: RoutingRule,
    tally: Tally | None,
    office: "Organisation | None",
    names: Mapping[str, str],
    seen: Mapping[UUID, str],
) -> dict[str, object]:
    """A rule with what it asks and what became of it."""
    return {
        "rule": row,
        "office": queries.office_name(office),
        "closed": office is None or not office.inbox_open,
        "asks": questions.said(queries.rule_of(row), names),
        "tally": tally,
        **_outcome(tally, seen),
    }


def _told(request: ActorRequest, tally: Tally, township: int) -> dict[str, object]:
    return _outcome(tally, _seen(request, [tally], township))


def _outcome(tally: Tally | None, seen: Mapping[UUID, str]) -> dict[str, object]:
    """How often past cases went to the same office, and some that did not, as far as one may see them."""
    if tally is None:
        return {}
    listed = tally.elsewhere[:SHOWN]
    return {
        "share": round(100 * tally.agreed / tally.hits) if tally.hits else 0,
        "shadow": tally.shadowed_by.name if tally.shadowed_by else "",
        "elsewhere": [(past.id, seen[past.id]) for past in listed if past.id in seen],
    }


def _seen(request: ActorRequest, tallies: Iterable[Tally], township: int) -> Mapping[UUID, str]:
    elsewhere = {past.id for tally in tallies for past in tally.elsewhere[:SHOWN]}
    return cases.seen_among(request.actor, elsewhere, township)


def _may_switch(request: ActorRequest, township: int) -> bool:
    return township in queries.writable(request.actor, MAY_SWITCH)


def _name(township: int) -> str:
    place = places.area_by_code(f"{township:09d}")
    return place.name_en if (get_language() or "").startswith("en") else place.short


def _list_of(township: int) -> str:
    return f"{reverse('routing:rules')}?place={township}"


def _township(request: ActorRequest) -> int:
    """The place that is asked for, else the first whose rules the actor writes."""
    here = queries.writable(request.actor, MAY_WRITE)
    if not here:
        raise NotAllowed(_("This page is not part of your post."))
    wanted = request.POST.get("place") or request.GET.get("place") or str(here[0])
    chosen = next((code for code in here if str(code) == wanted), None)
    if chosen is None:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return chosen


def _any_row(request: ActorRequest, rule_id: UUID) -> RoutingRule:
    return RoutingRule.objects.visible_to(request.actor).one(rule_id)
