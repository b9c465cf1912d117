"""Every write of drafts of new borders."""

from gewu.redraw.adopting import Proposed
from gewu.redraw.commands.applying import apply_due, apply_on
from gewu.redraw.commands.drafting import adopt, begin, carry, draw, redo, rename, undo
from gewu.redraw.commands.ending import offer, publish, send_back, withdraw
from gewu.redraw.commands.settling import settle
from gewu.redraw.commands.uploading import bring_in

__all__ = [
    "Proposed",
    "adopt",
    "apply_due",
    "apply_on",
    "begin",
    "bring_in",
    "carry",
    "draw",
    "offer",
    "publish",
    "redo",
    "rename",
    "send_back",
    "settle",
    "undo",
    "withdraw",
]
