"""What is done in the background: print runs are drawn."""

from gewu.signage.commands.printing import make_print

__all__ = ["make_print"]
