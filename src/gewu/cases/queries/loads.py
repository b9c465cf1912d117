"""How much open work lies on each area: numbers only, for whoever looks at who carries what."""

from collections import Counter
from uuid import UUID

from django.db.models import Count

from gewu.cases.models import Case
from gewu.kernel.access import AccessClass


def still_open(case_id: UUID) -> bool:
    """Whether what a case is about still has to be done; asked by what the case came from.

    One that is closed and only waits to be judged or filed is over.
    """
    return Case.objects.by_id(case_id).filter(awaits__gt="", closed_at=None).exists()


def open_by_area(township: int) -> dict[UUID, int]:
    """Open cases of a township by area: each counts for its community, its grid and its cell. One statement.

    What is held closely is not counted: a number of one would tell of it.
    """
    rows = Case.objects.filter(township=township, awaits__gt="", access_class__lte=AccessClass.MASKED)
    counted = rows.order_by().values_list("in_community", "in_grid", "in_cell").annotate(many=Count("id"))
    found: Counter[UUID] = Counter()
    for *areas, many in counted:
        for area in areas:
            if area is not None:
                found[area] += many
    return dict(found)
