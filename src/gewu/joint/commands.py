"""Every write of joint work: agreements and what they led to, batches, stops, and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.cases.commands import Report, report_case
from gewu.joint.models import PLANNING, Agreement, Batch, Deed, Problem, Stop
from gewu.joint.queries import goes_to, ground_of_stop, offices_of, places_of, stops_of
from gewu.joint.rules import Bond, DeedSort, Outcome, Sort
from gewu.kernel import clock, journal, receipts, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.kernel.ids import new_id, township_of
from gewu.kernel.models import nothing_here
from gewu.people.queries import today

LONGEST, LONGEST_TITLE, LONGEST_PROMISE = 300, 80, 1000
MOST_STOPS, MOST_HOUSEHOLDS = 300, 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """An agreement as somebody writes it. `place` is of the tree, or an area of a layer."""

    bond: str
    title: str
    promise: str
    partner: str
    since: date | None
    until: date | None = None
    office: UUID | None = None
    place: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A batch as somebody plans it: every place becomes a stop, of an office where any go."""

    sort: str
    title: str
    first_day: date | None
    last_day: date | None
    places: tuple[UUID, ...]
    offices: tuple[UUID, ...] = ()
    asks: str = ""
    agreement: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a visit was: with how many households people spoke, what was said, on which day (today)."""

    households: int
    said: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something found at a stop. With a category it becomes a case; else it is settled, or noted."""

    text: str
    settled: bool = False
    category: str = ""


def agree(*, township: int, promise: Promise, actor: Actor, receipt: str | None = None) -> UUID:
    """Write down an agreement."""
    require_planner(actor, township)
    tidy = _tidy_promise(township, promise)

    def do() -> str:
        row = Agreement(id=new_id(township), township=township, **tidy)
        facts: dict[str, Any] = {"bond": row.bond, "office": str(row.office) if row.office else None}
        journal.record("joint.agreed", subject=row, actor=actor, **facts)
        return str(row.id)

    with transaction.atomic():
        return UUID(str(receipts.once(actor=actor, key=receipt, request=(township, promise), do=do)))


@transaction.atomic
def note_deed(*, agreement: UUID, sort: str, day: date | None, said: str, actor: Actor) -> None:
    """Something was done or lent under an agreement."""
    row = Agreement.objects.visible_to(actor).select_for_update().one(agreement)
    if not (row.office in actor.organisations or _plans(actor, row.township)):
        raise NotAllowed(_("This is for the office of the agreement, and for those who plan."))
    wrong: dict[str, str] = {}
    words = _clean(said, "text", LONGEST, wrong, _("Say what was done or lent."))
    if sort not in set(DeedSort):
        wrong["sort"] = _("Choose one of the given answers.")
    on = day or row.since - timedelta(days=1)
    if not row.since <= on <= today():
        wrong["day"] = _("A day since the agreement began, and not in the future.")
    _refuse(wrong)
    Deed.objects.create(
        id=new_id(row.township), township=row.township, agreement_id=row.id, sort=sort, day=on, text=words,
        noted_by=actor.user,
    )  # fmt: skip
    journal.record("joint.noted", subject=row, actor=actor, day=str(on), sort=sort)


@transaction.atomic
def end_agreement(*, agreement: UUID, seen_version: int, actor: Actor) -> None:
    """An agreement is over today."""
    row = Agreement.objects.visible_to(actor).select_for_update().one(agreement)
    require_planner(actor, row.township)
    if row.version != seen_version:
        raise Conflict(_("Somebody else changed this meanwhile. Look at it again."), version=row.version)
    if row.ended_on is not None:
        raise RuleBroken(_("This agreement is over already."))
    row.ended_on, row.version = today(), row.version + 1
    journal.record("joint.ended", subject=row, actor=actor, write=("ended_on", "version"))


def plan_batch(*, township: int, plan: Plan, actor: Actor, receipt: str | None = None) -> UUID:
    """Plan a work day or a collective visit: a stop for every place, offices dealt out in their order."""
    require_planner(actor, township)
    tidy = _tidy_plan(township, plan)

    def do() -> str:
        row = Batch(id=new_id(township), township=township, **tidy)
        facts: dict[str, Any] = {
            "sort": row.sort, "stops": len(plan.places),
            "from": str(row.first_day), "until": str(row.last_day),
        }  # fmt: skip
        journal.record("joint.planned", subject=row, actor=actor, **facts)
        Stop.objects.bulk_create(_stops(row, plan))
        return str(row.id)

    with transaction.atomic():
        return UUID(str(receipts.once(actor=actor, key=receipt, request=(township, plan), do=do)))


@transaction.atomic
def visit(*, stop: UUID, seen: Seen, seen_version: int, actor: Actor) -> None:
    """A stop was visited, or what was said of it is put right."""
    row, batch = _open_stop(stop, actor)
    if row.version != seen_version:
        raise Conflict(_("Somebody else changed this meanwhile. Look at it again."), version=row.version)
    wrong: dict[str, str] = {}
    day = seen.day or row.visited_on or today()
    if not batch.first_day <= day <= today():
        wrong["day"] = _("A day since the batch began, and not in the future.")
    if not 0 <= seen.households <= MOST_HOUSEHOLDS:
        wrong["households"] = _("A number of households, at most %(most)d.") % {"most": MOST_HOUSEHOLDS}
    words = _clean(seen.said, "said", LONGEST, wrong)
    _refuse(wrong)
    row.visited_on, row.visited_by = day, row.visited_by or actor.user
    row.households, row.said, row.version = seen.households, words, row.version + 1
    row.write("visited_on", "visited_by", "households", "said", "version")
    facts: dict[str, Any] = {"stop": str(row.id), "households": seen.households, "day": str(day)}
    journal.record("joint.visited", subject=batch, actor=actor, **facts)


def find(*, stop: UUID, found: Found, actor: Actor, receipt: str | None = None) -> UUID:
    """Something was found at a stop: settled on the spot, noted, or reported as a case there."""

    def do() -> str:
        row, batch = _open_stop(stop, actor)
        words = _found_words(found)
        case = _report(row, found, words, actor, receipt) if found.category else None
        problem = _problem(row, found, words, case, actor)
        facts: dict[str, Any] = {
            "stop": str(row.id),
            "outcome": problem.outcome,
            "case": str(case) if case else None,
        }
        journal.record("joint.found", subject=batch, actor=actor, **facts)
        return str(problem.id)

    with transaction.atomic():
        return UUID(str(receipts.once(actor=actor, key=receipt, request=(stop, found), do=do)))


@transaction.atomic
def settle(*, problem: UUID, actor: Actor) -> None:
    """What was only noted is settled by now."""
    held = Problem.objects.filter(township=township_of(problem)).select_for_update().by_id(problem).first()
    if held is None:
        raise nothing_here()
    _row, batch = _open_stop(held.stop_id, actor)
    if held.outcome != Outcome.NOTED:
        raise RuleBroken(_("It is settled already, or it became a case."))
    held.outcome = Outcome.SETTLED
    held.write("outcome")
    facts: dict[str, Any] = {"stop": str(held.stop_id), "problem": str(held.id)}
    journal.record("joint.settled", subject=batch, actor=actor, **facts)


@transaction.atomic
def close_batch(*, batch: UUID, closing: str, seen_version: int, actor: Actor) -> None:
    """The batch is over. Where stops were not visited, somebody says why."""
    row = Batch.objects.visible_to(actor).select_for_update().one(batch)
    require_planner(actor, row.township)
    if row.version != seen_version:
        raise Conflict(_("Somebody else changed this meanwhile. Look at it again."), version=row.version)
    if row.closed_at is not None:
        raise RuleBroken(_("This batch is closed."))
    stops = stops_of(row)
    left = sum(stop.visited_on is None for stop in stops)
    wrong: dict[str, str] = {}
    needed = _("%(n)d stops were not visited: say why.") % {"n": left} if left else ""
    words = _clean(closing, "closing", LONGEST, wrong, needed)
    _refuse(wrong)
    row.closed_at, row.closing, row.version = clock.now(), words, row.version + 1
    columns = ("closed_at", "closing", "version")
    facts: dict[str, Any] = {"visited": len(stops) - left, "left": left}
    journal.record("joint.closed", subject=row, actor=actor, write=columns, **facts)


def require_planner(actor: Actor, township: int) -> None:
    """Refuse whoever plans nothing there."""
    if not _plans(actor, township):
        raise NotAllowed(_("This is not part of your post."))


def _plans(actor: Actor, township: int) -> bool:
    return any(
        post.role in PLANNING and post.scope.low <= township <= post.scope.high for post in actor.posts
    )


def _open_stop(stop: UUID, actor: Actor) -> tuple[Stop, Batch]:
    row = Stop.objects.visible_to(actor).select_for_update().one(stop)
    batch = Batch.objects.select_for_update().one(row.batch_id)
    if not (goes_to(actor, row) or _plans(actor, row.township)):
        raise NotAllowed(_("This stop is for the office that goes there and the people on duty there."))
    if batch.closed_at is not None:
        raise RuleBroken(_("This batch is closed."))
    return row, batch


def _stops(row: Batch, plan: Plan) -> list[Stop]:
    """The places in their order; several offices are dealt out one after the other."""
    tree, _layers = places_of(row.township)
    found = []
    for number, place in enumerate(dict.fromkeys(plan.places)):
        office = plan.offices[number % len(plan.offices)] if plan.offices else None
        where = {"place_id": place} if place in tree else {"layer_area_id": place}
        found.append(
            Stop(
                id=new_id(row.township), township=row.township, batch_id=row.id, office=office,
                due_on=row.last_day, **where,
            )
        )  # fmt: skip
    return found


def _found_words(found: Found) -> str:
    wrong: dict[str, str] = {}
    words = _clean(found.text, "text", LONGEST, wrong, _("Say what was found."))
    if found.settled and found.category:
        wrong["category"] = _("What is settled needs no case.")
    _refuse(wrong)
    return words


def _report(row: Stop, found: Found, words: str, actor: Actor, receipt: str | None) -> UUID:
    report = Report(category=found.category, text=words, area=ground_of_stop(row), source="visit")
    return report_case(report=report, actor=actor, receipt=f"{receipt}-case" if receipt else None)


def _problem(row: Stop, found: Found, words: str, case: UUID | None, actor: Actor) -> Problem:
    outcome = Outcome.CASE if case else Outcome.SETTLED if found.settled else Outcome.NOTED
    return Problem.objects.create(
        id=new_id(row.township), township=row.township, batch_id=row.batch_id, stop_id=row.id, text=words,
        outcome=outcome, case_id=case, found_by=actor.user, found_at=clock.now(),
    )  # fmt: skip


def _tidy_promise(township: int, promise: Promise) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    title = _clean(promise.title, "title", LONGEST_TITLE, wrong, _("Give it a name."))
    partner = _clean(promise.partner, "partner", LONGEST_TITLE, wrong, _("Say with whom."))
    words = _clean(promise.promise, "promise", LONGEST_PROMISE, wrong, _("Say what was promised."))
    if promise.bond not in set(Bond):
        wrong["bond"] = _("Choose one of the given answers.")
    if promise.since is None:
        wrong["since"] = _("Choose a day.")
    elif promise.until is not None and promise.until < promise.since:
        wrong["until"] = _("It ends before it begins.")
    tree, layers = places_of(township)
    if promise.place is not None and promise.place not in tree and promise.place not in layers:
        wrong["place"] = _("Choose one of the given answers.")
    if promise.office is not None and promise.office not in offices_of(township):
        wrong["office"] = _("Choose one of the given answers.")
    _refuse(wrong)
    return {
        "bond": promise.bond, "title": title, "promise": words, "partner": partner, "office": promise.office,
        "place_id": promise.place if promise.place in tree else None,
        "layer_area_id": promise.place if promise.place in layers else None,
        "since": promise.since, "until": promise.until,
    }  # fmt: skip


def _tidy_plan(township: int, plan: Plan) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    title = _clean(plan.title, "title", LONGEST_TITLE, wrong, _("Give it a name."))
    asks = _clean(plan.asks, "asks", LONGEST, wrong)
    if plan.sort not in set(Sort):
        wrong["sort"] = _("Choose one of the given answers.")
    if plan.first_day is None:
        wrong["first_day"] = _("Choose a day.")
    elif plan.last_day is None or plan.last_day < plan.first_day:
        wrong["last_day"] = _("It ends before it begins.")
    _look_at_places(township, plan.places, wrong)
    if not set(plan.offices) <= set(offices_of(township)):
        wrong["offices"] = _("Choose one of the given answers.")
    if plan.agreement and not Agreement.objects.filter(township=township, id=plan.agreement).exists():
        wrong["agreement"] = _("Choose one of the given answers.")
    _refuse(wrong)
    return {
        "sort": plan.sort, "title": title, "asks": asks, "agreement_id": plan.agreement,
        "first_day": plan.first_day, "last_day": plan.last_day,
    }  # fmt: skip


def _look_at_places(township: int, wanted: Sequence[UUID], wrong: dict[str, str]) -> None:
    tree, layers = places_of(township)
    if not wanted:
        wrong["places"] = _("Choose where to go.")
    elif not all(place in tree or place in layers for place in wanted):
        wrong["places"] = _("Choose one of the given answers.")
    elif len(set(wanted)) > MOST_STOPS:
        wrong["places"] = _("At most %(most)d places at once.") % {"most": MOST_STOPS}


def _clean(said: str, field: str, limit: int, wrong: dict[str, str], needed: str = "") -> str:
    try:
        words = text.clean(said, field=field, limit=limit)
    except Invalid as refused:
        wrong.update(refused.fields)
        return ""
    if needed and not words:
        wrong[field] = needed
    return words


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)
