"""What moves do to a case. Plain values, no Django here."""

from enum import StrEnum
from typing import Literal


class Effect(StrEnum):
    """What a move does to a case beside changing its stage. The engine knows these and no others."""

    OFFERS = "offers"  # to the organisation in the answer `organisation`; nobody holds it until accepted
    TAKES = "takes"  # the actor, for the organisation it was offered to, holds it now
    GIVES_BACK = "gives_back"  # nobody holds it any more and it is offered to nobody
    HANDLES = "handles"  # the actor counts as a handler of this case, for ever
    SOLVES_ON_SPOT = "solves_on_spot"  # 自处置: done where it was found
    REOPENS_SPOT = "reopens_spot"  # it was not solved on the spot after all
    CHECKS = "checks"  # the actor vouches for the result after handling 处置后核查
    WAITS = "waits"  # 挂账: opens the open note `reason`, `reply`, `review_on`; the clock stands still
    PAUSES = "pauses"  # the clock stands still: `pause_reason`, its legal `basis`, `resume_on`
    RESUMES = "resumes"  # ends the open note, or the pause: what was left is left again
    ASKS_EXTENSION = "asks_extension"  # 延期: the office asks for one limit's length more
    APPEALS = "appeals"  # 超时申诉: the office asks that statistics leave its lateness out
    REVIEWS = "reviews"  # the first of the two levels that decide about either: `decision`
    DECIDES = "decides"  # the second: `decision`; agreeing grants what was asked for
    ASKS_BACK = "asks_back"  # the office that has it asks the dispatcher to take it back
    KEEPS_ON = "keeps_on"  # the dispatcher says no to that
    BINDS = "binds"  # whoever it is offered to cannot return it 指定承办
    HANDS_IN = "hands_in"  # the person gives it back to the own office, for a colleague to accept
    ASKS_HELP = "asks_help"  # of the organisation in the answer `helper` 协办
    SIGNS_OFF = "signs_off"  # the actor's office did its part; whoever signs counts as a handler
    ACKNOWLEDGES = "acknowledges"  # the actor's office has seen it; nothing else changes
    DECLINES_HELP = "declines_help"  # the actor's office does not help
    RATES = "rates"  # stores the answer `rating`
    RECATEGORISES = "recategorises"  # the case belongs to the category in the answer `category`
    REOPENS = "reopens"  # what was closed is worked on again, once; the first closing stays visible


# What an office does that was asked to help, and nobody else for it.
HELPERS_OWN = frozenset({Effect.SIGNS_OFF, Effect.ACKNOWLEDGES, Effect.DECLINES_HELP})

# What a case can wait for: the keys of worklists.
Awaited = Literal[
    "file",
    "verify",
    "reply",
    "dispatch",
    "accept",
    "handle",
    "coordinate",
    "decide",
    "check",
    "close",
    "visit",
    "rate",
    "archive",
]
