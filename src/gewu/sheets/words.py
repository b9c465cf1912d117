"""Words of this room."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES: Mapping[str, str | Promise] = {
    "printed": _("printed"),
    "collected": _("collected"),
    "typed": _("typed once"),
    "differing": _("typings differ"),
    "checked": _("checked"),
    "lost": _("lost"),
}
TONES = {"checked": "done", "lost": "late", "differing": "soon"}
