"""Everything that writes here: call-backs, bundles of case files, decisions over the archive."""

from gewu.aftercare.commands.archive import confirm, keep_longer, list_past_keeping
from gewu.aftercare.commands.calling import Answer, Try, call_back, note_answer
from gewu.aftercare.commands.gathering import ask_for_bundle, make_bundle
from gewu.aftercare.commands.reminding import remind_of_calls

__all__ = [
    "Answer",
    "Try",
    "ask_for_bundle",
    "call_back",
    "confirm",
    "keep_longer",
    "list_past_keeping",
    "make_bundle",
    "note_answer",
    "remind_of_calls",
]
