"""Call-backs: those of one case, those behind a figure, and who is to be called next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from gewu.aftercare.models import CallBack
from gewu.aftercare.queries.ground import Ground, rule_of
from gewu.aftercare.rules import Window
from gewu.cases import queries as cases
from gewu.cases.queries import CaseRow
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.paging import Page, page
from gewu.people import queries as people

TO_CALL = "to_rate"
# What a figure of the page can be opened to.
BEHIND: Mapping[str, Q] = {
    "": Q(),
    "valid": Q(valid=True),
    "unreached": Q(valid=False),
    "not_contacted": Q(contacted=False),
    "unsolved": Q(solved__in=("no", "partly")),
    "dissatisfied": Q(rating__lte=2),
    "on_the_whole": Q(rating=3),
    "satisfied": Q(rating__gte=4),
}


@dataclass(frozen=True, slots=True)
class Called:
    """A try as a colleague reads it."""

    row: CallBack
    who: str


@dataclass(frozen=True, slots=True)
class Calling:
    """A case whose reporter is to be asked, with what was tried. `rests`: a later moment was planned."""

    case: CaseRow
    tries: tuple[CallBack, ...]
    enough: bool
    rests: bool

    @property
    def next_at(self) -> datetime | None:
        return self.tries[-1].next_at if self.tries else None


def calls_of(actor: Actor, case_id: UUID, township: int) -> tuple[Called, ...]:
    """The tries of a case, oldest first; whoever sees none of its place sees none of them."""
    rows = CallBack.objects.visible_to(actor).filter(township=township, case_id=case_id).order_by("at", "id")
    return _called(rows)


def calls(
    here: Ground, window: Window, behind: str, *, after: str | None = None, size: int = 50
) -> Page[Called]:
    """The call-backs behind a figure, newest first."""
    rows = CallBack.objects.filter(here.where & BEHIND.get(behind, Q()))
    rows = rows.filter(at__gte=window.since, at__lt=window.until)
    found = page([rows], order=("-at", "-id"), after=after, size=size)
    return Page(_called(found.items), found.next)


def to_call(actor: Actor, *, after: str | None = None, size: int = 50) -> Page[Calling]:
    """Whose turn it is to be asked: the worklist of the call-backs; those that rest stand at the end."""
    found = cases.worklist(actor, TO_CALL, after=after, size=size)
    tried = _tries(found.items)
    rows = [_calling(row, tried[row.id]) for row in found.items]
    return Page(tuple(sorted(rows, key=lambda one: one.rests)), found.next)


def _tries(wanted: Iterable[CaseRow]) -> Mapping[UUID, tuple[CallBack, ...]]:
    by_home: dict[int, list[UUID]] = defaultdict(list)
    for case in wanted:
        by_home[case.township].append(case.id)
    found: dict[UUID, tuple[CallBack, ...]] = defaultdict(tuple)
    for township, ids in by_home.items():
        for row in CallBack.objects.filter(township=township, case_id__in=ids, valid=False).order_by(
            "at", "id"
        ):
            found[row.case_id] += (row,)
    return found


def _calling(case: CaseRow, tries: tuple[CallBack, ...]) -> Calling:
    last = tries[-1].next_at if tries else None
    enough = len(tries) >= rule_of(case.township).tries
    return Calling(case, tries, enough, rests=last is not None and last > clock.now())


def _called(rows: Iterable[CallBack]) -> tuple[Called, ...]:
    found = tuple(rows)
    names = people.name_of(row.made_by for row in found)
    return tuple(Called(row, names.get(row.made_by, "") if row.made_by else "") for row in found)
