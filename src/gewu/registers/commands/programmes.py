"""Taking somebody into a programme, writing its fields, and letting them go again."""

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, receipts
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import NotAllowed, RuleBroken
from gewu.kernel.ids import new_id, township_of
from gewu.registers import answers, refusals
from gewu.registers.commands import keeping
from gewu.registers.commands.ending import end
from gewu.registers.definition import Programme
from gewu.registers.ground import ground_of_row
from gewu.registers.holding import sealed_values
from gewu.registers.models import Enrolment, RegisterRow
from gewu.registers.queries import foreknown, programme, row, runs, switch
from gewu.registers.reach import depth_of, may_write
from gewu.registers.rhythm import due
from gewu.registers.sources import Mark, Origin, confirmed, weigh

BASES = ("law", "rule", "self", "exchanged")
WHYS = ("ended", "withdrawn", "left", "died", "mistake")
LIVING = {"here", "away", "whole", "standing", "open", "sound", "damaged"}


@transaction.atomic
def enrol(  # noqa: PLR0913 - everything an enrolment says is said by name
    subject: UUID,
    *,
    programme: str,
    values: Mapping[str, object],
    origin: Origin,
    actor: Actor,
    since: date | None = None,
    basis: str = "law",
    receipt: str | None = None,
) -> UUID:
    """Take a subject into a programme that runs in its township; the id of the enrolment.

    Programmes by consent take people in by their own word only (`basis` self). Sealed programmes are for the
    handlers named with their legal basis.
    """
    asked = ["registers.enrol", subject, programme, dict(values), basis]
    answer = receipts.once(
        actor=actor,
        key=receipt,
        request=asked,
        do=lambda: str(
            _enrolled(subject, programme, values, origin=origin, actor=actor, since=since, basis=basis)
        ),
    )
    return UUID(str(answer))


def _enrolled(
    subject: UUID,
    key: str,
    values: Mapping[str, object],
    *,
    origin: Origin,
    actor: Actor,
    since: date | None,
    basis: str,
) -> UUID:
    of = programme(key)
    who = row(of.of, subject, actor)
    handlers = allowed(of, who, actor)
    if who.state not in LIVING:
        raise refusals.over()
    if basis not in BASES or (of.consent and basis != "self"):
        raise RuleBroken(_("Only the person's own word takes them into this programme."))
    given = answers.checked(of.fields, values)
    if Enrolment.objects.filter(township=who.township, subject=subject, programme=key, until=None).exists():
        raise RuleBroken(_("This record is in the programme already."))
    enrolment = begin(of, who, since or localdate(clock.now()), basis=basis)
    enrolment.handlers = handlers
    taken = (
        *take_in(enrolment, of, given, origin.mark(clock.now(), actor.user)),
        *_carried(enrolment, of, who, given),
    )
    journal.record(
        "enrolment.begun",
        subject=enrolment,
        actor=actor,
        programme=key,
        of=str(subject),
        basis=basis,
        taken=list(taken),
    )
    if keeping.may_keep(actor, origin):
        before = keeping.Before(enrolment.recorded_at, enrolments=[enrolment])
        keeping.keep(before, actor=actor, about=taken, deed="enrolled")
    return enrolment.id


def _carried(
    enrolment: Enrolment, of: Programme, who: RegisterRow, given: Mapping[str, JsonValue]
) -> list[str]:
    """What was known before and was not said anew stands in it from the start, as it was known."""
    closed = sealed_values(enrolment.secret)
    told: list[str] = []
    for key, known in foreknown(of, who).items():
        field = of.field(key)
        if field is None or known.mark is None or key in given:
            continue
        into = closed if of.secret or field.secret else enrolment.values
        _set(into, enrolment.sources, key, value=known.value, mark=known.mark)
        told.append(key)
    enrolment.secret = json.dumps(closed, ensure_ascii=False) if closed else None
    return told


def begin(of: Programme, who: RegisterRow, since: date, *, basis: str) -> Enrolment:
    """A new enrolment, not stored yet, where its subject stands."""
    ground = ground_of_row(who)
    return Enrolment(
        id=new_id(who.township),
        township=who.township,
        programme=of.key,
        access_class=of.depth,
        subject_kind=of.of,
        subject=who.id,
        name_key="" if of.held == "sealed" else who.name_key,
        since=since,
        basis=basis,
        next_due=due(of.rhythm, since) if of.rhythm else None,
        address=ground.address,
        building=ground.building,
        in_community=ground.in_community,
        in_grid=ground.in_grid,
        in_cell=ground.in_cell,
        recorded_at=clock.now(),
    )


@transaction.atomic
def record_enrolment(
    enrolment: UUID,
    *,
    values: Mapping[str, object],
    origin: Origin,
    actor: Actor,
    seen_version: int | None = None,
) -> tuple[str, ...]:
    """Offer fields of a programme; those that were taken. What differs and is weaker is not taken."""
    row_ = locked(enrolment, actor)
    of = programme(row_.programme)
    if seen_version is not None and seen_version != row_.version:
        raise refusals.stale()
    before = keeping.found(enrolments=[row_])
    taken = take_in(row_, of, answers.checked(of.fields, values), origin.mark(clock.now(), actor.user))
    row_.version += 1
    journal.record(
        "enrolment.recorded",
        subject=row_,
        actor=actor,
        write=("values", "secret", "sources", "version"),
        taken=list(taken),
    )
    if keeping.may_keep(actor, origin):
        keeping.keep(before, actor=actor, about=taken, deed="written")
    return taken


@transaction.atomic
def leave(enrolment: UUID, *, why: str, actor: Actor, on: date | None = None) -> None:
    """Take a subject out of a programme. Whoever withdraws their consent is forgotten at once."""
    row_ = locked(enrolment, actor)
    if why not in WHYS:
        raise refusals.invalid({"why": _("Choose one from the list.")})
    end(row_, actor=actor, on=on or localdate(clock.now()), why=why)
    if why == "withdrawn":
        erase(row_, actor=actor)


def erase(enrolment: Enrolment, *, actor: Actor) -> None:
    """Forget the values of an ended enrolment; that it was, and until when, stays in the journal."""
    enrolment.values, enrolment.secret, enrolment.sources = {}, None, {}
    enrolment.erased_at = clock.now()
    journal.record(
        "enrolment.erased",
        subject=enrolment,
        actor=actor,
        write=("values", "secret", "sources", "erased_at"),
    )
    keeping.forget_steps(enrolment.township, enrolment=enrolment.id)


def locked(enrolment: UUID, actor: Actor) -> Enrolment:
    """An enrolment in force that the actor may change, held until the command is done."""
    seen = Enrolment.objects.filter(township=township_of(enrolment))
    if actor.door != "job":
        seen = seen.visible_to(actor)
    row_ = seen.select_for_update().one(enrolment)
    if row_.until is not None:
        raise refusals.over()
    if not may_write(actor, row_) and actor.user not in row_.handlers:
        raise refusals.not_yours()
    return row_


def allowed(of: Programme, who: RegisterRow, actor: Actor) -> list[UUID]:
    """Refuse unless the programme runs here and the actor may put this row into it; its handlers."""
    said = switch(who.township, of.key)
    if not runs(of, said):
        raise RuleBroken(_("This programme is off here until a legal basis is entered and approved."))
    handlers = list(said.handlers) if said else []
    if actor.door == "job" or actor.user in handlers:
        return handlers
    if of.held == "sealed" or not may_write(actor, who):
        raise NotAllowed(_("This programme is for those who are named for it."))
    depth = depth_of(actor, who)
    if depth is None or depth < of.depth:
        raise NotAllowed(_("Your post does not read this programme."))
    return handlers


def take_in(row_: Enrolment, of: Programme, given: Mapping[str, JsonValue], mark: Mark) -> tuple[str, ...]:
    """Weigh each value against the one held and set what wins; which won."""
    closed = sealed_values(row_.secret)
    taken: list[str] = []
    for key, value in given.items():
        field = of.field(key)
        if field is None:
            raise LookupError(key)
        into = closed if of.secret or field.secret else row_.values
        held = Mark.unpacked(row_.sources[key]) if key in row_.sources else None
        verdict = weigh(held, mark, same=into.get(key) == value)
        if verdict == "confirm" and held:
            row_.sources[key] = confirmed(held, mark).packed()
        elif verdict == "take" and (value is not None or held):
            _set(into, row_.sources, key, value=value, mark=mark)
            taken.append(key)
    row_.secret = json.dumps(closed, ensure_ascii=False) if closed else None
    return tuple(taken)


def _set(
    into: dict[str, JsonValue], sources: dict[str, object], key: str, *, value: JsonValue, mark: Mark
) -> None:
    if value is None:
        into.pop(key, None)
        sources.pop(key, None)
    else:
        into[key], sources[key] = value, mark.packed()
