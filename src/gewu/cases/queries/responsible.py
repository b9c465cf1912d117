"""Who has to answer for cases now: the office that has one, or the place on the level responsible."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gewu.cases.models import Case
from gewu.cases.standing import OFFICE_WORK
from gewu.kernel.access import Actor, Tier
from gewu.places import queries as places


@dataclass(frozen=True, slots=True)
class Responsible:
    """A case, and whose it is: an organisation if one works on it, the place in any case."""

    case: UUID
    township: int
    number: str
    category: str
    access_class: int
    in_community: UUID | None
    in_grid: UUID | None
    organisation: UUID | None
    place: UUID
    is_open: bool
    due_at: datetime | None


def responsible(actor: Actor, case_id: UUID) -> Responsible:
    """Of one case that the actor sees, or NotFound."""
    return _of(Case.objects.visible_to(actor).one(case_id))


def late_since(township: int, moment: datetime, *, size: int, but: Iterable[UUID] = ()) -> list[Responsible]:
    """Cases of a township whose stage was to be over before the moment, the latest first."""
    late = Case.objects.filter(township=township, awaits__gt="", closed_at=None, resumes_at=None)
    rows = late.filter(due_at__lt=moment).exclude(id__in=list(but)).order_by("due_at", "id")[:size]
    return [_of(case) for case in rows]


def still_late(township: int, cases: Iterable[UUID], moment: datetime) -> set[UUID]:
    """Those of the cases that are late at the moment and still worked on."""
    late = Case.objects.filter(township=township, awaits__gt="", closed_at=None, resumes_at=None)
    return set(late.filter(id__in=list(cases), due_at__lt=moment).values_list("id", flat=True))


def place_at(case: Case, level: str) -> UUID:
    """The area responsible for a case on a level of the ladder."""
    columns = {Tier.COMMUNITY: case.in_community, Tier.GRID: case.in_grid, Tier.CELL: case.in_cell}
    return columns.get(Tier(level or Tier.TOWNSHIP)) or places.area_by_code(str(case.township)).id


def _of(case: Case) -> Responsible:
    office = case.holder_org or case.offered_org
    return Responsible(
        case=case.id,
        township=case.township,
        number=case.number,
        category=case.category,
        access_class=case.access_class,
        in_community=case.in_community,
        in_grid=case.in_grid,
        organisation=office if case.awaits in OFFICE_WORK else None,
        place=place_at(case, case.level),
        is_open=case.closed_at is None and case.awaits != "",
        due_at=case.due_at,
    )
