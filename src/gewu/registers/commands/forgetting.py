"""Forgetting: what is erased when the basis ends. Journals stay whole: they hold codes and digests only."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import RuleBroken
from gewu.kernel.ids import township_of
from gewu.kernel.models import nothing_here
from gewu.registers.commands.ending import end_all_of
from gewu.registers.commands.keeping import forget_steps
from gewu.registers.commands.programmes import erase
from gewu.registers.models import Claim, Enrolment, Person, Visit
from gewu.registers.queries.claims import WAITING
from gewu.registers.queries.going import GONE

EMPTIED = (
    *("name", "name_key", "initials", "values", "secret", "sources", "born", "sex", "user"),
    *("identity_number", "identity_index", "phone", "phone_index", "address", "building"),
    *("changed_at", "version"),
)
_NOWHERE = {"address": None, "building": None}


def due_for_erasure(
    township: int, today: date, *, listed: Collection[UUID] = (), most: int = 500
) -> list[Enrolment]:
    """Enrolments whose values are kept longer than their programme says, but those that are listed."""
    rows = Enrolment.objects.filter(township=township, erase_on__lte=today, erased_at=None)
    return list(rows.exclude(id__in=list(listed)).order_by("erase_on", "id")[:most])


@transaction.atomic
def forget_enrolment(identifier: UUID, *, actor: Actor) -> None:
    """Erase the values of an enrolment that has ended."""
    row = Enrolment.objects.filter(township=township_of(identifier)).select_for_update().one(identifier)
    if row.until is None:
        raise RuleBroken(_("It has not ended yet: its values are still needed."))
    if row.erased_at is None:
        erase(row, actor=actor)


@transaction.atomic
def forget_person(identifier: UUID, *, actor: Actor) -> None:
    """Erase what is held of a person who does not live here any more; that there was a record stays.

    Every programme is ended and forgotten with it, offered values and notes of visits as well, where they
    lived, and records that were found to be the same person. Nothing is left to be decided about them.
    """
    township = township_of(identifier)
    row = Person.objects.filter(township=township).select_for_update().by_id(identifier).first()
    if row is None:
        raise nothing_here()
    if row.state not in GONE:
        raise RuleBroken(_("The person lives here: what the law asks to be held is held as long."))
    for twin in Person.objects.filter(township=township, merged_into=row.id).values_list("id", flat=True):
        # A programme that both were in was left standing at the one that was given up.
        end_all_of(twin, actor=actor, on=localdate(clock.now()), why="left")
        forget_person(twin, actor=actor)
    for one in Enrolment.objects.filter(
        township=township, subject=row.id, erased_at=None
    ).select_for_update():
        forget_enrolment(one.id, actor=actor)
    Enrolment.objects.filter(township=township, subject=row.id).update(name_key="", **_NOWHERE)
    _drop_claims(row, actor)
    Visit.objects.filter(township=township, subjects=[row.id]).update(note=None)
    forget_steps(township, subject=row.id)
    _empty(row)
    journal.record("register.forgotten", subject=row, actor=actor, write=EMPTIED)


def _drop_claims(row: Person, actor: Actor) -> None:
    offered = Claim.objects.filter(township=row.township, subject=row.id)
    offered.update(offered=None, secret=None, **_NOWHERE)
    waiting = offered.filter(state__in=WAITING)
    waiting.update(state="kept", decided_by=actor.user, decided_at=clock.now())


def _empty(row: Person) -> None:
    row.name, row.name_key, row.initials, row.sex = "", "", "", ""
    row.values, row.secret, row.sources = {}, None, {}
    row.identity_number = row.identity_index = row.phone = row.phone_index = row.born = row.user = None
    row.address = row.building = None
    row.changed_at, row.version = clock.now(), row.version + 1
