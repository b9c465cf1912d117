"""A person who goes to another township: a new record there, linked with the old one by number."""

from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import RuleBroken
from gewu.places import queries as places
from gewu.registers import holding, refusals
from gewu.registers.commands import members
from gewu.registers.commands.ending import end_all_of
from gewu.registers.commands.record import begin
from gewu.registers.models import Person
from gewu.registers.queries import named_by, register


@transaction.atomic
def hand_over(person: UUID, *, to: int, actor: Actor) -> UUID:
    """Hand a person over to another township that is run here; the id of the record there.

    It holds the same values with the same marks, and waits there for a household. Programmes end here: the
    other township takes people in by its own right. Where they are known there already, that record goes on.
    """
    row = members.locked_person(person, actor)
    if to == row.township or places.locality_of(to) is None:
        raise refusals.invalid({"to": _("Choose another township that is run here.")})
    today = localdate(clock.now())
    members.leave(row, actor=actor, on=today, ended="handed")
    end_all_of(row.id, actor=actor, on=today, why="left")
    there = _there(row, to, actor)
    row.state, row.went_to, row.next_due = "moved", there.number, None
    row.version += 1
    journal.record(
        "register.handed_over",
        subject=row,
        actor=actor,
        write=("state", "went_to", "next_due", "version"),
        to=str(to),
        there=str(there.id),
    )
    return there.id


def _there(row: Person, to: int, actor: Actor) -> Person:
    of = register("person")
    values = holding.held(row, of.fields)
    known = named_by("person", to, values)
    if known is not None:
        if known.state in {"here", "away"}:
            raise RuleBroken(_("This person lives in the other township already."))
        fresh = known
    else:
        fresh = begin("person", to, clock.now())
        holding.put(fresh, of, values)
        fresh.sources = dict(row.sources)
    if not isinstance(fresh, Person):
        raise TypeError(fresh)
    fresh.came_from, fresh.state = row.number, "here"
    journal.record(
        "register.handed_over",
        subject=fresh,
        actor=actor,
        write=("came_from", "state"),
        to=str(to),
        came=str(row.id),
    )
    return fresh
