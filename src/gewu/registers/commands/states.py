"""What becomes of dwellings, establishments and facilities, and giving a row another address."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import RuleBroken
from gewu.registers import ground, refusals
from gewu.registers.commands import placing
from gewu.registers.commands.ending import end_all_of
from gewu.registers.models import (
    Dwelling,
    Establishment,
    Household,
    Member,
    Person,
    RegisterRow,
)
from gewu.registers.queries import register, rows
from gewu.registers.reach import may_write
from gewu.registers.values import At

# Persons and households change by moving, dying and leaving, not by a word.
STATES = {"dwelling", "establishment", "facility"}
OVER = {"gone", "closed", "removed"}


@transaction.atomic
def change_state(kind: str, identifier: UUID, *, state: str, actor: Actor, on: date | None = None) -> None:
    """Close or open an establishment, take a dwelling out of use, say how a facility is."""
    if kind not in STATES or state not in {one.key for one in register(kind).states}:
        raise refusals.invalid({"state": _("Choose one from the list.")})
    row = locked(kind, identifier, actor)
    if row.state == state:
        raise RuleBroken(_("It stands so already."))
    if isinstance(row, Dwelling) and state == "gone" and _lived_in(row):
        raise RuleBroken(_("Somebody lives here: let them move first."))
    day = on or localdate(clock.now())
    row.state, row.version, row.changed_at = state, row.version + 1, clock.now()
    write = ["state", "version", "changed_at"]
    if isinstance(row, Establishment):
        row.ended_on = day if state == "closed" else None
        write.append("ended_on")
    if state in OVER:
        end_all_of(row.id, actor=actor, on=day, why="ended")
        row.next_due = None
        write.append("next_due")
    journal.record("register.state", subject=row, actor=actor, write=write, state=state, on=day.isoformat())


@transaction.atomic
def place(kind: str, identifier: UUID, *, at: At, actor: Actor) -> None:
    """Give a row another address; whoever lives in a dwelling or a household comes along."""
    row = locked(kind, identifier, actor)
    if isinstance(row, Person):
        raise RuleBroken(_("A person moves from household to household."))
    if isinstance(row, Dwelling) and at.dwelling:
        raise refusals.invalid({"address": refusals.needed()})
    changed = placing.settle(row, at, actor)
    if not may_write(actor, row):
        raise refusals.not_yours()
    row.version, row.changed_at = row.version + 1, clock.now()
    journal.record(
        "register.placed",
        subject=row,
        actor=actor,
        write=sorted({*changed, "version", "changed_at"}),
        building=str(row.building) if row.building else None,
        grid=str(row.in_grid) if row.in_grid else None,
    )
    _come_along(row)


def locked(kind: str, identifier: UUID, actor: Actor) -> RegisterRow:
    """A row the actor may change, held until the command is done."""
    found = rows(kind, actor).by_id(identifier).select_for_update().first()  # type: ignore[attr-defined]
    row: RegisterRow = found or rows(kind, actor).one(identifier)  # type: ignore[attr-defined]
    if not may_write(actor, row):
        raise refusals.not_yours()
    return row


def _lived_in(dwelling: Dwelling) -> bool:
    return Household.objects.filter(township=dwelling.township, dwelling=dwelling.id, state="whole").exists()


def _come_along(lead: RegisterRow) -> None:
    """Households follow their dwelling and members their household, in a statement each."""
    stands = {column: getattr(lead, column) for column in ground.GROUND}
    if isinstance(lead, Dwelling):
        homes = Household.objects.filter(township=lead.township, dwelling=lead.id)
        homes.update(**stands)
        Person.objects.filter(township=lead.township, dwelling=lead.id).update(**stands)
    elif isinstance(lead, Household):
        members = Member.objects.filter(township=lead.township, household=lead.id, until=None)
        Person.objects.filter(township=lead.township, id__in=members.values("person")).update(
            **stands, dwelling=lead.dwelling
        )
