"""The place itself: what its file configures, and how many of each there are today."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.desk.addresses.browse import locality_here
from gewu.kernel.access import ActorRequest
from gewu.people import queries as people
from gewu.people.access import staff_only
from gewu.places import overview, queries
from gewu.places.locality import Level, Locality
from gewu.places.sizes import StaffRule
from gewu.places.values import Place

STAFFING = frozenset({"chief", "admin", "supervisor", "overseer"})
COUNTED = {
    "registered": gettext_lazy("registered"),
    "resident": gettext_lazy("resident"),
    "floating": gettext_lazy("floating"),
}
USES = {
    "main": gettext_lazy("the number that counts"),
    "old": gettext_lazy("a former number"),
    "external": gettext_lazy("for other systems"),
}
FEATURES = {
    "map": gettext_lazy("map of the grids"),
    "open311": gettext_lazy("Open311 for other programs"),
    "deadlines": gettext_lazy("deadlines and calendars"),
    "duties": gettext_lazy("what a grid worker does"),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """A staffing rule in words: on what, who, and how many of them."""

    level: str
    who: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Line:
    """A level as it is drawn; `outside` is None where its sizes have no range."""

    level: Level
    count: str
    planned: str
    today: str
    outside: int | None
    example: Place | None


@require_safe
@staff_only
def place(request: ActorRequest) -> HttpResponse:
    """`?place=` chooses among several."""
    own = locality_here(request)
    said = {
        "own": own,
        "places": [one for one in queries.localities() if request.actor.at_home_in(one.township)],
        "lines": [_line(rung) for rung in overview.rungs(own)],
        "schemes": [(str(USES[use.use]), scheme) for use, scheme in overview.schemes_of(own)],
        "counts": [
            (str(COUNTED[count.kind]), count, f"{count.households or 0:,}", f"{count.people or 0:,}")
            for count in own.population
        ],
        "duties": list(_duties(own)),
        "features": [str(FEATURES[feature]) for feature in own.features],
        "versions": queries.versions_of(own.township),
        "may_staff": bool(request.actor.roles & STAFFING),
    }
    return render(request, "desk/place.html", said)


def _line(rung: overview.Rung) -> Line:
    sizes, ranged = rung.sizes, rung.level.households
    return Line(
        level=rung.level,
        count=f"{rung.count:,}",
        planned=f"{ranged[0]}–{ranged[1]}" if ranged else "",
        today=_said(sizes) if sizes else "",
        outside=sizes.outside if sizes and ranged else None,
        example=rung.example,
    )


def _said(sizes: overview.Sizes) -> str:
    if sizes.least == sizes.most:
        return f"{sizes.most:,}"
    return f"{sizes.least:,} – {sizes.mean:,} – {sizes.most:,}"


def _duties(own: Locality) -> Iterator[Duty]:
    language = get_language() or "zh-hans"
    for rule in own.staffing:
        roles = [people.role_name(role, language, own.township) for role in rule.roles]
        who = rule.name.in_language(language) if rule.name else " / ".join(roles)
        yield Duty(own.level(rule.level).in_language(language), who, _(", ").join(_wanted(rule)))


def _wanted(rule: StaffRule) -> Iterator[str]:
    """How many of them: on each, altogether, and how many people share them."""
    if rule.each:
        low, high = rule.each
        yield _("%(n)s on each") % {"n": low if low == high else f"{low}–{high}" if high < 99 else f"≥ {low}"}
    if rule.total:
        yield _("%(n)s altogether") % {"n": f"{rule.total:,}"}
    if rule.persons:
        yield _("%(n)s people share them") % {"n": f"{rule.persons:,}"}
    if rule.partner:
        yield _("somebody next door acts for each (AB pair)")
