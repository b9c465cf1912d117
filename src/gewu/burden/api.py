"""The burden meter over HTTP: counters only."""

from typing import Any

from ninja import Query, Router

from gewu.burden import queries
from gewu.burden.schemas import BurdenOut, BurdenQuery
from gewu.kernel.access import ActorRequest

router = Router(tags=["burden"])


@router.get("", response=BurdenOut, summary="What forms cost, what was known, and what could be dropped")
def meter(request: ActorRequest, wanted: Query[BurdenQuery]) -> Any:
    return queries.meter(request.actor, period=wanted.period, township=wanted.township)
