"""Looking: which checks act in a place, what each finds there now."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from gewu.checkups import figures
from gewu.checkups.definition import CHECKED_FIGURES, Check, FigureCheck, checks
from gewu.checkups.figures import Figure, Report
from gewu.checkups.keeping import At, Kept, Wrong, keep
from gewu.checkups.models import Statement, Switch
from gewu.checkups.registers import find

FIGURES = "figures"


def active(township: int) -> tuple[Check, ...]:
    """The checks that a place has on."""
    switched = dict(Switch.objects.filter(township=township).values_list("check_key", "on"))
    return tuple(one for one in checks().values() if switched.get(one.key, one.usually_on))


def look(
    township: int, chosen: Iterable[Check] | None = None, after: Callable[[Kept], None] | None = None
) -> Kept:
    """Look through a township by some checks (all that are on), and keep what is found."""
    whole = Kept()
    for check in active(township) if chosen is None else chosen:
        kept = keep(township, check.key, found(township, check))
        whole += kept
        if after:
            after(kept)
    return whole


def look_at_figures(township: int) -> Kept:
    """Look at the figures of reports only: what somebody does who has just mended one."""
    return look(township, [one for one in active(township) if isinstance(one, CHECKED_FIGURES)])


def found(township: int, check: Check) -> Iterator[Wrong]:
    """What a check finds in a township now."""
    if isinstance(check, CHECKED_FIGURES):
        yield from _in_figures(township, check)
    else:
        yield from find(township, check)


def reports(township: int) -> Mapping[tuple[str, str], Report]:
    """The figures kept in a township, by place and period."""
    by_report: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    rows = Statement.objects.filter(township=township, withdrawn_at=None).order_by("place", "period", "id")
    for row in rows:
        told = Figure(str(row.id), row.item, row.value, row.unit, row.text, tuple(row.listed))
        by_report[row.place, row.period].append(told)
    return {key: Report(tuple(told)) for key, told in by_report.items()}


def _in_figures(township: int, check: FigureCheck) -> Iterator[Wrong]:
    for (place, period), report in reports(township).items():
        for wrong in figures.look(check, report):
            said = {**wrong.said, "place": place, "period": period}
            yield Wrong(f"{place}/{period}/{wrong.mark}", At(FIGURES), said, wrong.refs)
