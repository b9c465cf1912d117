"""Every write of people's rights."""

from gewu.rights.commands.asking import Asking, ask_at_window, ask_online
from gewu.rights.commands.deciding import Answer, grant, hand_out, hand_out_own, refuse
from gewu.rights.commands.erasing import agree, keep, list_due
from gewu.rights.commands.proving import Proving, prove_account, release_account
from gewu.rights.commands.watching import judge, watch

__all__ = [
    "Answer",
    "Asking",
    "Proving",
    "agree",
    "ask_at_window",
    "ask_online",
    "grant",
    "hand_out",
    "hand_out_own",
    "judge",
    "keep",
    "list_due",
    "prove_account",
    "refuse",
    "release_account",
    "watch",
]
