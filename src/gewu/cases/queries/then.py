"""Where a case is counted: what a redraw gave to another grid while it was open stays where it was reported.

Otherwise the figures of last year would change with the borders of this one. A community is not redrawn.
"""

from uuid import UUID

from django.db.models import Case as When
from django.db.models import F, Q
from django.db.models import When as Then
from django.db.models.expressions import Combinable

_BEFORE = {"in_grid": "reported_grid", "in_cell": "reported_cell"}
_MOVED = Q(reported_grid__isnull=False)


def counted_at(column: str) -> Combinable:
    """A level column as figures group by it."""
    before = _BEFORE.get(column)
    return When(Then(_MOVED, then=F(before)), default=F(column)) if before else F(column)


def counted_in(column: str, place: UUID) -> Q:
    """The cases that figures of a place count; `column` is that of its level."""
    before, now = _BEFORE.get(column), Q(**{column: place})
    return (now & ~_MOVED) | (_MOVED & Q(**{before: place})) if before else now


def ever_in(column: str, place: UUID) -> Q:
    """Those it is responsible for, and those it was when they were reported."""
    before, now = _BEFORE.get(column), Q(**{column: place})
    return now | (_MOVED & Q(**{before: place})) if before else now
