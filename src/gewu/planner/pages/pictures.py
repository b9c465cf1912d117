"""Maps of proposals and of today as pictures: they need no script and go on paper."""

from collections import Counter
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gewu.kernel.access import ActorRequest
from gewu.places import queries as places
from gewu.places.surveying import surveyed
from gewu.planner import painting, queries
from gewu.planner.pages.asking import planners
from gewu.planner.painting import Painted


@require_safe
@planners
def picture(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    """The grids of a proposal; `?today=1` with the borders of today above them."""
    run, row = queries.proposal(request.actor, proposal_id)
    grids = [Painted(number, grid.ground, grid.in_range) for number, grid in enumerate(queries.grids(row), 1)]
    ground = surveyed(run.township)
    today = [ground.grounds[one.id] for one in queries.replaced(run) if one.id in ground.grounds]
    return _svg(painting.svg(grids, ground.lines, today if "today" in request.GET else ()))


@require_safe
@planners
def today_picture(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    """The grids of today on the ground of a run."""
    run = queries.run(request.actor, plan_id)
    wishes, ground = queries.wishes(run), surveyed(run.township)
    homes: Counter[UUID] = Counter()
    for house in ground.houses:
        for step in places.area(house.area).path if house.area else ():
            homes[step] += house.households
    drawn = [one for one in queries.replaced(run) if one.id in ground.grounds]
    grids = [
        Painted(number, ground.grounds[one.id], wishes.low <= homes[one.id] <= wishes.high)
        for number, one in enumerate(drawn, 1)
    ]
    return _svg(painting.svg(grids, ground.lines))


def _svg(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=300"
    return response
