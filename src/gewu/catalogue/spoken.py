"""Limits as people say them."""

from collections.abc import Callable, Mapping

from django.utils.translation import ngettext

from gewu.catalogue.definition import Hours, Unit

DAY = 24


def span(hours: Hours) -> str:
    """So many plain hours: whole days as days, anything else in hours."""
    if hours >= 2 * DAY and hours % DAY == 0:
        days = int(hours // DAY)
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return ngettext("%(count)s hour", "%(count)s hours", int(hours) or 1) % {"count": f"{hours:g}"}


def in_unit(amount: float, unit: Unit) -> str:
    """A limit in the words of the city's table."""
    return _SAID[unit](int(amount) or 1) % {"count": f"{amount:g}"}


_SAID: Mapping[Unit, Callable[[int], str]] = {
    Unit.URGENT_HOUR: lambda n: ngettext("%(count)s urgent hour", "%(count)s urgent hours", n),
    Unit.URGENT_DAY: lambda n: ngettext("%(count)s urgent day", "%(count)s urgent days", n),
    Unit.WORK_HOUR: lambda n: ngettext("%(count)s working hour", "%(count)s working hours", n),
    Unit.WORK_DAY: lambda n: ngettext("%(count)s working day", "%(count)s working days", n),
    Unit.CALENDAR_DAY: lambda n: ngettext("%(count)s calendar day", "%(count)s calendar days", n),
}
