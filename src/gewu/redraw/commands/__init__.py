"""Every write of drafts of new borders."""

from gewu.redraw.commands.drafting import adopt, begin, draw, redo, rename, undo

__all__ = ["adopt", "begin", "draw", "redo", "rename", "undo"]
