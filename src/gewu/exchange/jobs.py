"""What the exchange does aside and by the clock."""

from gewu.exchange.commands.checking import check
from gewu.exchange.commands.landing import bring_in
from gewu.exchange.commands.pairs import find_pairs
from gewu.exchange.commands.receiving import read_file
from gewu.exchange.commands.sweeping import nightly
from gewu.exchange.commands.undoing import take_back

__all__ = ["bring_in", "check", "find_pairs", "nightly", "read_file", "take_back"]
