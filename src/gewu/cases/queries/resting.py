"""How many open cases rest in which stage: for whoever is about to change the stages."""

from collections.abc import Collection

from django.db.models import Count

from gewu.cases.models import OPEN_WORK, Case
from gewu.kernel.access import Scope, Tier

LEVELS = {Tier.COMMUNITY: "in_community", Tier.GRID: "in_grid", Tier.CELL: "in_cell"}


def resting(type_key: str, scope: Scope, stages: Collection[str]) -> dict[str, int]:
    """Stage → open cases of this kind that rest there, under the area of the scope; none: left out."""
    if not stages:
        return {}
    here = {LEVELS[scope.tier]: scope.area} if scope.tier in LEVELS else {}
    found = Case.objects.filter(
        OPEN_WORK,
        township__gte=scope.low,
        township__lte=scope.high,
        stage__in=stages,
        type_key=type_key,
        **here,
    )
    return dict(found.order_by().values_list("stage").annotate(count=Count("id")))
