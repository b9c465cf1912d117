"""Every write of the registers."""

from gewu.registers.commands.moving import Into, away, back, died, merge, move, moved_away, split
from gewu.registers.commands.record import record

__all__ = ["Into", "away", "back", "died", "merge", "move", "moved_away", "record", "split"]
