"""Ledgers of cards and plates that were kept on paper, carried over set by set when a place begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from gewu.kernel import journal
from gewu.kernel.access import Actor
from gewu.kernel.ids import new_id
from gewu.signage.models import Handout, Plate


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsOnPaper:
    """What the paper says of one house: how many of its households have the card of which contact."""

    address: UUID
    households: int
    delivered: int
    refused: int
    contact: UUID
    noted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateOnPaper:
    """A plate of a house, or of an area: hung up on a day and last looked at on another, or only planned."""

    address: UUID | None = None
    area: UUID | None = None
    contact: UUID | None = None
    put_up_on: date | None = None
    checked_on: date | None = None


@transaction.atomic
def carry_cards(*, township: int, lines: Sequence[CardsOnPaper], actor: Actor) -> int:
    """Bring the ledger of cards in; how many houses it tells of."""
    rows = [
        Handout(
            id=new_id(township),
            township=township,
            address=line.address,
            households=line.households,
            delivered=line.delivered,
            refused=line.refused,
            nobody=line.households - line.delivered - line.refused,
            contact=line.contact,
            noted_on=line.noted_on,
            noted_by=line.contact,
        )
        for line in lines
    ]
    journal.record_all("signage.handed_out", [journal.Note(row, _told(row)) for row in rows], actor=actor)
    return len(rows)


@transaction.atomic
def carry_plates(*, township: int, lines: Sequence[PlateOnPaper], actor: Actor) -> list[UUID]:
    """Bring the ledger of plates in; the ids of the plates in the order of the lines."""
    rows = [_plate(township, line) for line in lines]
    # One entry for each, which brings the row along: what hung already was never put on the list here.
    planned = [journal.Note(row, {"size": row.size}) for row in rows if row.state != Plate.State.UP]
    journal.record_all("signage.plates_listed", planned, actor=actor)
    up = [journal.Note(row, {"state": "up", "case": None}) for row in rows if row.state == Plate.State.UP]
    journal.record_all("signage.plate_seen", up, actor=actor)
    return [row.id for row in rows]


def _plate(township: int, line: PlateOnPaper) -> Plate:
    size = Plate.Size.SMALL if line.address else Plate.Size.BIG
    row = Plate(id=new_id(township), township=township, size=size, address=line.address, area=line.area)
    if line.put_up_on is not None:
        row.state, row.contact, row.checked_by = Plate.State.UP, line.contact, line.contact
        row.put_up_on, row.checked_on = line.put_up_on, line.checked_on
    return row


def _told(row: Handout) -> dict[str, str | int]:
    return {
        "address": str(row.address),
        "contact": str(row.contact),
        "delivered": row.delivered,
        "refused": row.refused,
        "nobody": row.nobody,
    }
