"""A visit: one knock at a door serves everybody behind it and all their programmes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, receipts
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.text import clean
from gewu.places import queries as places
from gewu.registers import holding, refusals
from gewu.registers.commands import keeping
from gewu.registers.commands.late import as_of_the_day
from gewu.registers.commands.record import record
from gewu.registers.models import TABLES, Enrolment, RegisterRow, Visit
from gewu.registers.queries import kind_of, programme, register, row
from gewu.registers.reach import may_write
from gewu.registers.rhythm import due
from gewu.registers.sources import Origin, Source, confirmed

OUTCOMES = ("met", "away", "refused", "gone")
MOST_SUBJECTS = 40


@dataclass(frozen=True, slots=True)
class Call:
    """A visit as it is told. `right` says that all that is known of the subjects was found to be right.

    `values` are offered by subject; `beside` are colleagues who came along.
    """

    subjects: Sequence[UUID]
    outcome: str = "met"
    right: bool = False
    values: Mapping[UUID, Mapping[str, object]] = field(default_factory=dict)
    beside: Sequence[UUID] = ()
    source: Source = Source.DOOR
    visited_at: datetime | None = None
    note: str = ""


@transaction.atomic
def visit(call: Call, *, actor: Actor, receipt: str | None = None) -> UUID:
    """Note a visit; its id. Where nobody was met nothing is confirmed and nothing is due later.

    A programme that asks for two visitors is not served by one alone.
    """
    asked = ["registers.visit", list(call.subjects), call.outcome, call.right, dict(call.values)]
    answer = receipts.once(actor=actor, key=receipt, request=asked, do=lambda: str(_visited(call, actor).id))
    return UUID(str(answer))


def _visited(call: Call, actor: Actor) -> Visit:
    moment = _moment(call)
    actor = as_of_the_day(actor, call.subjects, call.visited_at)
    rows = _subjects(call, actor)
    enrolments = _enrolments(rows, actor)
    if call.outcome == "met":
        _require_pair(enrolments, call)
    before = keeping.found(*rows, enrolments=enrolments)
    told = Visit(
        id=new_id(rows[0].township),
        township=rows[0].township,
        by=actor.user,
        beside=list(call.beside),
        post=next((post.id for post in actor.posts), None),
        visited_at=moment,
        recorded_at=clock.now(),
        source=call.source.value,
        outcome=call.outcome,
        household=next((getattr(one, "household", None) for one in rows if hasattr(one, "household")), None),
        subjects=[one.id for one in rows],
        programmes=sorted({one.programme for one in enrolments}),
        address=rows[0].address,
        building=rows[0].building,
        in_community=rows[0].in_community,
        in_grid=rows[0].in_grid,
        in_cell=rows[0].in_cell,
    )
    _grid_of_the_day(told, moment)
    note = clean(call.note, field="note", limit=500)
    told.note = note or None
    about = _serve(told, call, rows, enrolments, actor) if call.outcome == "met" else []
    Visit.objects.bulk_create([told])
    for one in rows:
        _note(one, told, actor)
    if keeping.may_keep(actor, Origin(call.source)):
        keeping.keep(before, actor=actor, about=about, deed="visited", visit=told.id)
    return told


def _serve(
    told: Visit, call: Call, rows: Sequence[RegisterRow], enrolments: Sequence[Enrolment], actor: Actor
) -> list[str]:
    """What somebody who was met gave: new values, confirmed ones, and peace until the next visit.

    The fields that were told otherwise or for the first time.
    """
    day, about = localdate(told.visited_at), list[str]()
    # What was said at a visit is taken back with the visit.
    origin = Origin(call.source, checked=True, at=told.visited_at, final=True)
    for one in rows:
        offered = call.values.get(one.id)
        if offered:
            taken = record(
                _kind(one), township=one.township, subject=one.id, values=offered, origin=origin, actor=actor
            )
            told.changed += len(taken.taken)
            about += (*taken.taken, *taken.claims)
            one.refresh_from_db(from_queryset=type(one)._default_manager.filter(township=one.township))
        if call.right:
            told.confirmed += _confirm(one, origin, actor)
        if one.checked_at is not None and one.checked_at > told.visited_at:
            continue  # told late: somebody was there since
        rhythm = register(_kind(one)).rhythm
        one.checked_at = told.visited_at
        one.next_due = due(rhythm, day) if rhythm else None
    for enrolment in enrolments:
        if enrolment.visited_on is not None and enrolment.visited_on > day:
            continue
        rhythm = programme(enrolment.programme).rhythm
        enrolment.visited_on = day
        enrolment.next_due = due(rhythm, day) if rhythm else None
        enrolment.write("visited_on", "next_due")
    return about


def _confirm(one: RegisterRow, origin: Origin, actor: Actor) -> int:
    """Say of every field that is held that it was found to be right; how many there were."""
    mark = origin.mark(clock.now(), actor.user)
    for key in list(one.sources):
        held = holding.mark_of(one, key)
        if held:
            one.sources[key] = confirmed(held, mark).packed()
    return len(one.sources)


def _note(one: RegisterRow, told: Visit, actor: Actor) -> None:
    write = ("checked_at", "next_due", "sources") if told.outcome == "met" else ()
    journal.record(
        "register.visited",
        subject=one,
        actor=actor,
        happened_at=told.visited_at,
        write=write,
        visit=str(told.id),
        outcome=told.outcome,
        confirmed=told.confirmed,
        changed=told.changed,
    )


def _subjects(call: Call, actor: Actor) -> list[RegisterRow]:
    if not 0 < len(call.subjects) <= MOST_SUBJECTS:
        raise refusals.invalid({"subjects": _("Choose whom you visited.")})
    if call.outcome not in OUTCOMES:
        raise refusals.invalid({"outcome": _("Choose one from the list.")})
    rows = [row(kind_of(one, actor), one, actor) for one in dict.fromkeys(call.subjects)]
    for one in rows:
        if not may_write(actor, one):
            raise refusals.not_yours()
    if len({one.township for one in rows}) > 1:
        raise refusals.invalid({"subjects": _("One visit is paid in one township.")})
    return sorted(rows, key=lambda one: one.id)


def _enrolments(rows: Sequence[RegisterRow], actor: Actor) -> list[Enrolment]:
    """What the visited are enrolled in, as far as the visitor knows of it."""
    seen = Enrolment.objects.filter(
        township=rows[0].township, subject__in=[one.id for one in rows], until=None
    )
    if actor.door != "job":
        seen = seen.visible_to(actor)
    return list(seen.select_for_update().order_by("id"))


def _require_pair(enrolments: Sequence[Enrolment], call: Call) -> None:
    pairs = [programme(one.programme) for one in enrolments]
    if any(one.pair for one in pairs) and not call.beside:
        raise RuleBroken(_("Two people visit together here: name the colleague who came along."))


def _moment(call: Call) -> datetime:
    now = clock.now()
    if call.visited_at and call.visited_at > now:
        message = _("This moment has not come yet.")
        raise Invalid(message, fields={"visited_at": message})
    return call.visited_at or now


def _grid_of_the_day(told: Visit, moment: datetime) -> None:
    """Where the visit was by the borders of that day; that never changes."""
    place = told.in_cell or told.in_grid or told.in_community
    if told.address:
        # Told later, perhaps after a redraw, or before its rows followed: where the house belonged then.
        place = places.grid_of(told.address, at=moment) or place
    if place:
        told.happened_in = place
        told.boundary_version = places.location_of(place, moment).boundary_version


def _kind(one: RegisterRow) -> str:
    return next(kind for kind, table in TABLES.items() if isinstance(one, table))
