"""Moving in and out, dying, splitting and merging households: nobody falls between two of them 不掉人."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, RuleBroken
from gewu.registers import refusals
from gewu.registers.commands import members, placing
from gewu.registers.commands.ending import end_all_of
from gewu.registers.commands.record import begin, record
from gewu.registers.models import Household, Member, Person
from gewu.registers.reach import may_write
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At

Began = Literal["born", "came", "moved", "married", "split", "merged", "listed"]


@dataclass(frozen=True, slots=True)
class Into:
    """Where somebody goes: an existing household, or a new one in a dwelling or behind a door of a house."""

    household: UUID | None = None
    dwelling: UUID | None = None
    address: UUID | None = None
    door: str = ""
    relation: str = "other"


@transaction.atomic
def move(person: UUID, *, into: Into, actor: Actor, on: date | None = None, began: Began = "moved") -> UUID:
    """Let a person move within the township: out of one household and into another, in one step.

    Answers with the household. A household that loses its last member is dissolved; one that loses its head
    goes on under the eldest.
    """
    day = _day(on)
    mover = members.locked_person(person, actor)
    target = into.household or _new_household(into, mover, actor).id
    if target == mover.household:
        raise RuleBroken(_("This person lives in this household already."))
    relation = into.relation if into.household else members.HEAD
    members.leave(mover, actor=actor, on=day, ended="moved")
    members.enter(mover, target, relation=relation, actor=actor, on=day, began=began)
    _noted(mover, actor, state="here", columns=("state",))
    return target


@transaction.atomic
def split(
    household: UUID, *, leaving: Sequence[UUID], into: Into, actor: Actor, on: date | None = None
) -> UUID:
    """Let some of a household found one of their own; the first of them is its head."""
    day = _day(on)
    home = members.locked_household(household, actor)
    there = _members(home)
    if not leaving or not set(leaving) < set(there):
        raise refusals.invalid({"leaving": _("Choose some of the household, and not all of it.")})
    fresh: Household | None = None
    for one in dict.fromkeys(leaving):
        person = members.locked_person(one, actor)
        members.leave(person, actor=actor, on=day, ended="split")
        fresh = fresh or _new_household(into if into.dwelling or into.address else _same(home), person, actor)
        relation = members.HEAD if fresh.head is None else "other"
        members.enter(person, fresh.id, relation=relation, actor=actor, on=day, began="split")
        fresh.refresh_from_db(from_queryset=Household.objects.filter(township=fresh.township))
    if fresh is None:
        raise LookupError(household)
    return fresh.id


@transaction.atomic
def merge(household: UUID, *, into: UUID, actor: Actor, on: date | None = None) -> UUID:
    """Let everybody of one household join another; the first is dissolved."""
    if household == into:
        raise refusals.invalid({"into": _("Choose another household.")})
    day = _day(on)
    first, second = sorted((household, into))
    members.locked_household(first, actor)
    members.locked_household(second, actor)
    for one in _members(members.locked_household(household, actor)):
        person = members.locked_person(one, actor)
        members.leave(person, actor=actor, on=day, ended="merged")
        members.enter(person, into, relation="other", actor=actor, on=day, began="merged")
    return into


@transaction.atomic
def died(person: UUID, *, on: date, actor: Actor) -> None:
    """Note that somebody has died: out of the household and of every programme; the record stays."""
    day = _day(on)
    row = members.locked_person(person, actor)
    if row.born and day < row.born:
        message = _("Nobody dies before they are born.")
        raise Invalid(message, fields={"on": message})
    members.leave(row, actor=actor, on=day, ended="died")
    end_all_of(row.id, actor=actor, on=day, why="died")
    row.died_on, row.next_due = day, None
    _noted(row, actor, state="died", columns=("died_on", "next_due"))


@transaction.atomic
def moved_away(person: UUID, *, actor: Actor, on: date | None = None) -> None:
    """Note that somebody has left the township for good."""
    day = _day(on)
    row = members.locked_person(person, actor)
    members.leave(row, actor=actor, on=day, ended="left")
    end_all_of(row.id, actor=actor, on=day, why="left")
    row.next_due = None
    _noted(row, actor, state="moved", columns=("next_due",))


@transaction.atomic
def away(person: UUID, *, actor: Actor) -> None:
    """Note that somebody is away for a time; they stay in their household."""
    row = members.locked_person(person, actor)
    if row.state == "away":
        raise RuleBroken(_("This person is away already."))
    _noted(row, actor, state="away", columns=())


@transaction.atomic
def back(person: UUID, *, actor: Actor) -> None:
    """Note that somebody is back."""
    row = members.locked_person(person, actor)
    if row.state == "here":
        raise RuleBroken(_("This person is here."))
    _noted(row, actor, state="here", columns=())


def _members(home: Household) -> list[UUID]:
    rows = Member.objects.filter(township=home.township, household=home.id, until=None)
    return list(rows.order_by("since", "id").values_list("person", flat=True))


def _same(home: Household) -> Into:
    """A household that splits without moving out shares the dwelling."""
    return Into(dwelling=home.dwelling, address=None if home.dwelling else home.address)


def _new_household(into: Into, person: Person, actor: Actor) -> Household:
    if into.dwelling is None and into.address is None:
        message = _("Say where this person goes: nobody is left without a household.")
        raise refusals.invalid({"household": message})
    home = begin("household", person.township, clock.now())
    if not isinstance(home, Household):
        raise TypeError(home)
    dwelling = into.dwelling or (dwelling_behind(into, person.township, actor) if into.door else None)
    placing.settle(home, At(dwelling=dwelling, address=into.address), actor)
    if not may_write(actor, home):
        raise refusals.not_yours()
    home.values = {"kind": "single"}
    journal.record("register.recorded", subject=home, actor=actor, source="door", batch=None, taken=["kind"])
    return home


def dwelling_behind(into: Into, township: int, actor: Actor) -> UUID:
    """The dwelling behind a door of a house, which begins where nobody has noted it yet."""
    at = At(address=into.address, door=into.door)
    origin = Origin(Source.DOOR if actor.door == "field" else Source.WINDOW)
    values = {"door": into.door}
    return record("dwelling", township=township, values=values, origin=origin, actor=actor, at=at).id


def _noted(person: Person, actor: Actor, *, state: str, columns: Sequence[str]) -> None:
    person.state = state
    person.version += 1
    person.changed_at = clock.now()
    write = dict.fromkeys(("state", "version", "changed_at", *columns))
    journal.record("register.state", subject=person, actor=actor, write=tuple(write), state=state)


def _day(on: date | None) -> date:
    today = localdate(clock.now())
    if on and on > today:
        message = _("This day has not come yet.")
        raise Invalid(message, fields={"on": message})
    return on or today
