"""What of a row an actor is shown: field by field, in full, in part or closed, with where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import get_language

from gewu.kernel import clock
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.canonical import JsonValue
from gewu.places import queries as places
from gewu.registers import holding, masking
from gewu.registers.definition import FieldOf, Register, WithFields
from gewu.registers.models import Enrolment, RegisterRow
from gewu.registers.reach import depth_of
from gewu.registers.rhythm import later, years
from gewu.registers.sources import Mark


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as somebody sees it.

    `how`: full, part (opened for a purpose), closed (not for this post), missing. `stale`: to be confirmed.
    """

    key: str
    label: str
    group: str
    type: str
    text: str
    how: str
    needed: bool
    mark: Mark | None
    stale: bool = False
    disputed: bool = False

    @property
    def missing(self) -> bool:
        return self.how == "missing" and self.needed


@dataclass(frozen=True, slots=True)
class Brief:
    """A row as a line of another page."""

    id: UUID
    kind: str
    number: str
    name: str
    state: str
    state_word: str
    said: str
    due: date | None
    late: bool

    @property
    def over(self) -> bool:
        return self.state in {"moved", "died", "merged", "dissolved", "gone", "closed", "removed"}


@dataclass(frozen=True, slots=True)
class InProgramme:
    """An enrolment as somebody sees it; `fields` are masked like those of the row."""

    id: UUID
    programme: str
    title: str
    held: str
    since: date
    until: date | None
    visited_on: date | None
    due: date | None
    late: bool
    fields: tuple[Shown, ...]
    basis: str
    version: int
    closed: bool


def language() -> str:
    return get_language() or "zh-hans"


def shown(row: RegisterRow, of: Register, *, depth: int, disputed: frozenset[str]) -> tuple[Shown, ...]:
    """Every field of a register, for somebody who reads as deep as this."""
    held = holding.held(row, of.fields)
    marks = {key: mark for key in held if (mark := holding.mark_of(row, key))}
    return tuple(
        _field(one, held.get(one.key), marks.get(one.key), depth=depth, disputed=one.key in disputed, of=of)
        for one in of.fields
    )


def shown_values(
    of: WithFields, held: Mapping[str, JsonValue], sources: Mapping[str, object], *, depth: int
) -> tuple[Shown, ...]:
    """The same of values that stand by themselves, such as those of an enrolment."""
    return tuple(
        _field(one, held.get(one.key), _mark(sources.get(one.key)), depth=depth, disputed=False, of=of)
        for one in of.fields
    )


def in_programme(row: Enrolment, of: WithFields, *, closed: bool, basis: str, held: str) -> InProgramme:
    """An enrolment; `closed` shows that it is there, and its values only for a purpose."""
    values = dict(row.values) if closed else {**row.values, **holding.sealed_values(row.secret)}
    fields = tuple(
        # What is kept closed is known all the same: no form asks for it as if it were missing.
        replace(one, text=masking.CLOSED, how="closed")
        if one.how == "missing" and one.key in row.sources
        else one
        for one in shown_values(of, values, row.sources, depth=int(AccessClass.MASKED))
    )
    today = localdate(clock.now())
    return InProgramme(
        id=row.id,
        programme=row.programme,
        title=of.said(language()),
        held=held,
        since=row.since,
        until=row.until,
        visited_on=row.visited_on,
        due=row.next_due,
        late=bool(row.next_due and row.next_due < today and row.until is None),
        fields=fields,
        basis=basis,
        version=row.version,
        closed=closed,
    )


def brief(row: RegisterRow, of: Register, said: str = "") -> Brief:
    """A row as a line."""
    state = next((one.said(language()) for one in of.states if one.key == row.state), row.state)
    return Brief(
        id=row.id,
        kind=of.key,
        number=row.number,
        name=row.name,
        state=row.state,
        state_word=state,
        said=said,
        due=row.next_due,
        late=bool(row.next_due and row.next_due < localdate(clock.now())),
    )


def depth(actor: Actor, row: RegisterRow) -> int:
    """How deep the actor reads this row."""
    if actor.door == "job":
        return int(AccessClass.SEALED)
    return int(depth_of(actor, row) or AccessClass.OPEN)


def age_of(born: date | None) -> int | None:
    return years(born, localdate(clock.now())) if born else None


def address_words(address: UUID | None) -> str:
    """Where a row stands, in full."""
    return places.address(address).label if address else ""


def is_stale(field: FieldOf, mark: Mark | None, now: datetime) -> bool:
    """Whether a value has not been confirmed for longer than its field allows."""
    if field.fresh is None or mark is None:
        return False
    return later(localdate(mark.at), field.fresh) < localdate(now)


def _field(
    one: FieldOf, value: JsonValue, mark: Mark | None, *, depth: int, disputed: bool, of: WithFields
) -> Shown:
    group = next((group.said(language()) for group in of.groups if group.key == one.group), "")
    text, how = _told(one, value, depth)
    return Shown(
        key=one.key,
        label=one.said(language()),
        group=group,
        type=one.type,
        text=text,
        how=how,
        needed=one.needed,
        mark=mark,
        stale=value is not None and is_stale(one, mark, clock.now()),
        disputed=disputed,
    )


def _told(one: FieldOf, value: JsonValue, depth: int) -> tuple[str, str]:
    if value is None:
        return "", "missing"
    if one.depth == 0:
        return masking.said(one, value, language()), "full"
    if one.depth > depth:
        return masking.CLOSED, "closed"
    return masking.masked(one, value), "part"


def _mark(packed: object) -> Mark | None:
    return Mark.unpacked(packed) if isinstance(packed, list) else None
