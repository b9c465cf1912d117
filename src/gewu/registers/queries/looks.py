"""Who looked: the traces of files and values that were opened, for auditors and for the person looked at."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gewu.kernel import paging
from gewu.kernel.access import Actor
from gewu.kernel.filters import Chosen
from gewu.kernel.models import Entry
from gewu.kernel.paging import Page
from gewu.registers.models import TABLES, Look, Person, Visit
from gewu.registers.queries.definitions import all_programmes, register

__all__ = [
    "Look",
    "Trace",
    "audited",
    "households_of_users",
    "looks",
    "looks_at",
    "looks_by_field",
    "names_of",
    "traces",
    "worked_on",
]
NEWEST = ("-at", "-id")
PERSON = "registers.person"
# What follows a look without being work: more looks.
NO_WORK = frozenset({"register.opened"})


@dataclass(frozen=True, slots=True)
class Trace:
    """One look as rules see it. `name` is that of the person looked at, `household` the one they live in."""

    id: UUID
    user: UUID | None
    role: str
    at: datetime
    kind: str
    subject: UUID
    grid: UUID | None
    opened: tuple[str, ...]
    depth: int
    purpose: str
    name: str = ""
    household: UUID | None = None


def audited(actor: Actor) -> "QuerySet[Look]":
    """Looks in the townships that the actor audits."""
    seen = [Q(township__range=(p.scope.low, p.scope.high)) for p in actor.posts if p.role == "auditor"]
    return Look.objects.filter(reduce(or_, seen)) if seen else Look.objects.none()


def looks(actor: Actor, *, chosen: Chosen, after: str | None = None, size: int = 50) -> Page[Look]:
    """Looks in the townships that the actor audits, newest first."""
    return paging.page([chosen.apply(audited(actor))], order=NEWEST, after=after, size=size)


def looks_at(township: int, subjects: Collection[UUID], *, most: int = 500) -> list[Look]:
    """Who looked at these rows, newest first. Whoever asks shows it to the person only."""
    return list(
        Look.objects.filter(township=township, subject__in=list(subjects)).order_by("-at", "-id")[:most]
    )


def looks_by_field(township: int, *, since: datetime) -> dict[tuple[str, str], int]:
    """How often a field was shown in full, or given to a program, by register or programme and field.

    A look at a page is counted where the page is drawn; a whole programme is opened at once.
    """
    opened: Counter[tuple[str, str]] = Counter()
    seen = Look.objects.filter(township=township, at__gte=since)
    known = {one.key: one for one in all_programmes()}
    for kind, keys, door, times in seen.values_list("subject_kind", "opened", "door").annotate(n=Count("id")):
        fields = [(kind, key) for key in keys if key not in known]
        fields += [(key, one.key) for key in keys if key in known for one in known[key].fields]
        if door == "api" and not keys:
            fields += [(kind, one.key) for one in register(kind).fields]
        opened.update(dict.fromkeys(fields, times))
    return dict(opened)


def traces(township: int, *, since: datetime, until: datetime) -> list[Trace]:
    """What was opened in a township between two moments, with whom it was about."""
    rows = list(
        Look.objects.filter(township=township, at__gte=since, at__lt=until, subject__isnull=False).order_by(
            "at", "id"
        )
    )
    people = {
        row[0]: row[1:]
        for row in Person.objects.filter(township=township, id__in={row.subject for row in rows}).values_list(
            "id", "name", "household"
        )
    }
    return [_trace(row, people) for row in rows]


def worked_on(
    township: int, *, user: UUID, subjects: Collection[UUID], since: datetime, until: datetime
) -> set[UUID]:
    """Of these rows, those that the user wrote or visited between two moments."""
    wrote = Entry.objects.filter(
        township=township, subject_id__in=list(subjects), user=user, recorded_at__range=(since, until)
    ).exclude(kind__in=NO_WORK)
    found = set(wrote.values_list("subject_id", flat=True))
    visits = Visit.objects.filter(township=township, by=user, visited_at__range=(since, until))
    for went in visits.filter(subjects__overlap=list(subjects)).values_list("subjects", flat=True):
        found |= set(went)
    return found & set(subjects)


def households_of_users(township: int, users: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID | None]]:
    """The records of people who have accounts here: user → person and household."""
    rows = Person.objects.filter(township=township, user__in=list(users))
    told = rows.values_list("user", "id", "household")
    return {user: (person, household) for user, person, household in told if user}


def names_of(rows: Collection[Look]) -> dict[UUID, str]:
    """What the rows looked at are called, by id; each statement names one township and one register."""
    found: dict[UUID, str] = {}
    for township in {row.township for row in rows}:
        for kind, table in TABLES.items():
            ids = [row.subject for row in rows if row.township == township and row.subject_kind == kind]
            if ids:
                named = table.objects.filter(township=township, id__in=ids)  # type: ignore[attr-defined] # every table names its own
                found |= dict(named.values_list("id", "name"))
    return found


def _trace(row: Look, people: "Mapping[UUID, tuple[str, UUID | None]]") -> Trace:
    name, household = people.get(row.subject, ("", None)) if row.subject else ("", None)
    return Trace(
        id=row.id,
        user=row.user,
        role=row.role,
        at=row.at,
        kind=row.subject_kind,
        subject=row.subject or row.id,
        grid=row.in_grid,
        opened=tuple(row.opened),
        depth=row.access_class,
        purpose=row.purpose,
        name=name,
        household=household,
    )
