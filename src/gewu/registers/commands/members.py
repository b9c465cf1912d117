"""Who lives in which household, from when to when. Memberships are begun and ended, never rewritten."""

from datetime import date
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, RuleBroken
from gewu.kernel.ids import new_id
from gewu.registers import refusals
from gewu.registers.commands import placing
from gewu.registers.models import Household, Member, Person
from gewu.registers.queries import rows
from gewu.registers.reach import may_write
from gewu.registers.reading import shipped

HEAD = "head"


def locked_household(identifier: UUID, actor: Actor) -> Household:
    """A household the actor may change, held until the command is done."""
    found = rows("household", actor).by_id(identifier).select_for_update().first()  # type: ignore[attr-defined]
    household: Household = found or rows("household", actor).one(identifier)  # type: ignore[attr-defined]
    if not may_write(actor, household):
        raise refusals.not_yours()
    if household.state != "whole":
        raise RuleBroken(_("This household has been dissolved."))
    return household


def locked_person(identifier: UUID, actor: Actor) -> Person:
    """A person the actor may change, held until the command is done."""
    found = rows("person", actor).by_id(identifier).select_for_update().first()  # type: ignore[attr-defined]
    person: Person = found or rows("person", actor).one(identifier)  # type: ignore[attr-defined]
    if not may_write(actor, person):
        raise refusals.not_yours()
    if person.state not in {"here", "away"}:
        raise refusals.over()
    return person


def enter(
    person: Person,
    household: UUID,
    *,
    relation: str,
    actor: Actor,
    on: date | None = None,
    began: str = "listed",
) -> Member:
    """Put a person into a household; whoever has one already leaves it first (`leave`)."""
    check_relation(relation)
    home = locked_household(household, actor)
    member = Member.objects.create(
        id=new_id(person.township),
        township=person.township,
        person=person.id,
        household=home.id,
        relation=relation,
        since=on or localdate(clock.now()),
        began=began,
    )
    person.write(*sorted(placing.follow(person, home)))
    _grown(home, person, relation, actor)
    return member


def leave(person: Person, *, actor: Actor, on: date, ended: str) -> None:
    """End the membership a person has; a household nobody is left in is dissolved."""
    member = (
        Member.objects.filter(township=person.township, person=person.id, until=None)
        .select_for_update()
        .first()
    )
    if member is None:
        return
    if on < member.since:
        message = _("This is before the day they came into the household.")
        raise Invalid(message, fields={"on": message})
    member.until, member.ended = on, ended
    member.write("until", "ended")
    person.household = None
    person.write("household")
    _shrunk(member, person, actor=actor, on=on)


def check_relation(relation: str) -> None:
    """Relations are those of the shared list."""
    if relation not in relations():
        raise refusals.invalid({"relation": _("Choose one from the list.")})


def relations() -> tuple[str, ...]:
    return tuple(one.key for one in shipped().lists.lists["relation"])


def _grown(home: Household, person: Person, relation: str, actor: Actor) -> None:
    home.size += 1
    if relation == HEAD or home.head is None:
        _head(home, person)
    _told(home, actor, came=person.id)


def _shrunk(member: Member, person: Person, *, actor: Actor, on: date) -> None:
    home = Household.objects.select_for_update().one(member.household)
    home.size -= 1
    if home.size == 0:
        home.state, home.ended_on, home.head = "dissolved", on, None
    elif home.head == person.id:
        _head(home, _next_head(home))
    _told(home, actor, went=person.id)


def _next_head(home: Household) -> Person:
    """The eldest of those who stay."""
    staying = Member.objects.filter(township=home.township, household=home.id, until=None)
    people = Person.objects.filter(township=home.township, id__in=staying.values("person"))
    return min(people, key=lambda one: (one.born is None, one.born or date.max, one.number))


def _head(home: Household, person: Person) -> None:
    home.head = person.id
    home.name, home.name_key, home.initials = person.name, person.name_key, person.initials


def _told(home: Household, actor: Actor, *, came: UUID | None = None, went: UUID | None = None) -> None:
    home.version += 1
    home.changed_at = clock.now()
    columns = ("size", "state", "ended_on", "head", "name", "name_key", "initials", "version", "changed_at")
    journal.record(
        "household.members",
        subject=home,
        actor=actor,
        write=columns,
        came=str(came) if came else None,
        went=str(went) if went else None,
        size=home.size,
        state=home.state,
    )
