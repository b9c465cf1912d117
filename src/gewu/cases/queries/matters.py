"""What routing may know of cases: where, when, how and in which words they came, and where they went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gewu.cases.models import Case, CaseText
from gewu.cases.powers import DESCRIPTION
from gewu.kernel.access import AccessClass, Actor

# Texts are read so many cases at a time.
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMatter:
    """A case as rules and likeness see it. `office`: who has it, or had it last."""

    id: UUID
    township: int
    number: str
    category: str
    source: str
    text: str
    address: str
    lon: float | None
    lat: float | None
    place: UUID | None
    places: frozenset[UUID]
    reported_at: datetime
    recorded_at: datetime
    access_class: int
    office: UUID | None
    awaits: str
    returns: int
    version: int
    demands: int
    merged_into: UUID | None
    merged_at: datetime | None


def matter(actor: Actor, case_id: UUID) -> CaseMatter:
    """One case in the actor's sight, or NotFound: two statements."""
    return _with_texts([Case.objects.visible_to(actor).one(case_id)])[0]


def closed_matters(township: int, *, most: int) -> tuple[CaseMatter, ...]:
    """The newest closed cases that anybody may know of and that an office had in hand."""
    rows = Case.objects.filter(
        township=township,
        access_class=AccessClass.OPEN,
        closed_at__isnull=False,
        holder_org__isnull=False,
        merged_into=None,
    )
    return _with_texts(rows.order_by("-recorded_at", "-id")[:most])


def given_matters(township: int, *, most: int) -> tuple[CaseMatter, ...]:
    """The newest cases that went to an office, openly held ones alone."""
    rows = Case.objects.filter(township=township, access_class=AccessClass.OPEN, merged_into=None)
    given = rows.filter(holder_org__isnull=False) | rows.filter(offered_org__isnull=False)
    return _with_texts(given.order_by("-recorded_at", "-id")[:most])


def undispatched(township: int, *, most: int) -> tuple[CaseMatter, ...]:
    """Cases that wait to be given to an office for the first time, most urgent first."""
    rows = Case.objects.filter(
        township=township, awaits="dispatch", returns=0, access_class__lte=AccessClass.MASKED
    )
    return _with_texts(rows.filter(review_on=None).order_by("due_at", "id")[:most])


def seen_among(actor: Actor, ids: Iterable[UUID], township: int) -> dict[UUID, str]:
    """The numbers of those cases that the actor sees."""
    rows = Case.objects.visible_to(actor).filter(township=township, id__in=list(ids))
    return dict(rows.values_list("id", "number"))


def closed_among(township: int, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these cases of a township that are closed."""
    listed = list(ids)
    if not listed:
        return frozenset()
    rows = Case.objects.filter(township=township, id__in=listed, closed_at__isnull=False)
    return frozenset(rows.values_list("id", flat=True))


def _with_texts(cases: Iterable[Case]) -> tuple[CaseMatter, ...]:
    listed = tuple(cases)
    texts: dict[UUID, str] = {}
    for begin in range(0, len(listed), AT_ONCE):
        part = listed[begin : begin + AT_ONCE]
        rows = CaseText.objects.filter(
            township=part[0].township, case_id__in=[case.id for case in part], kind=DESCRIPTION
        )
        texts |= dict(rows.values_list("case_id", "text"))
    return tuple(_matter(case, texts.get(case.id, "")) for case in listed)


def _matter(case: Case, text: str) -> CaseMatter:
    return CaseMatter(
        id=case.id,
        township=case.township,
        number=case.number,
        category=case.category,
        source=case.source,
        text=text,
        address=case.address,
        lon=case.lon,
        lat=case.lat,
        place=case.in_cell or case.in_grid,
        places=frozenset(area for area in (case.in_community, case.in_grid, case.in_cell) if area),
        reported_at=case.reported_at,
        recorded_at=case.recorded_at,
        access_class=case.access_class,
        office=case.holder_org or case.offered_org,
        awaits=case.awaits,
        returns=case.returns,
        version=case.version,
        demands=case.demands,
        merged_into=case.merged_into,
        merged_at=case.closed_at if case.merged_into else None,
    )
