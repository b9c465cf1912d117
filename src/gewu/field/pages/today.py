"""The first page of a day: what is mine to do, what came back, what became of what I reported."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.cases import queries
from gewu.cases.queries import CaseRow, Worklist
from gewu.cases.queries.worklists import today as this_day
from gewu.field import reach, work
from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.errors import NotFound
from gewu.people.access import staff_only

REPORTED = "reported"
SHOWN, RECENT = 20, 5


@require_safe
@staff_only
def today(request: ActorRequest) -> HttpResponse:
    """Everything at one glance."""
    lists = queries.worklists(request.actor)
    own = tuple(one for one in lists if one.key in work.OWN_WORK)
    day = this_day()
    reported = _reported(request.actor)
    page = {
        "day": work.day_of(_own_work(request.actor, own), ends=day.ends),
        "own": own,
        "cut": tuple(one for one in own if one.count > SHOWN),
        "back": work.came_back(reported, now=day.now),
        "recent": reported[:RECENT],
        "others": tuple(one for one in lists if one not in own and one.key != REPORTED and one.count),
        "may_report": reach.may_report(request.actor),
    }
    return render(request, "field/today.html", page)


@require_safe
@staff_only
def one_list(request: ActorRequest, key: str) -> HttpResponse:
    """One worklist, page by page."""
    shown = next((one for one in queries.worklists(request.actor) if one.key == key), None)
    if shown is None:
        raise NotFound(_("There is no such list, or it is not part of your post."))
    page = queries.worklist(request.actor, key, after=request.GET.get("after") or None, size=SHOWN)
    return render(request, "field/list.html", {"shown": shown, "page": page, "of_mine": key == REPORTED})


def _own_work(actor: Actor, own: tuple[Worklist, ...]) -> list[CaseRow]:
    pages = [queries.worklist(actor, one.key, size=SHOWN) for one in own if one.count]
    return [row for page in pages for row in page.items]


def _reported(actor: Actor) -> tuple[CaseRow, ...]:
    if REPORTED not in queries.lists_of(actor):
        return ()
    return tuple(queries.worklist(actor, REPORTED, size=SHOWN).items)
