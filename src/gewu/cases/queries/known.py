"""What was reported by somebody the registers know, and around a house: for pages that show everything."""

from uuid import UUID

from django.db.models import Q

from gewu.cases.models import Case, CaseReporter
from gewu.cases.queries.rows import LISTED, rows_of
from gewu.cases.queries.values import CaseRow
from gewu.kernel.access import AccessClass, Actor
from gewu.places import queries as places

MOST = 20
# About thirty metres: the yard of a house.
NEAR = 0.0003


def cases_of_phone(actor: Actor, township: int, phone_index: bytes) -> tuple[CaseRow, ...]:
    """Cases told from a phone, newest first: for posts that may read who reported, among those they see."""
    if not any(post.access_class >= AccessClass.PROTECTED for post in actor.posts):
        return ()
    told = CaseReporter.objects.filter(township=township, phone_index=phone_index).values("case_id")
    seen = Case.objects.visible_to(actor).filter(township=township, id__in=told)
    return rows_of(seen.order_by("-recorded_at", "id").only(*LISTED)[:MOST])


def cases_around(actor: Actor, address: UUID) -> tuple[CaseRow, ...]:
    """Open cases at a house or in its yard, newest first, among those the actor sees."""
    here = places.address(address)
    near = Q(
        lon__range=(here.point.lon - NEAR, here.point.lon + NEAR),
        lat__range=(here.point.lat - NEAR, here.point.lat + NEAR),
    )
    seen = Case.objects.visible_to(actor).filter(near, township=here.township, awaits__gt="")
    return rows_of(seen.order_by("-recorded_at", "id").only(*LISTED)[:MOST])
