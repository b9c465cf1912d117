"""Reads of the planner: runs and proposals one may see, what a form begins with, communities to choose."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gewu.kernel.access import Actor, Tier
from gewu.kernel.errors import NotFound
from gewu.kernel.models.operational import nothing_here
from gewu.places import queries as places
from gewu.places.queries import Level, Locality, Place
from gewu.places.surveying import surveyed
from gewu.planner import rules, written
from gewu.planner.gathering import planned_level
from gewu.planner.models import Proposal, Run
from gewu.planner.values import Aim, Grid, Measures, Stuck, Wishes
from gewu.redraw import queries as redraw

MOST_RUNS = 30


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the form of a township begins with."""

    locality: Locality
    level: Level
    communities: tuple[Place, ...]
    low: int
    high: int
    size: int
    # The place itself sets the range.
    ranged: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as it is read: figures first, grids when they are asked for."""

    id: UUID
    aim: Aim
    measures: Measures
    stuck: tuple[Stuck, ...]
    parted: tuple[int, ...]
    draft: UUID | None


@dataclass(frozen=True, slots=True)
class Divided:
    """An area that proposed grids cut: number of the grid and households there, most of them first."""

    area: Place
    parts: tuple[tuple[int, int], ...]


def townships(actor: Actor) -> tuple[Locality, ...]:
    """The places that somebody may plan for."""
    return tuple(one for one in places.localities() if may_ask(actor, one.township) and _has_ground(one))


def may_ask(actor: Actor, township: int) -> bool:
    """Whoever draws new borders there may have them proposed."""
    return redraw.may(actor, "drafts", township)


def beginning(township: int) -> Beginning:
    """The range of the place, and grids as large as today's; NotFound where no township is run."""
    locality = places.locality_of(township)
    if locality is None:
        raise NotFound(str(places.NO_PLACE))
    level = planned_level(locality)
    town = places.area_by_code(str(township))
    grids = places.under(town.id, level.tier)
    households = town.households or 0
    low, high = level.households or rules.usual_range(households, len(grids))
    return Beginning(
        locality=locality,
        level=level,
        communities=communities_of(township),
        low=low,
        high=high,
        size=rules.usual_size(low, high, households, len(grids)),
        ranged=level.households is not None,
    )


def communities_of(township: int) -> tuple[Place, ...]:
    """The communities that have ground, by code: their borders stay."""
    town = places.area_by_code(str(township))
    return tuple(
        place
        for place in places.under(town.id, Tier.COMMUNITY)
        if place.retired_at is None and place.households
    )


def runs(actor: Actor) -> list[Run]:
    """The newest first."""
    return list(Run.objects.visible_to(actor).order_by("-asked_at", "-id")[:MOST_RUNS])


def run(actor: Actor, identifier: UUID) -> Run:
    """The run, or NotFound where it is not the actor's to see."""
    return Run.objects.visible_to(actor).one(identifier)


def proposals(row: Run) -> tuple[Proposed, ...]:
    """What a run answered, in the order of the aims, without the grids."""
    found = {one.aim: one for one in Proposal.objects.of(row).defer("grids")}
    return tuple(proposed(found[aim]) for aim in Aim if aim in found)


def proposal(actor: Actor, identifier: UUID) -> tuple[Run, Proposal]:
    """A proposal with its run, or NotFound."""
    row = Proposal.objects.by_id(identifier).first()
    if row is None:
        raise nothing_here()
    return run(actor, row.run_id), row


def proposed(row: Proposal) -> Proposed:
    return Proposed(
        id=row.id,
        aim=Aim(row.aim),
        measures=written.measures_of(row.measures),
        stuck=tuple(written.stuck_of(one) for one in row.stuck),
        parted=tuple(row.parted),
        draft=row.draft_id,
    )


def grids(row: Proposal) -> tuple[Grid, ...]:
    """The grids of a proposal, in the order of their communities, each from north to south."""
    return tuple(written.grid_of(kept) for kept in row.grids)


def wishes(row: Run) -> Wishes:
    return written.wishes_of(row.wishes)


def today(row: Run) -> Measures | None:
    """The grids of today, once the run is done."""
    return written.measures_of(row.today) if row.today else None


def level_of(row: Run) -> Level:
    """The rung of the ladder that is planned; NotFound where the township is run no more."""
    locality = places.locality_of(row.township)
    if locality is None:
        raise NotFound(str(places.NO_PLACE))
    return locality.level(row.level)


def is_deepest(row: Run) -> bool:
    """Whether the grids that are planned are divided no further."""
    locality = places.locality_of(row.township)
    return locality is not None and locality.levels[-1].key == row.level


def divided(run: Run, row: Proposal) -> tuple[Divided, ...]:
    """The areas below today's grids that the proposed ones cut, by code; none where grids are the deepest."""
    if is_deepest(run):
        return ()
    grid_of = {house: number for number, grid in enumerate(grids(row), 1) for house in grid.houses}
    homes: dict[UUID, Counter[int]] = {}
    for house in surveyed(run.township).houses:
        if house.id in grid_of and house.area is not None and house.households:
            homes.setdefault(house.area, Counter())[grid_of[house.id]] += house.households
    cut = [
        Divided(places.area(area), tuple(own.most_common())) for area, own in homes.items() if len(own) > 1
    ]
    return tuple(sorted(cut, key=lambda one: one.area.code))


def replaced(row: Run) -> tuple[Place, ...]:
    """The grids of today in whose place the proposed ones come."""
    tier = level_of(row).tier
    inside = (place for area in row.areas for place in places.under(area, tier))
    return tuple(one for one in inside if one.retired_at is None)


def estates_named(areas: Sequence[UUID]) -> Mapping[str, UUID]:
    """The estates of these communities by their names, in either language."""
    found: dict[str, UUID] = {}
    for area in areas:
        for estate in places.estates_in(area):
            if estate.kind == "estate":
                found |= {estate.name: estate.id, estate.name_en: estate.id}
    return found


def _has_ground(locality: Locality) -> bool:
    return locality.boundaries is not None
