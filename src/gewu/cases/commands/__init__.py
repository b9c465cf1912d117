"""Every way a case comes to be or changes. Each is one transaction: load, decide, save, journal."""

from gewu.cases.commands.contacts import open_contact
from gewu.cases.commands.moves import act, rate_by_link, reassign
from gewu.cases.commands.places import place_case
from gewu.cases.commands.remarks import attach, comment, release, withhold
from gewu.cases.commands.report import Report, report_case

__all__ = [
    "Report",
    "act",
    "attach",
    "comment",
    "open_contact",
    "place_case",
    "rate_by_link",
    "reassign",
    "release",
    "report_case",
    "withhold",
]
