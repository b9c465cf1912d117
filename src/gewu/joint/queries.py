"""Every read of joint work: agreements, batches with how far they have come, stops, and what was found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gewu.cases import queries as cases
from gewu.joint.models import PLANNING, Agreement, Batch, Deed, Problem, Stop
from gewu.joint.rules import Bond, DeedSort, Outcome, Progress, Sort, StopSeen, progress
from gewu.kernel import paging
from gewu.kernel.access import Actor, Tier
from gewu.kernel.filters import Chosen, Filter, parse
from gewu.kernel.ids import township_of
from gewu.kernel.models import nothing_here
from gewu.kernel.paging import Page
from gewu.layers import queries as layers
from gewu.people import queries as people
from gewu.places import queries as places

if TYPE_CHECKING:
    from gewu.people.models import Organisation

# Who goes to what lies under their post; offices go where they were sent.
GOING = frozenset(
    {"gridworker", "assistant", "gridlead", "chief", "clerk", "dispatcher", "checker", "supervisor"}
)
BONDS: Mapping[str, Promise] = {
    Bond.LINES: _("Lines and places act as one"),
    Bond.ORGANISATIONS: _("Organisations built together"),
    Bond.MEMBERS: _("Members looked after together"),
    Bond.ACTIVITIES: _("Activities held together"),
    Bond.RESOURCES: _("Resources used together"),
    Bond.SERVICES: _("Services given together"),
}
SORTS: Mapping[str, Promise] = {Sort.WORKDAY: _("Community work day"), Sort.VISIT: _("Collective visit")}
OUTCOMES: Mapping[str, Promise] = {
    Outcome.SETTLED: _("settled"),
    Outcome.CASE: _("became a case"),
    Outcome.NOTED: _("noted"),
}
DEEDS: Mapping[str, Promise] = {
    DeedSort.ACTIVITY: _("Activity"),
    DeedSort.RESOURCE: _("Resource lent or shared"),
}


def _running(state: object) -> Q:
    now = people.today()
    over = Q(ended_on__isnull=False) | Q(until__lt=now)
    return over if state == "over" else ~over


AGREEMENT_FILTERS = (
    Filter("bond", _("Kind of agreement"), choices=BONDS),
    Filter(
        "state",
        _("State"),
        choices={"on": _("in force"), "over": _("over")},
        narrow=_running,
    ),
)
BATCH_FILTERS = (
    Filter("sort", _("Sort"), choices=SORTS),
    Filter("state", _("State"), choices={"on": _("under way"), "over": _("closed")},
           narrow=lambda state: Q(closed_at__isnull=state == "on")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in a list."""

    batch: Batch
    progress: Progress


@dataclass(frozen=True, slots=True)
class StopLine:
    """A stop with its place and office in words, and what was found there."""

    stop: Stop
    place: str
    office: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class BatchSheet:
    """A batch with everything in it. `numbers`: of its cases, as far as the reader sees them."""

    batch: Batch
    progress: Progress
    stops: tuple[StopLine, ...]
    numbers: Mapping[UUID, str]
    may_plan: bool


@dataclass(frozen=True, slots=True)
class AgreementSheet:
    agreement: Agreement
    office: str
    place: str
    deeds: tuple[Deed, ...]
    may_plan: bool
    may_note: bool
    batches: tuple[BatchLine, ...] = ()


def agreement_of(batch: Batch) -> Agreement | None:
    """The agreement a batch was planned from."""
    if batch.agreement_id is None:
        return None
    return Agreement.objects.filter(township=batch.township, id=batch.agreement_id).first()


def stop_of_problem(actor: Actor, identifier: UUID) -> UUID:
    """The stop where something was found, or NotFound."""
    held = Problem.objects.filter(township=township_of(identifier)).by_id(identifier).first()
    if held is None:
        raise nothing_here()
    return Stop.objects.visible_to(actor).one(held.stop_id).id


def plans_in(actor: Actor) -> list[int]:
    """The townships run here where the actor plans."""
    here = [one.township for one in places.localities()]
    posts = [post for post in actor.posts if post.role in PLANNING]
    return [code for code in here if any(post.scope.low <= code <= post.scope.high for post in posts)]


def homes(actor: Actor) -> list[int]:
    """The townships run here where the actor is on duty."""
    return [one.township for one in places.localities() if actor.at_home_in(one.township)]


def batches(actor: Actor, *, chosen: Chosen, after: str | None = None, size: int = 30) -> Page[Batch]:
    rows = Batch.objects.visible_to(actor)
    return paging.page([chosen.apply(rows)], order=("-first_day", "-id"), after=after, size=size)


def lines_of(rows: Sequence[Batch]) -> list[BatchLine]:
    """Batches with how far each has come: three statements for each township."""
    found: dict[UUID, Progress] = {}
    for township in {row.township for row in rows}:
        ids = [row.id for row in rows if row.township == township]
        stops = list(Stop.objects.filter(township=township, batch_id__in=ids))
        problems = list(Problem.objects.filter(township=township, batch_id__in=ids))
        over = cases.closed_among(township, [one.case_id for one in problems if one.case_id])
        for one in ids:
            found[one] = _progress(
                [stop for stop in stops if stop.batch_id == one],
                [problem for problem in problems if problem.batch_id == one],
                over,
            )
    return [BatchLine(row, found[row.id]) for row in rows]


def batch_sheet(actor: Actor, identifier: UUID) -> BatchSheet:
    """One batch: its stops in the order of their places, what was found, and what became of it."""
    row = Batch.objects.visible_to(actor).one(identifier)
    stops = stops_of(row)
    problems = list(Problem.objects.filter(township=row.township, batch_id=row.id).order_by("found_at", "id"))
    ids = [one.case_id for one in problems if one.case_id]
    over = cases.closed_among(row.township, ids)
    return BatchSheet(
        batch=row,
        progress=_progress(stops, problems, over),
        stops=tuple(sorted(_lines(stops, problems), key=lambda line: line.place)),
        numbers=cases.seen_among(actor, set(ids), row.township),
        may_plan=row.township in plans_in(actor),
    )


def stop_line(actor: Actor, identifier: UUID) -> StopLine:
    """One stop with what was found there."""
    row = Stop.objects.visible_to(actor).one(identifier)
    problems = Problem.objects.filter(township=row.township, batch_id=row.batch_id, stop_id=row.id)
    return _lines([row], list(problems.order_by("found_at", "id")))[0]


def batch_of(stop: Stop) -> Batch:
    return Batch.objects.one(stop.batch_id)


def stops_of(row: Batch) -> list[Stop]:
    return list(Stop.objects.filter(township=row.township, batch_id=row.id).order_by("due_on", "id"))


def waiting_for(actor: Actor, most: int = 5) -> list[StopLine]:
    """The stops that the actor's offices still have to visit, the most pressing first."""
    if not actor.organisations:
        return []
    rows = Stop.objects.visible_to(actor).filter(office__in=actor.organisations, visited_on=None)
    open_batches = {row.id for row in Batch.objects.visible_to(actor).filter(closed_at=None)}
    waiting = [row for row in rows.order_by("due_on", "id")[: most + 20] if row.batch_id in open_batches]
    return _lines(waiting[:most], [])


def goes_to(actor: Actor, stop: Stop) -> bool:
    """Whether a stop is the actor's: of an office of theirs, or of a place under one of their posts."""
    if stop.office in actor.organisations:
        return True
    where = ground_of_stop(stop)
    path = set(places.area(where).path) if where else set()
    return any(post.scope.area in path and post.role in GOING for post in actor.posts)


def ground_of_stop(stop: Stop) -> UUID | None:
    """The place of the tree that a stop falls on: for an area of a layer, the community with most of it."""
    if stop.place_id:
        return stop.place_id
    area = layers.area_of_id(stop.layer_area_id) if stop.layer_area_id else None
    return (area.in_community if area else None) or places.area_by_code(f"{stop.township:09d}").id


def agreements(actor: Actor, *, chosen: Chosen, after: str | None = None, size: int = 30) -> Page[Agreement]:
    rows = Agreement.objects.visible_to(actor)
    return paging.page([chosen.apply(rows)], order=("-since", "-id"), after=after, size=size)


def agreement_sheet(actor: Actor, identifier: UUID) -> AgreementSheet:
    row = Agreement.objects.visible_to(actor).one(identifier)
    names = layers.office_names([row.office])
    may_plan = row.township in plans_in(actor)
    planned = Batch.objects.filter(township=row.township, agreement_id=row.id)
    return AgreementSheet(
        agreement=row,
        office=names.get(row.office, "") if row.office else "",
        place=_where(row.place_id, row.layer_area_id),
        deeds=tuple(Deed.objects.filter(township=row.township, agreement_id=row.id).order_by("-day", "-id")),
        may_plan=may_plan,
        may_note=row.ended_on is None and (may_plan or row.office in actor.organisations),
        batches=tuple(lines_of(list(planned.order_by("-first_day", "-id")[:20]))),
    )


def agreements_for(township: int, layer_area: UUID) -> list[Agreement]:
    """The agreements made for an area of a layer."""
    return list(
        Agreement.objects.filter(township=township, layer_area_id=layer_area).order_by("-since", "-id")
    )


def offices_of(township: int) -> dict[UUID, "Organisation"]:
    """The offices of a township that go out or make agreements."""
    return {one.id: one for one in people.organisations_of(township)}


def places_of(township: int) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Where stops may be: places of the tree, and areas of layers in force; by what they are called."""
    top = places.area_by_code(f"{township:09d}")
    english = (get_language() or "").startswith("en")
    tree = {
        place.id: place.name_en if english else place.short
        for tier in (Tier.COMMUNITY, Tier.GRID, Tier.CELL)
        for place in places.under(top.id, tier)
    }
    areas = layers.in_force(township)
    return tree, {row.id: row.name_en if english else row.name_zh for row in areas}


def chosen_batches(given: Mapping[str, str]) -> Chosen:
    return parse(BATCH_FILTERS, given)


def chosen_agreements(given: Mapping[str, str]) -> Chosen:
    return parse(AGREEMENT_FILTERS, given)


def _lines(stops: Sequence[Stop], problems: Iterable[Problem]) -> list[StopLine]:
    names = layers.office_names(stop.office for stop in stops)
    areas = layers.named([stop.layer_area_id for stop in stops if stop.layer_area_id])
    found: dict[UUID, tuple[Problem, ...]] = {}
    for one in problems:
        found[one.stop_id] = (*found.get(one.stop_id, ()), one)
    return [
        StopLine(
            stop,
            _place(stop.place_id) if stop.place_id else areas.get(stop.layer_area_id or stop.id, ""),
            names.get(stop.office, "") if stop.office else "",
            found.get(stop.id, ()),
        )
        for stop in stops
    ]


def _where(place: UUID | None, layer_area: UUID | None) -> str:
    if place:
        return _place(place)
    return layers.named([layer_area]).get(layer_area, "") if layer_area else ""


def _place(identifier: UUID) -> str:
    place = places.area(identifier)
    if not (get_language() or "").startswith("en"):
        return place.short
    # In English a grid says only its kind and number.
    above = (one.name_en for one in places.path(identifier) if one.tier == Tier.COMMUNITY)
    return ", ".join(dict.fromkeys([*above, place.name_en]))


def _progress(stops: Sequence[Stop], problems: Sequence[Problem], over: frozenset[UUID]) -> Progress:
    return progress(
        (StopSeen(stop.visited_on is not None, stop.due_on, stop.households) for stop in stops),
        ((Outcome(one.outcome), one.case_id) for one in problems),
        over,
        people.today(),
    )
