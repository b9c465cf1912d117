"""Bringing in: everything that was understood goes into the registers in one transaction, or nothing does."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from gewu.exchange.commands.carrying import clear, enter, own, refuse
from gewu.exchange.commands.houses import Homes
from gewu.exchange.commands.left import Left, keep_left
from gewu.exchange.grounds import Grounds
from gewu.exchange.models import Chunk, Import, State
from gewu.exchange.targets import KINDS
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import DomainError, RuleBroken
from gewu.kernel.jobs import job
from gewu.people import queries as people
from gewu.registers.commands.bringing import Incoming, Landing, bring_many
from gewu.registers.sources import Origin, Source

Rows = list[tuple[int, dict[str, Any]]]


@transaction.atomic
def go(*, import_id: UUID, actor: Actor, good_only: bool = False) -> None:
    """Have a checked import brought in. All or nothing, unless it was laid to take the good rows.

    With `good_only` whoever sees the bad rows takes the good ones after all.
    """
    row = own(import_id, actor, State.CHECKED)
    if row.aim != "import":
        raise RuleBroken(_("This file is only compared; nothing of it is brought in."))
    row.all_or_none = row.all_or_none and not good_only
    if row.all_or_none and row.bad:
        raise RuleBroken(_("Some rows cannot be taken. Mend them, or choose to bring in the good rows only."))
    if not row.good:
        raise RuleBroken(_("There is nothing that can be brought in."))
    row.state, row.cursor = State.GOING, 0
    enter("exchange.begun", row, actor, write=("state", "cursor", "all_or_none"), rows=row.good, left=row.bad)
    bring_in.defer(import_id=row.id, lock=row.id)


def land(import_id: UUID) -> None:
    """Write the registers, all in the caller's transaction: a worker that is killed leaves nothing."""
    row = Import.objects.select_for_update().one(import_id)
    if row.state != State.GOING:
        return
    actor = people.actor_of(people.person(row.owner), door="job")
    landing = Lander(row, actor)
    if row.kind == "residents":
        landing.residents()
    else:
        landing.plain(KINDS[row.kind][0])
    row.state, row.finished_at = State.DONE, clock.now()
    # Rows that could not be taken stay for some days, to be fetched; those that could are in the registers.
    if not row.bad:
        clear(row)
    counts = ("created", "changed", "same", "to_check", "claims")
    enter(
        "exchange.done", row, actor, write=("state", "finished_at", "file_id", *counts),
        **{one: getattr(row, one) for one in counts},
    )  # fmt: skip


class Lander:
    """Brings the rows of one import in, chunk by chunk."""

    def __init__(self, row: Import, actor: Actor) -> None:
        self.row, self.actor, self.grounds = row, actor, Grounds.of(row.township)
        self.origin = Origin(
            source=Source(row.source),
            checked=row.source == Source.EXCHANGED,
            at=datetime.combine(row.day, time(12), tzinfo=get_current_timezone()),
            batch=row.id,
            office=row.office,
        )

    def chunks(self) -> Iterator[Rows]:
        """The rows that were understood, a chunk at a time."""
        kept = Chunk.objects.filter(township=self.row.township, import_id=self.row.id).order_by("number")
        for chunk in kept.iterator(chunk_size=4):
            if chunk.understood is not None:
                yield [(number, values) for number, values in json.loads(chunk.understood.open())]

    def record(self, kind: str, rows: Rows, incoming: Sequence[Incoming]) -> list[Landing]:
        """Offer rows to one register, and keep what became of each."""
        landings = bring_many(
            kind, township=self.row.township, incoming=incoming, origin=self.origin, actor=self.actor
        )
        keep_left(
            self.row,
            [Left(number, kind, one) for (number, _values), one in zip(rows, landings, strict=True)],
        )
        return landings

    def count(self, landings: Sequence[Landing]) -> None:
        """Rows by what became of their main record."""
        self.row.created += sum(one.how == "created" for one in landings)
        self.row.changed += sum(one.how == "changed" for one in landings)
        self.row.same += sum(one.how == "same" for one in landings)
        self.row.claims += sum(one.claims for one in landings)

    def plain(self, register: str) -> None:
        """Registers whose rows hang on nothing but an address or a point."""
        for rows in self.chunks():
            incoming = [self._plain(register, values) for _number, values in rows]
            self.count(self.record(register, rows, incoming))

    def _plain(self, register: str, values: dict[str, Any]) -> Incoming:
        ground = self.grounds.at(values.get("at"))
        columns: dict[str, object] = {}
        given = fields_of(values, register)
        if register == "facility":
            columns = {"lon": values["lon"], "lat": values["lat"]}
            ground = ground if values.get("at") else self.grounds.point(values["lon"], values["lat"])
        if register == "dwelling" and values.get("door"):
            given["door"] = values["door"]
        return Incoming(given, ground, columns=columns)

    def residents(self) -> None:
        """Dwellings and households first, then the people in them."""
        homes = Homes(self)
        for rows in self.chunks():
            homes.gather(rows)
        homes.settle()
        for rows in self.chunks():
            incoming = [homes.person(number, values) for number, values in rows]
            landings = self.record("person", rows, incoming)
            homes.move_in(rows, landings)
            self.count(landings)
        homes.finish()


def fields_of(values: dict[str, Any], register: str) -> dict[str, Any]:
    """The values of one register's fields, by the keys of the fields."""
    head = f"{register}."
    return {key[len(head) :]: value for key, value in values.items() if key.startswith(head)}


@job("exchange.bring_in")
def bring_in(import_id: UUID) -> None:
    """One transaction. What the registers refuse as a whole ends the import with nothing brought in."""
    try:
        with transaction.atomic():
            land(import_id)
    except DomainError as refused:
        with transaction.atomic():
            _failed(import_id, refused)


def _failed(import_id: UUID, refused: DomainError) -> None:
    refuse(Import.objects.select_for_update().one(import_id), "cut_off", {"code": refused.code})
