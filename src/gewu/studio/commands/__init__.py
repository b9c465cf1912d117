"""Every write of drafts."""

from gewu.studio.commands.bringing import bring_in, write_section
from gewu.studio.commands.drafting import Edit, change, start_draft, undo
from gewu.studio.commands.ending import offer, publish, send_back, withdraw
from gewu.studio.commands.guarding import require_writable

__all__ = [
    "Edit",
    "bring_in",
    "change",
    "offer",
    "publish",
    "require_writable",
    "send_back",
    "start_draft",
    "undo",
    "withdraw",
    "write_section",
]
