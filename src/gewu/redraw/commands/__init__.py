"""Every write of drafts of new borders."""

from gewu.redraw.adopting import Proposed
from gewu.redraw.commands.drafting import adopt, begin, draw, redo, rename, undo

__all__ = ["Proposed", "adopt", "begin", "draw", "redo", "rename", "undo"]
