"""Every way cards, plates and print runs change."""

from gewu.signage.commands.agreeing import agree_to_phone, agree_to_photo, take_back_phone, take_back_photo
from gewu.signage.commands.carrying import CardsOnPaper, PlateOnPaper, carry_cards, carry_plates
from gewu.signage.commands.handing import note_handout
from gewu.signage.commands.plates import list_plates, note_plate, set_units
from gewu.signage.commands.printing import ask_for_print, make_print
from gewu.signage.commands.sizing import note_size

__all__ = [
    "CardsOnPaper",
    "PlateOnPaper",
    "agree_to_phone",
    "agree_to_photo",
    "ask_for_print",
    "carry_cards",
    "carry_plates",
    "list_plates",
    "make_print",
    "note_handout",
    "note_plate",
    "note_size",
    "set_units",
    "take_back_phone",
    "take_back_photo",
]
