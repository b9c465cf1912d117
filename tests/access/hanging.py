"""Plates that hang in the town, and what the clerk's chief had printed."""

from uuid import UUID

from gewu.signage import commands
from gewu.signage.models import Plate, PrintRun
from tests.access.town import Town


def a_plate(town: Town) -> UUID:
    """Of a house in A1: on the list, and up."""
    worker = town.people["gridworker"].actor
    commands.list_plates(area=town.tiny.a1, actor=worker)
    row = Plate.objects.get(township=town.tiny.township, address=town.tiny.building_1, unit=0)
    if row.state == Plate.State.PLANNED:
        commands.note_plate(plate=row.id, state="up", actor=worker)
    return row.id


def a_print(town: Town) -> UUID:
    """Asked for by the chief of the place, and not drawn yet."""
    chief = town.people["chief"].actor
    found = PrintRun.objects.filter(township=town.tiny.township, asked_by=chief.user).first()
    made = found or commands.ask_for_print(kind="card_a6", area=town.tiny.a1, base="https://x", actor=chief)
    return made.id
