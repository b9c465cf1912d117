"""Whose account is whose: said at a window, after a card was seen. Whoever is linked may ask online."""

from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from gewu.kernel import journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, RuleBroken
from gewu.registers import refusals
from gewu.registers.models import Person
from gewu.registers.queries import row
from gewu.registers.reach import may_write

LIVING = ("here", "away")
# Whoever links this account waits for whoever is at it: the township of the other person may be another.
TURNS = 0x6163


@transaction.atomic
def link_account(person: UUID, user: UUID, *, actor: Actor) -> None:
    """The account is this person's; the caller has seen to it that identity was checked.

    Nobody links an account to themselves, no account belongs to two, and nobody has two.
    """
    held = _locked(person, actor)
    if user == actor.user:
        raise NotAllowed(_("Somebody else has to link your own account."))
    if held.state not in LIVING:
        raise refusals.over()
    if held.user == user:
        return
    if held.user:
        raise RuleBroken(_("This person has an account already. Take that one away first."))
    _take_turns(user)
    if Person.objects.filter(township__gt=0, user=user, state__in=LIVING).exists():
        raise refusals.account_taken()
    held.user = user
    journal.record("person.linked", subject=held, actor=actor, write=("user",), account=str(user))


@transaction.atomic
def unlink_account(person: UUID, *, actor: Actor) -> None:
    """The person has no account any more: it was lost, or linked by mistake."""
    held = _locked(person, actor)
    if held.user is None:
        raise RuleBroken(_("This person has no account."))
    account, held.user = held.user, None
    journal.record("person.unlinked", subject=held, actor=actor, write=("user",), account=str(account))


def _locked(person: UUID, actor: Actor) -> Person:
    seen = row("person", person, actor)
    if not may_write(actor, seen):
        raise refusals.not_yours()
    return Person.objects.filter(township=seen.township, id=seen.id).select_for_update().get()


def _take_turns(user: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TURNS, user.int & 0x7FFFFFFF])
