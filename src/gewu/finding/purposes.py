"""What lists are taken away for, and what a person is looked for: codes in the journal, words on the page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Why a list leaves the house.
EXPORTING: dict[str, str | Promise] = {
    "report": _("Report to the level above"),
    "meeting": _("Discuss in a meeting"),
    "work": _("Work it off on the spot"),
    "check": _("Check or audit"),
    "hand_over": _("Hand over to a successor"),
}
# Why a person is looked for among the reporters.
LOOKING: dict[str, str | Promise] = {
    "asks": _("The person asks what became of it"),
    "repeat": _("To see whether it was reported before"),
    "call_back": _("To call back"),
    "check": _("Check or audit"),
}
