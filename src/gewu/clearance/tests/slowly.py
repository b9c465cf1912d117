"""The figures of a ledger, counted slowly on plain values: the statement of `counting` must agree."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gewu.clearance.rules import COUNTED, Begins, Ends, Figures, Stay

Here = frozenset[UUID | None]
Stays = Iterable[tuple[UUID, Stay]]


def figures(stays: Stays, here: Here, *, since: datetime, until: datetime) -> Figures:
    """The figures of the places `here` from `since` until `until` (which does not belong to it)."""
    by_case: dict[UUID, list[Stay]] = {}
    for case, stay in stays:
        if stay.place in here and stay.since < until and (stay.until is None or stay.until >= since):
            by_case.setdefault(case, []).append(stay)
    counted, solved = Figures(), Counter[str]()
    for mine in by_case.values():
        mine.sort(key=lambda stay: (stay.since, stay.number))
        counted = _added(counted, _of_case(mine, here, since=since, until=until))
        solved.update(stay.solved_at or "unknown" for stay in mine if _closed(stay, since, until))
    return replace(counted, solved=dict(solved))


def carried(stays: Stays, here: Here, *, until: datetime) -> list[tuple[UUID, Stay]]:
    """The cases that are open there when the period ends, with the stay they are in."""
    return [(case, stay) for case, stay in stays if stay.place in here and covers(stay, until)]


def covers(stay: Stay, moment: datetime) -> bool:
    """Open at the moment itself: what ends then is over, what begins then has not begun."""
    return stay.since < moment and (stay.until is None or stay.until >= moment)


def _of_case(mine: list[Stay], here: Here, *, since: datetime, until: datetime) -> Figures:
    """One case: crossing into the places counts as coming, crossing out as going; inside nothing happens."""
    last = mine[-1]
    is_due, is_cleared = _dues(last, since, until)
    late = covers(last, until) and last.due is not None and last.due < until
    return Figures(
        before=sum(covers(stay, since) for stay in mine),
        opened=sum(_opened(stay, since, until) for stay in mine),
        taken_in=sum(_came(stay, here) and _within(stay.since, since, until) for stay in mine),
        closed=sum(_closed(stay, since, until) for stay in mine),
        given_away=sum(_went(stay, here) and _within(stay.until, since, until) for stay in mine),
        carried=sum(covers(stay, until) for stay in mine),
        late=int(late),
        due=int(is_due),
        cleared=int(is_cleared),
    )


def _opened(stay: Stay, since: datetime, until: datetime) -> bool:
    return stay.begins in {Begins.OPENED, Begins.REOPENED} and _within(stay.since, since, until)


def _closed(stay: Stay, since: datetime, until: datetime) -> bool:
    return stay.ends == Ends.CLOSED and _within(stay.until, since, until)


def _came(stay: Stay, here: Here) -> bool:
    return stay.begins == Begins.MOVED and stay.came_from not in here


def _went(stay: Stay, here: Here) -> bool:
    return stay.ends == Ends.MOVED and stay.went_to not in here


def _dues(last: Stay, since: datetime, until: datetime) -> tuple[bool, bool]:
    """To be closed in the period and still open when it began; and closed in it."""
    was_due = last.due is not None and since <= last.due < until
    return was_due, was_due and _closed(last, since, until)


def _within(moment: datetime | None, since: datetime, until: datetime) -> bool:
    return moment is not None and since <= moment < until


def _added(one: Figures, other: Figures) -> Figures:
    return Figures(**{name: getattr(one, name) + getattr(other, name) for name in COUNTED})
