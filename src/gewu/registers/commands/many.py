"""The same door for thousands: one check, one look for what is there, one COPY for what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, numbers
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import DomainError, Invalid
from gewu.kernel.ids import new_id
from gewu.kernel.secrets import blind_index
from gewu.places import queries as places
from gewu.registers import answers, ground, holding, refusals
from gewu.registers.commands.members import HEAD, check_relation
from gewu.registers.commands.record import NEW_STATE, take_in
from gewu.registers.copying import copy_in
from gewu.registers.definition import Register
from gewu.registers.ground import NOWHERE, Ground, ground_of_row
from gewu.registers.models import TABLES, Dwelling, Household, Member, Person, RegisterRow
from gewu.registers.queries import register, rows
from gewu.registers.reach import may_write
from gewu.registers.rhythm import due
from gewu.registers.sources import Mark, Origin, Packed, Source, confirmed
from gewu.registers.values import At, Recorded

AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Line:
    """One offered row.

    `since` is the day from which a person counts as a member of the household; `seen` the moment when
    somebody last found there what a new row says, where that was not when it was sent.
    """

    values: Mapping[str, object]
    at: At = field(default_factory=At)
    since: date | None = None
    seen: datetime | None = None


@transaction.atomic
def record_many(
    kind: str, *, township: int, lines: Sequence[Line], origin: Origin, actor: Actor
) -> list[Recorded | DomainError]:
    """Offer many rows; for each, in order, what became of it or why it was refused.

    Strong fields find what is there (also twice in one file). New rows leave no entry of their own: whoever
    brings them records one for all. Refused lines leave nothing behind; the caller decides about the others.
    """
    many = _Many(kind, township, origin, actor)
    told: list[Recorded | DomainError] = []
    for first in range(0, len(lines), AT_ONCE):
        told += many.chunk(lines[first : first + AT_ONCE])
    return told


class _Many:
    """What holds for all lines of one call."""

    def __init__(self, kind: str, township: int, origin: Origin, actor: Actor) -> None:
        self.kind, self.township, self.origin, self.actor = kind, township, origin, actor
        self.of: Register = register(kind)
        self.now = clock.now()
        self.mark = origin.mark(self.now, actor.user).packed()
        self.grounds: dict[At, Ground] = {}

    def chunk(self, lines: Sequence[Line]) -> list[Recorded | DomainError]:
        checked = [self._checked(line) for line in lines]
        there = self._there([one for one in checked if isinstance(one, dict)])
        leads = self._leads(lines)
        fresh: list[tuple[RegisterRow, Line]] = []
        told: list[Recorded | DomainError] = []
        drawn = iter(self._numbers(len(lines)))
        for line, given in zip(lines, checked, strict=True):
            if isinstance(given, DomainError):
                told.append(given)
                continue
            try:
                told.append(self._one(line, given, there=there, leads=leads, fresh=fresh, number=next(drawn)))
            except DomainError as refused:
                told.append(refused)
        copy_in([row for row, _line in fresh])
        self._enter(fresh)
        return told

    def _checked(self, line: Line) -> "dict[str, JsonValue] | DomainError":
        try:
            if self.kind == "person" and line.at.household:
                check_relation(line.at.relation)
            given = answers.checked(self.of.fields, line.values)
        except Invalid as refused:
            return refused
        return answers.told_by_number(given) if self.kind == "person" else given

    def _one(
        self,
        line: Line,
        given: dict[str, JsonValue],
        *,
        there: dict[tuple[str, JsonValue], RegisterRow],
        leads: Mapping[UUID, RegisterRow],
        fresh: list[tuple[RegisterRow, Line]],
        number: str,
    ) -> Recorded:
        keys = [(key, given[key]) for key in self.of.strong if given.get(key)]
        row = next((there[key] for key in keys if key in there), None)
        if row is None:
            row = self._new(line, given, leads, number)
            fresh.append((row, line))
            there.update(dict.fromkeys(keys, row))
            return Recorded(row.id, created=True, taken=tuple(given))
        if not may_write(self.actor, row):
            raise refusals.elsewhere()
        return self._again(row, given)

    def _new(
        self, line: Line, given: dict[str, JsonValue], leads: Mapping[UUID, RegisterRow], number: str
    ) -> RegisterRow:
        named = next((one for one in self.of.fields if one.column == "name"), None)
        if named and not given.get(named.key):
            raise refusals.invalid({named.key: refusals.needed()})
        row = TABLES[self.kind](
            id=new_id(self.township),
            township=self.township,
            number=number,
            state=NEW_STATE[self.kind],
            recorded_at=self.now,
            changed_at=self.now,
            batch=self.origin.batch,
        )
        self._look(row, line)
        self._ground(line.at, leads).put_on(row)
        _lead(row, line.at, leads)
        if not may_write(self.actor, row):
            raise refusals.not_yours()
        holding.put(row, self.of, given)
        row.sources = dict.fromkeys(given, self._mark(line))
        return row

    def _look(self, row: RegisterRow, line: Line) -> None:
        """When somebody last looked, and when somebody should look again."""
        row.checked_at = line.seen or ((self.origin.at or self.now) if self.origin.checked else None)
        if line.seen and self.of.rhythm:
            row.next_due = due(self.of.rhythm, localdate(line.seen))

    def _mark(self, line: Line) -> Packed:
        if line.seen is None:
            return self.mark
        return confirmed(Mark.unpacked(self.mark), Mark(Source.DOOR, line.seen, state="checked")).packed()

    def _again(self, row: RegisterRow, given: dict[str, JsonValue]) -> Recorded:
        """A row that is there: weighed like any other offer, with an entry of its own."""
        if row._state.adding:  # noqa: SLF001 - Django's documented word for "not stored yet"
            return Recorded(row.id, created=False)
        weighed = take_in(row, self.of, given, origin=self.origin, actor=self.actor)
        journal.record(
            "register.recorded",
            subject=row,
            actor=self.actor,
            write=sorted(weighed.columns),
            source=self.origin.source.value,
            batch=str(self.origin.batch) if self.origin.batch else None,
            taken=list(weighed.taken),
            confirmed=list(weighed.confirmed),
            claims=list(weighed.claims),
        )
        return Recorded(row.id, False, tuple(weighed.taken), tuple(weighed.confirmed), tuple(weighed.claims))

    def _there(self, given: Sequence[dict[str, JsonValue]]) -> dict[tuple[str, JsonValue], RegisterRow]:
        """Rows of the township that strong fields name, by field and value; held until all is done."""
        found: dict[tuple[str, JsonValue], RegisterRow] = {}
        for key in self.of.strong:
            sealed = holding.INDEXES.get(key)
            values = {one[key] for one in given if one.get(key)}
            by_index = {blind_index(sealed[1], str(value)) if sealed else value: value for value in values}
            column = sealed[0] if sealed else key
            condition = Q(**{f"{column}__in": list(by_index)})
            table = TABLES[self.kind]._default_manager.filter(
                condition, township=self.township, went_to="", merged_into=None
            )
            for row in table.select_for_update():
                stored = getattr(row, column)
                found[key, by_index[bytes(stored) if sealed else stored]] = row
        return found

    def _leads(self, lines: Sequence[Line]) -> dict[UUID, RegisterRow]:
        """The households and dwellings that lines name, by id."""
        homes = {line.at.household for line in lines if line.at.household}
        doors = {line.at.dwelling for line in lines if line.at.dwelling}
        found: dict[UUID, RegisterRow] = {}
        for kind, wanted in (("household", homes), ("dwelling", doors)):
            if wanted:
                seen = rows(kind, self.actor).filter(township=self.township, id__in=wanted)
                found |= {row.id: row for row in seen}
        return found

    def _ground(self, at: At, leads: Mapping[UUID, RegisterRow]) -> Ground:
        lead = at.household or at.dwelling
        if lead:
            if lead not in leads:
                raise refusals.invalid({"at": refusals.needed()})
            return ground_of_row(leads[lead])
        if at not in self.grounds:
            if at.address and places.address(at.address).township != self.township:
                message = _("This address lies in another township.")
                raise Invalid(message, fields={"address": message})
            self.grounds[at] = (
                ground.ground_of(at.address)
                if at.address
                else ground.ground_at(at.point)
                if at.point
                else NOWHERE
            )
        return self.grounds[at]

    def _numbers(self, count: int) -> list[str]:
        locality = places.locality_of(self.township)
        letters = locality.letters if locality else "ZZ"
        return numbers.draw_many(self.township, letters=letters, day=localdate(self.now), count=count)

    def _enter(self, fresh: Sequence[tuple[RegisterRow, Line]]) -> None:
        """Memberships of new persons, and the heads and sizes of their households."""
        entering = [(row, line) for row, line in fresh if isinstance(row, Person) and line.at.household]
        today = localdate(self.now)
        copy_in(
            [
                Member(
                    id=new_id(self.township),
                    township=self.township,
                    person=row.id,
                    household=line.at.household or row.id,
                    relation=line.at.relation,
                    since=line.since or today,
                    began="listed",
                )
                for row, line in entering
            ]
        )
        homes = Household.objects.filter(
            township=self.township, id__in={line.at.household for _row, line in entering}
        )
        by_id = {home.id: home for home in homes.select_for_update()}
        for row, line in entering:
            home = by_id[line.at.household]  # type: ignore[index] # entering ones have a household
            home.size += 1
            if line.at.relation == HEAD or home.head is None:
                home.head = row.id
                home.name, home.name_key, home.initials = row.name, row.name_key, row.initials
        if by_id:
            Household.objects.filter(township=self.township).bulk_update(
                by_id.values(), ["size", "head", "name", "name_key", "initials"], batch_size=500
            )


def _lead(row: RegisterRow, at: At, leads: Mapping[UUID, RegisterRow]) -> None:
    """The household and the dwelling a row belongs to."""
    lead = leads.get(at.household or at.dwelling or row.id)
    if isinstance(row, Person) and isinstance(lead, Household):
        row.household, row.dwelling = lead.id, lead.dwelling
    elif isinstance(row, Household) and isinstance(lead, Dwelling):
        row.dwelling = lead.id
