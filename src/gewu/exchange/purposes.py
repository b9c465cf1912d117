"""What lists of registers are taken for: codes in the journal, words on the page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TAKING: dict[str, str | Promise] = {
    "report": _("Report to the level above"),
    "office": _("Asked for by an office, by the sharing catalogue"),
    "work": _("Work it off on the spot"),
    "check": _("Check or audit"),
}
