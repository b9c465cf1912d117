"""What one person reported, for that person alone: by their account, or under their own name and phone."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from gewu.cases.models import Case, CaseReporter
from gewu.cases.queries.rows import LISTED, cut_row, rows_of
from gewu.cases.queries.values import CaseRow
from gewu.kernel.secrets import blind_index

MOST = 200


def reports_of(township: int, *, user: UUID | None, name: str, phone: str) -> tuple[CaseRow, ...]:
    """Their reports as a reporter sees them, newest first; whoever asks has made sure who it is.

    A phone alone is not enough: a family may share one, and what others reported is theirs.
    """
    theirs = Q(reporter_user=user) if user else Q(pk__in=())
    if name and phone:
        left = CaseReporter.objects.filter(
            township=OuterRef("township"),
            case_id=OuterRef("id"),
            phone_index=blind_index("phone", phone),
            name_index=blind_index("name", name),
        )
        theirs |= Q(Exists(left))
    rows = Case.objects.filter(theirs, township=township).only(*LISTED)
    return tuple(cut_row(row) for row in rows_of(rows.order_by("-recorded_at", "-id")[:MOST]))
