"""The work of the planner, done where nobody waits for it."""

from gewu.planner.commands import propose

__all__ = ["propose"]
