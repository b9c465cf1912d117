"""The one door through which anything gets into a register, whoever brings it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from gewu.kernel import clock, journal, numbers, receipts
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.ids import new_id
from gewu.places import queries as places
from gewu.registers import answers, ground, holding, refusals
from gewu.registers.commands import keeping, members, placing
from gewu.registers.commands.pools import join_person
from gewu.registers.definition import FieldOf, Register
from gewu.registers.models import TABLES, Claim, Person, RegisterRow
from gewu.registers.queries import dwelling_at, named_by, register, rows
from gewu.registers.reach import may_write
from gewu.registers.sources import Mark, Origin, confirmed, weigh
from gewu.registers.values import At, Recorded

NEW_STATE = {
    "person": "here",
    "household": "whole",
    "dwelling": "standing",
    "establishment": "open",
    "facility": "sound",
}


@transaction.atomic
def record(  # noqa: PLR0913 - everything an offer says is said by name
    kind: str,
    *,
    township: int,
    values: Mapping[str, object],
    origin: Origin,
    actor: Actor,
    subject: UUID | None = None,
    at: At | None = None,
    seen_version: int | None = None,
    receipt: str | None = None,
) -> Recorded:
    """Offer values of a row; a strong field finds the row that is meant, else a new one begins.

    Each field is weighed against what is held (`sources.weigh`): taken, confirmed, or kept as a claim. `at`
    places the row (a person: in a household). Answers are checked all at once: Invalid names every bad one.
    """
    offer = Offer(kind, township, dict(values), origin, actor, subject, at or At(), seen_version)
    answer = receipts.once(
        actor=actor,
        key=receipt,
        request=["registers.record", kind, township, dict(values), subject],
        do=lambda: _recorded(offer).packed(),
    )
    return Recorded.unpacked(answer)  # type: ignore[arg-type] # what was packed above


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody brings."""

    kind: str
    township: int
    values: dict[str, object]
    origin: Origin
    actor: Actor
    subject: UUID | None = None
    at: At = field(default_factory=At)
    seen_version: int | None = None

    @property
    def of(self) -> Register:
        return register(self.kind)


@dataclass(slots=True)
class Weighed:
    """What became of each field."""

    taken: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)

    @property
    def anything(self) -> bool:
        return bool(self.taken or self.confirmed or self.claims)


def _recorded(offer: Offer) -> Recorded:
    given = answers.checked(offer.of.fields, offer.values)
    if offer.kind == "person":
        given = answers.told_by_number(given)
    now = clock.now()
    row = _row_meant(offer, given)
    created = row is None
    before = keeping.found(row) if row and keeping.may_keep(offer.actor, offer.origin) else None
    row = row or begin(offer.kind, offer.township, now)
    if created:
        if offer.kind == "dwelling" and offer.at.address and not given.get("door"):
            given = {**given, "door": offer.at.door or ground.door_of(offer.at.address)}
        _require_needed(offer.of, given)
        placing.settle(row, offer.at, offer.actor)
    if not may_write(offer.actor, row):
        raise refusals.not_yours()
    weighed = take_in(row, offer.of, given, origin=offer.origin, actor=offer.actor)
    _write(row, offer, weighed)
    if created and isinstance(row, Person) and offer.at.household:
        members.enter(row, offer.at.household, relation=offer.at.relation, actor=offer.actor)
    if isinstance(row, Person) and "born" in weighed.taken:
        join_person(row)
    if before and weighed.anything:
        keeping.keep(before, actor=offer.actor, about=(*weighed.taken, *weighed.claims))
    return Recorded(row.id, created, tuple(weighed.taken), tuple(weighed.confirmed), tuple(weighed.claims))


def begin(kind: str, township: int, now: datetime) -> RegisterRow:
    """A new row of a register, not stored yet."""
    locality = places.locality_of(township)
    letters = locality.letters if locality else "ZZ"
    return TABLES[kind](
        id=new_id(township),
        township=township,
        number=numbers.draw(township, letters=letters, day=localdate(now)),
        state=NEW_STATE[kind],
        recorded_at=now,
        changed_at=now,
    )


def take_in(
    row: RegisterRow, of: Register, given: Mapping[str, JsonValue], *, origin: Origin, actor: Actor
) -> Weighed:
    """Weigh every answer against what the row holds and set what wins; nothing is stored but claims."""
    now = clock.now()
    mark = origin.mark(now, actor.user)
    known = holding.held(row, of.fields)
    weighed = Weighed()
    for key, value in given.items():
        _one(_Field(row, of, key, known.get(key)), value, mark, weighed)
    if weighed.taken:
        row.changed_at = now
        weighed.columns.add("changed_at")
    if origin.checked:
        row.checked_at = max(mark.at, row.checked_at or mark.at)
        weighed.columns.add("checked_at")
    if origin.batch:
        row.batch = origin.batch
        weighed.columns.add("batch")
    row.version += 0 if row._state.adding else 1  # noqa: SLF001 - Django's documented word for "not stored yet"
    weighed.columns |= {"sources", "version"}
    return weighed


@dataclass(frozen=True, slots=True)
class _Field:
    row: RegisterRow
    of: Register
    key: str
    known: JsonValue

    @property
    def field(self) -> FieldOf:
        found = self.of.field(self.key)
        if found is None:
            raise LookupError(self.key)
        return found


def _one(one: _Field, value: JsonValue, mark: Mark, weighed: Weighed) -> None:
    held = holding.mark_of(one.row, one.key) if one.known is not None else None
    verdict = weigh(held, mark, same=value == one.known)
    if verdict == "confirm" and held:
        one.row.sources[one.key] = confirmed(held, mark).packed()
        weighed.confirmed.append(one.key)
    elif verdict == "claim":
        keep_claim(one.row, one.field, value, mark, state="open")
        weighed.claims.append(one.key)
    elif verdict == "take" and (value is not None or held):
        if held:
            keep_claim(one.row, one.field, one.known, held, state="replaced")
        weighed.columns |= holding.put(one.row, one.of, {one.key: value})
        one.row.sources[one.key] = mark.packed()
        if value is None:
            del one.row.sources[one.key]
        weighed.taken.append(one.key)


def keep_claim(row: RegisterRow, of: FieldOf, value: JsonValue, mark: Mark, *, state: str) -> Claim:
    """Keep a value that is not the one held, so that nothing is lost. The same claim is kept once."""
    claim = Claim(
        id=new_id(row.township),
        township=row.township,
        subject_kind=kind_of_row(row),
        subject=row.id,
        field=of.key,
        mark=mark.packed(),
        state=state,
        address=row.address,
        building=row.building,
        in_community=row.in_community,
        in_grid=row.in_grid,
        in_cell=row.in_cell,
        made_at=clock.now(),
    )
    if of.secret:
        claim.secret = json.dumps(value, ensure_ascii=False)
    else:
        claim.offered = value
    Claim.objects.bulk_create([claim])
    return claim


def kind_of_row(row: RegisterRow) -> str:
    return next(kind for kind, table in TABLES.items() if isinstance(row, table))


def _row_meant(offer: Offer, given: Mapping[str, JsonValue]) -> RegisterRow | None:
    """The row this is about, locked; None for a new one."""
    found = offer.subject or _named(offer, given)
    if found is None:
        return None
    seen = rows(offer.kind, offer.actor).by_id(found).select_for_update()  # type: ignore[attr-defined]
    row: RegisterRow | None = seen.first()
    if row is None:
        if offer.subject is None:
            raise refusals.elsewhere()
        return rows(offer.kind, offer.actor).one(found)  # type: ignore[attr-defined,no-any-return]
    if row.went_to:
        raise refusals.over()
    if offer.seen_version is not None and offer.seen_version != row.version:
        raise refusals.stale()
    return row


def _named(offer: Offer, given: Mapping[str, JsonValue]) -> UUID | None:
    row = named_by(offer.kind, offer.township, given)
    if row is None and offer.kind == "dwelling" and offer.at.address:
        there = ground.ground_of(offer.at.address).building or offer.at.address
        door = str(given.get("door") or offer.at.door or ground.door_of(offer.at.address))
        row = dwelling_at(offer.township, there, door)
    return row.id if row else None


def _require_needed(of: Register, given: Mapping[str, JsonValue]) -> None:
    """A row cannot begin without a name; whatever else is missing is shown as missing, not refused."""
    named = next((one for one in of.fields if one.column == "name"), None)
    if named and not given.get(named.key):
        raise refusals.invalid({named.key: refusals.needed()})


def _write(row: RegisterRow, offer: Offer, weighed: Weighed) -> None:
    journal.record(
        "register.recorded",
        subject=row,
        actor=offer.actor,
        happened_at=offer.origin.at,
        write=sorted(weighed.columns),
        source=offer.origin.source.value,
        batch=str(offer.origin.batch) if offer.origin.batch else None,
        taken=list(weighed.taken),
        confirmed=list(weighed.confirmed),
        claims=list(weighed.claims),
    )
