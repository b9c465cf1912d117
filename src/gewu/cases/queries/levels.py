"""The ladder in words: its levels, why something went up, which reminder it was."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEVELS: Mapping[str, str | Promise] = {
    "cell": _("unit grid"),
    "grid": _("grid"),
    "community": _("community"),
    "township": _("sub-district"),
    "county": _("county"),
}
REASONS: Mapping[str, str | Promise] = {
    "late": _("its time was over"),
    "tried": _("tried, and not solved"),
    "no_power": _("not in its powers"),
    "no_means": _("not with its means"),
    "danger": _("danger"),
}
WHEN: Mapping[str, str | Promise] = {
    "before": _("the time is nearly over"),
    "at": _("the time is over"),
    "after": _("late, and still nothing"),
}


def level_name(level: str) -> str:
    return str(LEVELS.get(level, level))


def reason_name(reason: str) -> str:
    return str(REASONS.get(reason, reason))


def when_name(when: str) -> str:
    return str(WHEN.get(when, when))
