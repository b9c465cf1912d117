"""A person of A1 with two names: one an office sent, one said at the door."""

from uuid import UUID

from gewu.registers.commands import record
from gewu.registers.queries.claims import disputes
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At
from tests.access.town import Town


def a_claim(town: Town) -> UUID:
    """The value that waits beside the one held; made once."""
    clerk = town.actor("clerk")
    if not disputes(clerk).items:
        _make(town)
    return disputes(clerk).items[0].offers[0].claim


def _make(town: Town) -> None:
    clerk, home = town.actor("clerk"), town.tiny.township
    sent = Origin(Source.EXCHANGED, office="police")
    said = Origin(Source.DOOR)
    at = At(address=town.tiny.building_1)
    shop = {"name": "小样便利店"}
    found = record("establishment", township=home, values=shop, origin=sent, actor=clerk, at=at)
    other = {"name": "晓样便利店"}
    record("establishment", township=home, values=other, origin=said, actor=clerk, subject=found.id)
