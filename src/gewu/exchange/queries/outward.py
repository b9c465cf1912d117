"""Tables kept for offices, and what left the house lately."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gewu.exchange.models import Outward, TakenOut
from gewu.exchange.purposes import TAKING
from gewu.kernel.access import Actor
from gewu.registers import queries as registers
from gewu.registers.definition import FieldOf


def tables(actor: Actor) -> list[Outward]:
    """The tables of the actor's townships, by office."""
    return list(Outward.objects.visible_to(actor).order_by("office", "name"))


def table(actor: Actor, table_id: UUID) -> Outward:
    """One of them, or NotFound."""
    return Outward.objects.visible_to(actor).one(table_id)


@dataclass(frozen=True, slots=True)
class Given:
    """A list that named somebody and left the house: when, for whom, what for, which of their fields."""

    at: datetime
    office: str
    purpose: str
    fields: tuple[FieldOf, ...]
    full: bool


def given_out(township: int, subjects: Collection[UUID]) -> list[Given]:
    """The lists that named any of these rows, newest first. Whoever asks shows it to the person only."""
    rows = TakenOut.objects.filter(township=township, subjects__overlap=list(subjects))
    found = list(rows.defer("subjects").order_by("-at", "-id")[:200])
    offices = _offices(township, {row.table for row in found if row.table})
    return [
        Given(
            row.at,
            offices.get(row.table, "") if row.table else "",
            str(TAKING.get(row.purpose, row.purpose)),
            tuple(of for key in row.columns if (of := registers.register(row.kind).field(key))),
            row.full,
        )
        for row in found
    ]


def _offices(township: int, tables: Collection[UUID]) -> Mapping[UUID, str]:
    """For which offices the tables are, those that were removed among them."""
    named = Outward.objects.filter(township=township, id__in=list(tables))
    return dict(named.values_list("id", "office"))


def taken_out(actor: Actor, most: int = 50) -> list[TakenOut]:
    """What was taken lately, newest first."""
    return list(TakenOut.objects.visible_to(actor).defer("subjects").order_by("-at", "-id")[:most])
