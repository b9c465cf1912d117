"""Every write of the exchange."""

from gewu.exchange.commands.carrying import stop
from gewu.exchange.commands.checking import lay
from gewu.exchange.commands.landing import go
from gewu.exchange.commands.receiving import receive
from gewu.exchange.commands.returning import bad_rows
from gewu.exchange.commands.undoing import undo

__all__ = ["bad_rows", "go", "lay", "receive", "stop", "undo"]
