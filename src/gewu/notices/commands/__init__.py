"""Everything that writes notices."""

from gewu.notices.commands.delivering import deliver, resend
from gewu.notices.commands.gateways import GatewaySettings, add_gateway, change_gateway, switch_gateway
from gewu.notices.commands.inbox import mark_all_read, mark_read
from gewu.notices.commands.preferences import Choices, choose, silence
from gewu.notices.commands.sweeping import sweep
from gewu.notices.commands.telling import digests, tell
from gewu.notices.commands.templates import draft_template, publish_template

__all__ = [
    "Choices",
    "GatewaySettings",
    "add_gateway",
    "change_gateway",
    "choose",
    "deliver",
    "digests",
    "draft_template",
    "mark_all_read",
    "mark_read",
    "publish_template",
    "resend",
    "silence",
    "sweep",
    "switch_gateway",
    "tell",
]
