"""Every write of the exchange."""

from gewu.exchange.commands.carrying import stop
from gewu.exchange.commands.checking import lay
from gewu.exchange.commands.comparing import compare
from gewu.exchange.commands.editions import drop_edition, hand_over, make_due, make_now
from gewu.exchange.commands.landing import go
from gewu.exchange.commands.pairs import (
    decide,
    doubt_again,
    keep_apart,
    keep_pairs,
    look_for_pairs,
    part_pair,
    unite_pair,
)
from gewu.exchange.commands.receiving import receive
from gewu.exchange.commands.returning import bad_rows
from gewu.exchange.commands.settling import settle
from gewu.exchange.commands.tables import change_table, keep_table, remove_table
from gewu.exchange.commands.taking import Asked, take
from gewu.exchange.commands.undoing import undo
from gewu.exchange.wanting import Only, Wanted

__all__ = [
    "Asked",
    "Only",
    "Wanted",
    "bad_rows",
    "change_table",
    "compare",
    "decide",
    "doubt_again",
    "drop_edition",
    "go",
    "hand_over",
    "keep_apart",
    "keep_pairs",
    "keep_table",
    "lay",
    "look_for_pairs",
    "make_due",
    "make_now",
    "part_pair",
    "receive",
    "remove_table",
    "settle",
    "stop",
    "take",
    "undo",
    "unite_pair",
]
