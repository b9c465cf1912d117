"""Taking back what an import brought: rows it made go, those it changed are as before, the rest stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gewu.kernel import journal
from gewu.kernel.access import Actor
from gewu.registers.commands.settling import recount
from gewu.registers.commands.snapshots import COLUMNS, restore
from gewu.registers.models import TABLES, Claim, Enrolment, Household, Member, Person, Visit
from gewu.registers.queries import register


@dataclass(frozen=True, slots=True)
class Change:
    """A row as an import found it (`before`, by `snapshots.snapshot`), and how many entries it had after."""

    id: UUID
    before: str
    left: int


def take_away(kind: str, township: int, made: Sequence[UUID], *, actor: Actor) -> set[UUID]:
    """Delete rows an import made and nobody touched; which went. Persons before households."""
    rows = TABLES[kind].objects.filter(township=township, id__in=list(made), journal_length=0)  # type: ignore[attr-defined]
    going = set(rows.select_for_update().values_list("id", flat=True)) - _used(kind, township, made)
    if not going:
        return going
    if kind == "person":
        _leave(township, going, actor)
    Claim.objects.filter(township=township, subject__in=going).delete()
    rows.filter(id__in=going).delete()
    return going


def _used(kind: str, township: int, made: Sequence[UUID]) -> set[UUID]:
    """What somebody has hung something on since: a visit, a programme, an account, people."""
    ids = list(made)
    used = set(Enrolment.objects.filter(township=township, subject__in=ids).values_list("subject", flat=True))
    for subjects in Visit.objects.filter(township=township, subjects__overlap=ids).values_list(
        "subjects", flat=True
    ):
        used |= set(subjects)
    if kind == "person":
        used |= set(
            Person.objects.filter(township=township, id__in=ids, user__isnull=False).values_list(
                "id", flat=True
            )
        )
    if kind == "household":
        used |= _named(Member, "household", township, ids) | _named(Visit, "household", township, ids)
    if kind == "dwelling":
        used |= _named(Household, "dwelling", township, ids) | _named(Person, "dwelling", township, ids)
    return used


def _named(table: type, column: str, township: int, ids: Sequence[UUID]) -> set[UUID]:
    rows = table.objects.filter(township=township, **{f"{column}__in": ids})  # type: ignore[attr-defined]
    return set(rows.values_list(column, flat=True))


def _leave(township: int, people: set[UUID], actor: Actor) -> None:
    members = Member.objects.filter(township=township, person__in=people)
    homes = set(members.values_list("household", flat=True))
    members.delete()
    recount(township, homes, actor=actor)


def put_back(kind: str, township: int, changes: Sequence[Change], *, actor: Actor) -> set[UUID]:
    """Restore rows an import changed and nobody touched since; the ids of those that are as before."""
    of = register(kind)
    wanted = {one.id: one for one in changes}
    rows = TABLES[kind].objects.filter(township=township, id__in=list(wanted)).select_for_update()  # type: ignore[attr-defined]
    notes, columns = [], set(COLUMNS)
    for row in rows:
        if row.journal_length == wanted[row.id].left:
            columns |= restore(row, kind, wanted[row.id].before)
            notes.append(journal.Note(row, {"fields": len(of.fields)}))
    journal.record_all("register.put_back", notes, actor=actor, write=sorted(columns))
    return {note.subject.id for note in notes}
