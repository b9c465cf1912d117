"""Every way a case comes to be or changes. Each is one transaction: load, decide, save, journal."""

from gewu.cases.commands.automatic import dispatch_by_rule
from gewu.cases.commands.borders import Followed, follow_borders
from gewu.cases.commands.contacts import index_names, open_contact
from gewu.cases.commands.demands import repeat, second
from gewu.cases.commands.erasing import erase
from gewu.cases.commands.merging import Merging, merge, unmerge
from gewu.cases.commands.moves import Step, act, rate_by_link, reassign, reopen_by_link, take
from gewu.cases.commands.parts import open_part
from gewu.cases.commands.places import place_case
from gewu.cases.commands.raising import Raising, climb, raise_case
from gewu.cases.commands.remarks import attach, comment, release, withhold
from gewu.cases.commands.reminders import remind
from gewu.cases.commands.report import Report, report_case
from gewu.cases.commands.waiting import Waiting, forget_held_photos, hold_photos, photos_held

__all__ = [
    "Followed",
    "Merging",
    "Raising",
    "Report",
    "Step",
    "Waiting",
    "act",
    "attach",
    "climb",
    "comment",
    "dispatch_by_rule",
    "erase",
    "follow_borders",
    "forget_held_photos",
    "hold_photos",
    "index_names",
    "merge",
    "open_contact",
    "open_part",
    "photos_held",
    "place_case",
    "raise_case",
    "rate_by_link",
    "reassign",
    "release",
    "remind",
    "reopen_by_link",
    "repeat",
    "report_case",
    "second",
    "take",
    "unmerge",
    "withhold",
]
