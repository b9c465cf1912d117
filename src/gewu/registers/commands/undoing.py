"""Taking back what one has just written: values, an enrolment, a visit, unless something newer lies on it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, receipts
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, RuleBroken
from gewu.kernel.ids import township_of
from gewu.kernel.models import ChainedRow, nothing_here
from gewu.registers import refusals
from gewu.registers.commands.ending import end
from gewu.registers.commands.programmes import erase, locked
from gewu.registers.commands.snapshots import restore
from gewu.registers.models import Claim, Enrolment, RegisterRow, Step, Visit
from gewu.registers.queries import named_by, register, rows
from gewu.registers.queries.steps import newer_than
from gewu.registers.reach import may_write


@transaction.atomic
def take_back(
    kind: str, subject: UUID, *, actor: Actor, step: UUID | None = None, receipt: str | None = None
) -> str:
    """Undo what the actor did last on the file of a row, or this `step` of theirs; what it was.

    Somebody else's steps are not there (NotFound). Refused once a day has passed, or once something newer was
    written: then it is corrected instead.
    """
    answer = receipts.once(
        actor=actor,
        key=receipt,
        request=["registers.take_back", kind, subject, step],
        do=lambda: _taken_back(_own(kind, subject, actor, step), actor),
    )
    return str(answer)


def _own(kind: str, subject: UUID, actor: Actor, step: UUID | None) -> Step:
    row = rows(kind, actor).one(subject)  # type: ignore[attr-defined] # a queryset of ours
    if not may_write(actor, row):
        raise refusals.not_yours()
    if actor.user is None:
        raise nothing_here()
    own = Step.objects.filter(township=township_of(subject), by=actor.user, subjects__contains=[subject])
    own = own.filter(id=step) if step else own.filter(taken_back_at=None)
    found = own.order_by("-at", "-id").first()
    if found is None:
        raise nothing_here()
    return found


def _taken_back(step: Step, actor: Actor) -> str:
    if step.taken_back_at or step.before is None:
        raise Conflict(_("This has been taken back already."))
    if step.until <= clock.now():
        raise RuleBroken(_("A day has passed: correct it instead of taking it back."))
    before = json.loads(step.before.open())
    _DO[step.deed](step, before, actor)
    # Where it was erased with what it brought, there is nothing left to mark.
    Step.objects.filter(township=step.township, id=step.id).update(taken_back_at=clock.now(), before=None)
    return step.deed


def _recorded(step: Step, before: Mapping[str, Any], actor: Actor) -> None:
    for identifier in sorted(before):
        _restore(UUID(identifier), before[identifier], step, actor)


def _restore(identifier: UUID, kept: Mapping[str, Any], step: Step, actor: Actor) -> None:
    row = _locked(identifier, kept["kind"], step, actor)
    _require_free(row, kept)
    columns = restore(row, kept["kind"], kept["known"])
    row.checked_at = datetime.fromisoformat(kept["checked_at"]) if kept["checked_at"] else None
    row.next_due = _day(kept["next_due"])
    township = row.township
    Claim.objects.filter(township=township, subject=row.id, made_at__gte=step.at).delete()
    by_rule = Enrolment.objects.filter(township=township, subject=row.id, until=None, basis="rule")
    # Those whom the day of birth had brought in that is taken back.
    for enrolment in by_rule.filter(recorded_at__gte=step.at).select_for_update():
        end(enrolment, actor=actor, on=localdate(clock.now()), why="mistake")
    journal.record(
        "register.taken_back",
        subject=row,
        actor=actor,
        write=sorted(columns | {"checked_at", "next_due"}),
        deed=step.deed,
        step=str(step.id),
    )


def _visited(step: Step, before: Mapping[str, Any], actor: Actor) -> None:
    """The rows as they were, the programmes due as before, and no visit."""
    paid = {identifier: kept for identifier, kept in before.items() if "kind" in kept}
    _recorded(step, paid, actor)
    served = Enrolment.objects.filter(
        township=step.township, id__in=[UUID(one) for one in before if one not in paid], until=None
    )
    for enrolment in served.select_for_update().order_by("id"):
        kept = before[str(enrolment.id)]
        enrolment.visited_on, enrolment.next_due = _day(kept["visited_on"]), _day(kept["next_due"])
        enrolment.write("visited_on", "next_due")
    if step.visit:
        Visit.objects.filter(township=step.township, id=step.visit).delete()


def _enrolled(step: Step, _before: Mapping[str, Any], actor: Actor) -> None:
    """Out again as a mistake, and nothing is kept of it."""
    row = _locked_enrolment(step, actor)
    end(row, actor=actor, on=row.since, why="mistake")
    erase(row, actor=actor)


def _written(step: Step, before: Mapping[str, Any], actor: Actor) -> None:
    row = _locked_enrolment(step, actor)
    kept = before[str(row.id)]
    row.values, row.secret, row.sources = kept["values"], kept["secret"], kept["sources"]
    row.version += 1
    write = ("values", "secret", "sources", "version")
    journal.record(
        "enrolment.taken_back", subject=row, actor=actor, write=write, deed=step.deed, step=str(step.id)
    )


_DO = {"recorded": _recorded, "visited": _visited, "enrolled": _enrolled, "written": _written}


def _locked(identifier: UUID, kind: str, step: Step, actor: Actor) -> RegisterRow:
    row: RegisterRow | None = rows(kind, actor).by_id(identifier).select_for_update().first()  # type: ignore[attr-defined] # a queryset of ours
    if row is None:
        raise nothing_here()
    if not may_write(actor, row):
        raise refusals.not_yours()
    _require_newest(row, step)
    return row


def _locked_enrolment(step: Step, actor: Actor) -> Enrolment:
    if step.enrolment is None:
        raise nothing_here()
    row = locked(step.enrolment, actor)
    _require_newest(row, step)
    return row


def _require_newest(row: ChainedRow, step: Step) -> None:
    if newer_than(row, step.stamps[str(row.id)]):
        raise RuleBroken(_("Something newer was written since: correct it instead of taking it back."))


def _require_free(row: RegisterRow, kept: Mapping[str, Any]) -> None:
    """Refuse where what stood there names another row by now: a number stands in one living record only."""
    values = json.loads(kept["known"])["values"]
    strong = {key: values[key] for key in register(kept["kind"]).strong if values.get(key)}
    other = named_by(kept["kind"], row.township, strong)
    if other and other.id != row.id:
        raise refusals.elsewhere()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
