"""Every write of the planner: asking, working out, adopting into a draft of new borders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, ids, journal, receipts
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed
from gewu.kernel.jobs import job
from gewu.places import queries as places
from gewu.planner import gathering, proposing, queries, rules, written
from gewu.planner.ground import survey
from gewu.planner.models import Proposal, Run
from gewu.planner.values import BARRIERS, Aim, Grid, Measures, Town, Wishes
from gewu.planner.values import Proposal as Answer
from gewu.redraw import commands as redraw
from gewu.redraw.adopting import Proposed as Shape
from gewu.redraw.carrying import Parts
from gewu.redraw.queries import PLANNER

MOST_WISHES = 20


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody wants proposed: some communities (none: all of them) and what their grids are to be."""

    township: int
    areas: tuple[UUID, ...]
    wishes: Wishes


def ask(*, asking: Asking, actor: Actor, receipt: str | None = None) -> UUID:
    """Have proposals worked out; answers with the run. The work is a job: it goes on when nobody watches."""
    request = {
        "township": asking.township,
        "areas": sorted(str(area) for area in asking.areas),
        "wishes": written.of_wishes(asking.wishes),
    }
    done = receipts.once(actor=actor, key=receipt, request=request, do=lambda: str(_ask(asking, actor).id))
    return UUID(str(done))


@job("planner.propose")
def propose(run: UUID) -> None:
    """Work out the proposals of a run. Killed half-way it begins anew; done twice it changes nothing."""
    row = Run.objects.one(run)
    if row.state == Run.State.DONE:
        return
    row.state, row.started_at, row.done, row.of = Run.State.RUNNING, clock.now(), 0, 0
    row.write("state", "started_at", "done", "of")
    version, town = gathering.gathered(row.township, row.areas, queries.level_of(row))
    today, answers = _answers(town, queries.wishes(row), _steps(row))
    row.version_id, row.today = version, written.of_measures(today)
    row.cases = sum(house.cases for house in town.houses)
    row.visits = sum(house.visits for house in town.houses)
    _keep(row, answers)


def adopt(
    *, proposal: UUID, title: str, actor: Actor, parts: Parts = "join", receipt: str | None = None
) -> UUID:
    """Take a proposal over into a new draft of borders; answers with the draft.

    Where the planned grids are divided further, their areas are carried along; `parts` says what becomes of
    one that is cut. Conflict where it was taken over already, or borders changed since it was worked out.
    """
    request = {"proposal": str(proposal), "title": title, "parts": parts}
    done = receipts.once(
        actor=actor, key=receipt, request=request, do=lambda: str(_adopt(proposal, title, parts, actor))
    )
    return UUID(str(done))


@transaction.atomic
def _adopt(identifier: UUID, title: str, parts: Parts, actor: Actor) -> UUID:
    run, _seen = queries.proposal(actor, identifier)
    if not queries.may_ask(actor, run.township):
        raise NotAllowed(_("Only whoever drafts for this place has new grids proposed."))
    row = Proposal.objects.select_for_update().one(identifier)
    _refuse_adopting(run, row)
    draft = redraw.begin(township=run.township, title=title, actor=actor)
    take = redraw.adopt if queries.is_deepest(run) else partial(redraw.carry, parts=parts)
    grids = queries.grids(row)
    # Where nobody lives nothing was proposed: there everything stays.
    inhabited = {grid.area for grid in grids}
    take(
        draft_id=draft.id,
        areas=[place.id for place in queries.replaced(run) if not inhabited.isdisjoint(place.path)],
        shapes=[_shape(grid) for grid in grids],
        seen_version=draft.version,
        actor=actor,
        origin=PLANNER,
    )
    row.draft_id, row.adopted_by, row.adopted_at = draft.id, actor.user, clock.now()
    row.write("draft_id", "adopted_by", "adopted_at")
    facts: dict[str, Any] = {"proposal": str(row.id), "aim": row.aim, "draft": str(draft.id)}
    journal.record("planner.adopted", subject=run, actor=actor, **facts)
    return draft.id


def _shape(grid: Grid) -> Shape:
    """A grid that takes the place of one of today keeps its number: no more people move than was said."""
    return Shape(grid.ground, heir=places.area(grid.today).code if grid.today else "")


def _refuse_adopting(run: Run, row: Proposal) -> None:
    if row.draft_id is not None:
        raise Conflict(_("This proposal was taken over already. Go on with its draft."))
    if run.version_id not in {
        one.id for one in places.versions_of(run.township) if one.holds_at(clock.now())
    }:
        raise Conflict(_("The borders have changed since this was worked out. Ask for new proposals."))


def _ask(asking: Asking, actor: Actor) -> Run:
    if not queries.may_ask(actor, asking.township):
        raise NotAllowed(_("Only whoever drafts for this place has new grids proposed."))
    begin = queries.beginning(asking.township)
    areas = _areas(asking, [place.id for place in begin.communities])
    _refuse_impossible(asking.wishes, set(queries.estates_named(areas).values()))
    row = Run(
        id=ids.new_id(asking.township),
        township=asking.township,
        areas=areas,
        level=begin.level.key,
        wishes=written.of_wishes(asking.wishes),
        asked_by=actor.user,
        asked_at=clock.now(),
    )
    facts: dict[str, Any] = {
        "areas": [str(area) for area in areas],
        "wishes": written.of_wishes(asking.wishes),
    }
    with transaction.atomic():
        journal.record("planner.asked", subject=row, actor=actor, **facts)
        propose.defer(lock=row.id, run=row.id)
    return row


def _areas(asking: Asking, known: Sequence[UUID]) -> list[UUID]:
    """Those asked for, in the order of their codes; all of them where none was named."""
    if strangers := set(asking.areas) - set(known):
        message = _("Choose communities of this place that have houses.")
        raise Invalid(message, fields={"areas": message}, unknown=[str(one) for one in sorted(strangers)])
    return [area for area in known if not asking.areas or area in asking.areas]


def _refuse_impossible(wishes: Wishes, estates: set[UUID]) -> None:
    said = {
        "low": _("At least %(low)d households.") % {"low": rules.SMALLEST},
        "high": _("More than the least, and at most %(most)d.") % {"most": rules.LARGEST},
        "size": _("Between the least and the most."),
    }
    faults = {name: said[name] for name in sorted(rules.range_faults(wishes.low, wishes.high, wishes.size))}
    if strangers := set(wishes.barriers) - set(BARRIERS):
        faults["barriers"] = _("Choose one of the given answers.") if strangers else ""
    if any(estate not in estates for group in wishes.together for estate in group):
        faults["together"] = _("Name estates of the communities that are planned.")
    if len(wishes.together) > MOST_WISHES:
        faults["together"] = _("At most %(most)d wishes.") % {"most": MOST_WISHES}
    if faults:
        raise Invalid(next(iter(faults.values())), fields=faults)


def _steps(row: Run) -> Callable[[int, int], None]:
    def step(done: int, of: int) -> None:
        row.done, row.of = done, of
        row.write("done", "of")

    return step


def _answers(
    town: Town, wishes: Wishes, step: Callable[[int, int], None]
) -> tuple[Measures, dict[Aim, Answer]]:
    """The grids of today in figures, and a proposal for each aim."""
    ground, found = survey(town, wishes.barriers), dict[Aim, Answer]()
    for turn, aim in enumerate(Aim):

        def one_more(done: int, of: int, before: int = turn) -> None:
            step(before * of + done, len(Aim) * of)

        found[aim] = proposing.propose(ground, replace(wishes, aim=aim), one_more)
    return proposing.today(ground, wishes), found


@transaction.atomic
def _keep(row: Run, answers: dict[Aim, Answer]) -> None:
    """Store everything at once; a twin that was faster has stored the same."""
    if Run.objects.select_for_update().one(row.id).state == Run.State.DONE:
        return
    for aim, answer in answers.items():
        Proposal.objects.create(
            id=ids.new_id(row.township),
            township=row.township,
            run_id=row.id,
            aim=aim,
            measures=written.of_measures(answer.measures),
            stuck=[written.of_stuck(one) for one in answer.stuck],
            parted=list(answer.parted),
            grids=[written.of_grid(grid) for grid in gathering.in_order(answer.grids, row.areas)],
        )
    row.state, row.ended_at, row.done = Run.State.DONE, clock.now(), row.of
    row.write("state", "ended_at", "version_id", "today", "cases", "visits", "done")
    facts: dict[str, Any] = {
        aim.value: {"grids": one.measures.grids, "in_range": one.measures.in_range}
        for aim, one in answers.items()
    }
    journal.record("planner.proposed", subject=row, actor=SYSTEM, found=facts)
