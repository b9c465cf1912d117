"""Everything that writes notices."""

from gewu.notices.commands.claiming import ask_for_code, let_go_of_wechat, note_follower, prove_email
from gewu.notices.commands.delivering import deliver, resend
from gewu.notices.commands.gateways import GatewaySettings, add_gateway, change_gateway, switch_gateway
from gewu.notices.commands.inbox import mark_all_read, mark_read
from gewu.notices.commands.preferences import Choices, choose, silence
from gewu.notices.commands.receipts import Receipt, note_receipts
from gewu.notices.commands.sweeping import sweep
from gewu.notices.commands.telling import digests, tell
from gewu.notices.commands.templates import draft_template, publish_template

__all__ = [
    "Choices",
    "GatewaySettings",
    "Receipt",
    "add_gateway",
    "ask_for_code",
    "change_gateway",
    "choose",
    "deliver",
    "digests",
    "draft_template",
    "let_go_of_wechat",
    "mark_all_read",
    "mark_read",
    "note_follower",
    "note_receipts",
    "prove_email",
    "publish_template",
    "resend",
    "silence",
    "sweep",
    "switch_gateway",
    "tell",
]
