"""What a comparison says, in a sentence: the title of a table, and why a block is out of the range."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gewu.planner.queries import Proposed
from gewu.planner.values import Aim, Measures, Stuck, Why, Wishes

AIMS: Mapping[Aim, str | Promise] = {
    Aim.BALANCE: gettext_lazy("Even load"),
    Aim.ESTATES: gettext_lazy("Whole estates"),
    Aim.FEW_MOVES: gettext_lazy("Few moves"),
}
MEANT: Mapping[Aim, str | Promise] = {
    Aim.BALANCE: gettext_lazy("Every grid has as much to do as the next."),
    Aim.ESTATES: gettext_lazy("As few estates as possible lie in two grids."),
    Aim.FEW_MOVES: gettext_lazy("As few households as possible get another grid."),
}


def recommended(found: Sequence[Proposed]) -> Proposed | None:
    """The one to look at first: most in range, then the most even."""
    return min(
        found,
        key=lambda one: (_outside(one.measures), one.measures.deviation),
        default=None,
    )


def finding(found: Sequence[Proposed], today: Measures) -> str:
    """The title of the comparison."""
    best = recommended(found)
    if best is None:
        return str(_("No proposal was found"))
    even = min(found, key=lambda one: one.measures.deviation)
    said = {
        "aim": AIMS[best.aim],
        "even": AIMS[even.aim],
        "within": best.measures.in_range,
        "grids": best.measures.grids,
        "was": today.in_range,
        "of": today.grids,
        "now": _percent(even.measures.deviation),
        "today": _percent(today.deviation),
        "moved": share(best.measures.moved, best.measures.households),
        "out": _outside(even.measures),
    }
    if _outside(best.measures) < _outside(today):
        return (
            _("“%(aim)s” has %(within)s of %(grids)s grids in the range, today %(was)s of %(of)s do") % said
        )
    if best.measures.deviation < today.deviation:
        return _("“%(aim)s” is the most even: ±%(now)s instead of ±%(today)s; %(moved)s move") % said
    if even.measures.deviation < today.deviation:
        return (
            _("“%(even)s” is more even than today, ±%(now)s, but has %(out)s grids out of the range") % said
        )
    return _("Today's grids are as even as any proposal: ±%(today)s") % said


def _outside(measures: Measures) -> int:
    return measures.grids - measures.in_range


def share(part: int, whole: int) -> str:
    """A part in percent of the households."""
    percent = f"{100 * part / whole:.0f} %" if whole else "0 %"
    return ngettext("%(n)s household (%(percent)s)", "%(n)s households (%(percent)s)", part) % {
        "n": f"{part:,}",
        "percent": percent,
    }


def reason(stuck: Stuck, wishes: Wishes) -> str:
    """Why a block between barriers is not in the range."""
    said = {
        "households": stuck.households,
        "low": wishes.low,
        "high": wishes.high,
        "grids": stuck.grids,
        "largest": stuck.largest,
        "one_more": stuck.grids + 1,
    }
    match stuck.why:
        case Why.TOO_SMALL:
            return _("%(households)d households between barriers: less than one grid of %(low)d.") % said
        case Why.NO_NUMBER_FITS:
            return _("%(households)d households: no number of grids of %(low)d–%(high)d comes out.") % said
        case Why.LARGE_HOUSE:
            return (
                _("%(households)d households, %(largest)d of them in one house: it cannot be divided.") % said
            )
        case Why.NOT_FOUND:
            return _("%(households)d households: no way to put these houses together was found.") % said


def areas_of(stuck: Sequence[Stuck]) -> frozenset[UUID]:
    return frozenset(one.area for one in stuck)


def _percent(value: float) -> str:
    return f"{value:.1f} %"
