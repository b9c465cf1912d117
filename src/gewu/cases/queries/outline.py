"""A case as those see it who tell others of it: where it stands, in whose hands, and who told us."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gewu.cases import links
from gewu.cases.models import Case, CaseReporter
from gewu.cases.queries.public import case_of_number
from gewu.kernel.access import AccessClass
from gewu.kernel.ids import township_of


@dataclass(frozen=True, slots=True)
class Outline:
    """The codes and ids of a case; no words, names or contacts."""

    id: UUID
    township: int
    number: str
    type: str
    definition: UUID
    category: str
    access_class: AccessClass
    community: UUID | None
    grid: UUID | None
    cell: UUID | None
    place: UUID | None
    stage: str
    offered_org: UUID | None
    holder_org: UUID | None
    holder_user: UUID | None
    handlers: tuple[UUID, ...]
    reporter: UUID | None
    due_at: datetime | None
    review_on: date | None


@dataclass(frozen=True, slots=True)
class ReporterContact:
    """A phone to which its owner wants to be told, and the secret of the reporter's link."""

    phone: str
    phone_index: bytes
    key: str


def outline(case_id: UUID) -> Outline | None:
    """How a case stands now, for jobs: nobody's rights are asked."""
    case = Case.objects.by_id(case_id).first()
    if case is None:
        return None
    return Outline(
        id=case.id,
        township=case.township,
        number=case.number,
        type=case.type_key,
        definition=case.definition_id,
        category=case.category,
        access_class=AccessClass(case.access_class),
        community=case.in_community,
        grid=case.in_grid,
        cell=case.in_cell,
        place=case.at_place,
        stage=case.stage,
        offered_org=case.offered_org,
        holder_org=case.holder_org,
        holder_user=case.holder_user,
        handlers=tuple(case.handlers),
        reporter=case.reporter_user,
        due_at=case.due_at,
        review_on=case.review_on,
    )


def reporter_to_tell(case_id: UUID) -> ReporterContact | None:
    """The reporter's phone, if one was left and its owner chose to be told."""
    mine = CaseReporter.objects.filter(township=township_of(case_id), case_id=case_id)
    found = mine.filter(tell=True, phone_index__isnull=False).first()
    if found is None or found.phone_index is None or found.phone is None:
        return None
    return ReporterContact(found.phone.open(), bytes(found.phone_index), links.reporter_key(case_id))


def told_by_link(number: str, key: str) -> tuple[UUID, ReporterContact] | None:
    """The case and the phone behind the link that came with a number; None for a wrong link or no phone."""
    case = case_of_number(number)
    if case is None or not links.is_reporter_key(case.id, key):
        return None
    contact = reporter_to_tell(case.id)
    return (case.id, contact) if contact else None
