"""Every write of the registers."""

from gewu.registers.commands.arriving import arrive
from gewu.registers.commands.enrolling_many import Entry, enrol_many
from gewu.registers.commands.following import follow_addresses
from gewu.registers.commands.handing import hand_over
from gewu.registers.commands.linking import link_account, unlink_account
from gewu.registers.commands.many import Line, record_many
from gewu.registers.commands.moving import Into, away, back, died, merge, move, moved_away, split
from gewu.registers.commands.opening import PURPOSES, look_up, note_look, open_enrolment, open_values
from gewu.registers.commands.pools import join_pools
from gewu.registers.commands.programmes import enrol, leave, record_enrolment
from gewu.registers.commands.record import record
from gewu.registers.commands.states import change_state, place
from gewu.registers.commands.switching import (
    Basis,
    approve_programme,
    ask_programme,
    switch_off,
    switch_on,
)
from gewu.registers.commands.undoing import take_back
from gewu.registers.commands.visiting import Call, visit

__all__ = [
    "PURPOSES",
    "Basis",
    "Call",
    "Entry",
    "Into",
    "Line",
    "approve_programme",
    "arrive",
    "ask_programme",
    "away",
    "back",
    "change_state",
    "died",
    "enrol",
    "enrol_many",
    "follow_addresses",
    "hand_over",
    "join_pools",
    "leave",
    "link_account",
    "look_up",
    "merge",
    "move",
    "moved_away",
    "note_look",
    "open_enrolment",
    "open_values",
    "place",
    "record",
    "record_enrolment",
    "record_many",
    "split",
    "switch_off",
    "switch_on",
    "take_back",
    "unlink_account",
    "visit",
]
