"""Who joins a programme by themselves: on the birthday that brings them in, and out again on the other."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM
from gewu.registers.commands.ending import end
from gewu.registers.commands.programmes import begin
from gewu.registers.definition import Joins, Programme
from gewu.registers.models import Enrolment, Person
from gewu.registers.queries import programmes
from gewu.registers.rhythm import later, years


def join_pools(township: int, *, most: int = 5000) -> int:
    """Take in everybody whose age says so, and let go who has grown out; how many there were."""
    today = localdate(clock.now())
    done = 0
    for of in programmes(township):
        if of.joins and of.of == "person":
            done += _in(township, of, of.joins, today=today, most=most)
            done += _out(township, of, of.joins, today=today, most=most)
    return done


def join_person(person: Person) -> None:
    """The same for one person, as soon as their birthday is known."""
    today = localdate(clock.now())
    there = set(
        Enrolment.objects.filter(township=person.township, subject=person.id, until=None).values_list(
            "programme", flat=True
        )
    )
    for of in programmes(person.township):
        if of.joins and of.key not in there and person.born and _of_age(of.joins, person.born, today):
            _take(of, person, today)


def _in(township: int, of: Programme, joins: Joins, *, today: date, most: int) -> int:
    there = Enrolment.objects.filter(township=township, subject=OuterRef("id"), programme=of.key, until=None)
    people = _aged(township, joins, today).filter(~Exists(there)).order_by("born", "id")[:most]
    found = list(people)
    for person in found:
        _take(of, person, today)
    return len(found)


def _take(of: Programme, person: Person, today: date) -> None:
    enrolment = begin(of, person, today, basis="rule")
    journal.record(
        "enrolment.begun",
        subject=enrolment,
        actor=SYSTEM,
        programme=of.key,
        of=str(person.id),
        basis="rule",
        taken=[],
    )


def _out(township: int, of: Programme, joins: Joins, *, today: date, most: int) -> int:
    if joins.below_age is None:
        return 0
    grown = Person.objects.filter(township=township, born__lte=later(today, -12 * joins.below_age))
    rows = Enrolment.objects.filter(
        township=township, programme=of.key, until=None, subject__in=grown.values("id")
    )
    found = list(rows.order_by("id")[:most])
    for row in found:
        end(row, actor=SYSTEM, on=today, why="ended")
    return len(found)


def _aged(township: int, joins: Joins, today: date) -> QuerySet[Person]:
    people = Person.objects.filter(township=township, state="here", born__isnull=False)
    if joins.from_age is not None:
        people = people.filter(born__lte=later(today, -12 * joins.from_age))
    if joins.below_age is not None:
        people = people.filter(born__gt=later(today, -12 * joins.below_age))
    return people


def _of_age(joins: Joins, born: date, today: date) -> bool:
    age = years(born, today)
    old = joins.from_age is None or age >= joins.from_age
    return old and (joins.below_age is None or age < joins.below_age)
