"""Two records of one person become one, and two again: nothing is lost on the way, in either direction."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import RuleBroken
from gewu.registers import holding
from gewu.registers.commands.settling import recount
from gewu.registers.commands.snapshots import restore, snapshot
from gewu.registers.models import Enrolment, Member, Person
from gewu.registers.queries import register, rows
from gewu.registers.sources import weigh

LIVING = ("here", "away")
PLACE = ("household", "dwelling")


@dataclass(frozen=True, slots=True)
class United:
    """What was done, and what `part` needs: to be kept sealed by the caller. `stamp`: entries after."""

    given: tuple[str, ...]
    before: str
    stamp: tuple[int, int]


@transaction.atomic
def unite(winner: UUID, loser: UUID, *, actor: Actor) -> United:
    """Let one record take over what the other knows better; the other is kept, ended, under its number.

    Each field goes by where it came from (`sources.weigh`): exchanged before typed, checked before unchecked,
    newer before older. Different identity numbers are refused. Programmes of the other go on in the first.
    """
    first, other = _locked(winner, actor), _locked(loser, actor)
    if winner == loser or {first.state, other.state} - set(LIVING):
        raise RuleBroken(_("Only two records of living residents can be made one."))
    of = register("person")
    known, held = holding.held(first, of.fields), holding.held(other, of.fields)
    numbers = {one.get("identity_number") for one in (known, held)} - {None}
    if len(numbers) > 1:
        raise RuleBroken(_("Two different identity numbers are two people."))
    before = {"winner": _kept(first), "loser": _kept(other), "programmes": _programmes(first, other)}
    members = Member.objects.filter(township=other.township, person=other.id, until=None)
    before["member"] = [str(one) for one in members.values_list("id", flat=True)]
    _end(other, first, actor)
    given = tuple(key for key, value in held.items() if _better(first, other, key, known.get(key), value))
    columns = holding.put(first, of, {key: held[key] for key in given})
    first.sources |= {key: other.sources[key] for key in given if key in other.sources}
    first.version += 1
    journal.record(
        "register.united", subject=first, actor=actor, write=(*columns, "sources", "version"),
        other=str(other.id), given=len(given),
    )  # fmt: skip
    stamp = (first.journal_length, other.journal_length)
    return United(given, json.dumps(before, ensure_ascii=False), stamp)


@transaction.atomic
def part(winner: UUID, loser: UUID, *, before: str, stamp: tuple[int, int], actor: Actor) -> None:
    """Make two records of them again, each exactly as it was; refused once somebody changed either."""
    first, other = _locked(winner, actor), _locked(loser, actor)
    if (first.journal_length, other.journal_length) != stamp:
        raise RuleBroken(_("Somebody has changed the record since. Correct it by hand instead."))
    kept = json.loads(before)
    columns = restore(first, "person", json.dumps(kept["winner"]["known"], ensure_ascii=False))
    # What both had the number of goes back first: it may stand in one living record only.
    journal.record("register.parted", subject=first, actor=actor, write=tuple(columns), other=str(other.id))
    columns = restore(other, "person", json.dumps(kept["loser"]["known"], ensure_ascii=False))
    other.went_to, other.merged_into = "", None
    for column in PLACE:
        setattr(other, column, _uuid(kept["loser"][column]))
    moved = Member.objects.filter(township=other.township, id__in=kept["member"])
    homes = list(moved.values_list("household", flat=True))
    moved.update(until=None, ended="")
    programmes = Enrolment.objects.filter(township=other.township, id__in=kept["programmes"])
    programmes.update(subject=other.id)
    write = (*columns, "went_to", "merged_into", *PLACE)
    journal.record("register.parted", subject=other, actor=actor, write=write, other=str(first.id))
    recount(other.township, homes, actor=actor)


def _locked(identifier: UUID, actor: Actor) -> Person:
    found: Person | None = rows("person", actor).by_id(identifier).select_for_update().first()  # type: ignore[attr-defined]
    return found or rows("person", actor).one(identifier)  # type: ignore[attr-defined]


def _kept(row: Person) -> dict[str, object]:
    place = {column: str(getattr(row, column) or "") for column in PLACE}
    return {"known": json.loads(snapshot(row, register("person"))), **place}


def _programmes(first: Person, other: Person) -> list[str]:
    """The programmes of the other that the first is not in: they go on there."""
    own = Enrolment.objects.filter(township=first.township, subject=first.id, until=None)
    theirs = Enrolment.objects.filter(township=first.township, subject=other.id, until=None)
    moving = theirs.exclude(programme__in=list(own.values_list("programme", flat=True)))
    return [str(one) for one in moving.values_list("id", flat=True)]


def _better(first: Person, other: Person, key: str, known: object, value: object) -> bool:
    if known is None:
        return True
    mine, theirs = holding.mark_of(first, key), holding.mark_of(other, key)
    if known == value or theirs is None:
        return False
    return weigh(mine, theirs, same=False) == "take"


def _end(other: Person, first: Person, actor: Actor) -> None:
    """End the other record: in no household, found under the number of the first."""
    moving = _programmes(first, other)
    Enrolment.objects.filter(township=other.township, id__in=moving).update(subject=first.id)
    seats = Member.objects.filter(township=other.township, person=other.id, until=None)
    homes = list(seats.values_list("household", flat=True))
    seats.update(until=localdate(clock.now()), ended="merged")
    other.state, other.went_to, other.merged_into = "merged", first.number, first.id
    other.household = other.dwelling = None
    other.version += 1
    write = ("state", "went_to", "merged_into", "version", *PLACE)
    journal.record("register.united", subject=other, actor=actor, write=write, other=str(first.id), given=0)
    recount(other.township, homes, actor=actor)


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None
