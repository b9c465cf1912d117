"""Limits as people say them."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.deadlines.rules import Limit, Unit


def said(limit: Limit) -> str:
    """3 working days."""
    return _SAID[limit.unit](limit.amount) % {"count": limit.amount}


def together(limits: Sequence[Limit]) -> str:
    """3 working days and 2 working days: one counted after the other."""
    return _(" and ").join(said(limit) for limit in limits)


def length(limit: Limit) -> tuple[int, int]:
    """For putting limits in order: roughly how many hours of somebody's life, then the number itself."""
    return limit.amount * _HOURS.get(limit.unit, DAY), limit.amount


DAY = 24
_HOURS: Mapping[Unit, int] = {Unit.URGENT_HOUR: 1, Unit.WORK_HOUR: 3}
_SAID: Mapping[Unit, Callable[[int], str]] = {
    Unit.URGENT_HOUR: lambda n: ngettext("%(count)s urgent hour", "%(count)s urgent hours", n),
    Unit.URGENT_DAY: lambda n: ngettext("%(count)s urgent day", "%(count)s urgent days", n),
    Unit.WORK_HOUR: lambda n: ngettext("%(count)s working hour", "%(count)s working hours", n),
    Unit.WORK_DAY: lambda n: ngettext("%(count)s working day", "%(count)s working days", n),
    Unit.CALENDAR_DAY: lambda n: ngettext("%(count)s calendar day", "%(count)s calendar days", n),
    Unit.LEGAL_WORK_DAY: lambda n: ngettext("%(count)s legal working day", "%(count)s legal working days", n),
    Unit.LEGAL_DAY: lambda n: ngettext("%(count)s legal day", "%(count)s legal days", n),
}
