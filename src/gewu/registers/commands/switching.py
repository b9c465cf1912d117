"""Switching programmes on and off in a township: one enters the legal basis, another approves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.text import clean_required
from gewu.registers import refusals
from gewu.registers.definition import Programme
from gewu.registers.models import Switch
from gewu.registers.queries import programme, runs

ENTERS = "admin"
APPROVES = frozenset({"supervisor", "overseer", "admin"})


@dataclass(frozen=True, slots=True)
class Basis:
    """On which law a programme stands here, in which document, until when, and who handles it by name."""

    basis: str
    document: str
    until: date | None = None
    handlers: Sequence[UUID] = ()


@transaction.atomic
def ask_programme(township: int, key: str, *, said: Basis, actor: Actor) -> None:
    """Enter the legal basis of a programme that is off; it stays off until another person approves."""
    of = programme(key)
    _require(actor, township, frozenset({ENTERS}))
    row = _locked(township, of)
    if runs(of, row):
        raise RuleBroken(_("This programme is on."))
    if said.until and said.until <= localdate(clock.now()):
        raise refusals.invalid({"until": _("This day has passed.")})
    row.basis = clean_required(said.basis, field="basis", limit=200, lines=False)
    row.document = clean_required(said.document, field="document", limit=80, lines=False)
    row.until, row.handlers = said.until, list(dict.fromkeys(said.handlers))
    if of.held == "sealed" and not row.handlers:
        raise refusals.invalid({"handlers": _("Name who handles this programme: nobody else will see it.")})
    row.asked_by, row.asked_at, row.state = actor.user, clock.now(), "asked"
    row.decided_by = row.decided_at = None
    columns = ("basis", "document", "until", "handlers", "asked_by", "asked_at", "state", *_DECIDED)
    journal.record(
        "programme.asked",
        subject=row,
        actor=actor,
        write=columns,
        programme=key,
        until=row.until.isoformat() if row.until else None,
        handlers=[str(one) for one in row.handlers],
    )


@transaction.atomic
def approve_programme(township: int, key: str, *, actor: Actor) -> None:
    """Switch a programme on whose legal basis somebody else has entered."""
    _require(actor, township, APPROVES)
    row = _locked(township, programme(key))
    if row.state != "asked":
        raise RuleBroken(_("Nobody has entered a legal basis that waits for approval."))
    if row.asked_by == actor.user:
        raise RuleBroken(_("Somebody else has to approve what you entered."))
    _decide(row, "on", actor)


@transaction.atomic
def switch_off(township: int, key: str, *, actor: Actor) -> None:
    """Switch a programme off, or refuse what was entered: nobody is taken in and nobody sees its values."""
    _require(actor, township, APPROVES)
    row = _locked(township, programme(key))
    if row.state == "off":
        raise RuleBroken(_("This programme is off."))
    _decide(row, "off", actor)


@transaction.atomic
def switch_on(township: int, key: str, *, actor: Actor) -> None:
    """Switch a programme on again that needs no legal basis of its own."""
    _require(actor, township, APPROVES)
    of = programme(key)
    row = _locked(township, of)
    if of.off or row.state != "off":
        raise RuleBroken(_("Enter a legal basis for this programme first."))
    row.asked_by = None
    _decide(row, "on", actor)


_DECIDED = ("decided_by", "decided_at")


def _decide(row: Switch, state: str, actor: Actor) -> None:
    row.state, row.decided_by, row.decided_at = state, actor.user, clock.now()
    journal.record(
        "programme.switched",
        subject=row,
        actor=actor,
        write=("state", "asked_by", *_DECIDED),
        programme=row.programme,
        state=state,
    )


def _locked(township: int, of: Programme) -> Switch:
    """The switch of a programme; made, not stored yet, where nobody has touched it."""
    found = Switch.objects.filter(township=township, programme=of.key).select_for_update().first()
    return found or Switch(
        id=new_id(township), township=township, programme=of.key, state="off" if of.off else "on"
    )


def _require(actor: Actor, township: int, roles: frozenset[str]) -> None:
    here = [post for post in actor.posts if post.scope.low <= township <= post.scope.high]
    if not any(post.role in roles for post in here):
        raise NotAllowed(_("Your post does not switch programmes of this place."))
