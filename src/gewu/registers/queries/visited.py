"""How often houses were visited, as counts: for those who plan, never who was visited."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count

from gewu.registers.models import Visit


def visits_by_building(township: int, *, since: datetime) -> dict[UUID, int]:
    """Visits since then by the building they were paid in; those paid nowhere in particular are left out."""
    rows = Visit.objects.filter(township=township, visited_at__gte=since, building__isnull=False)
    return {
        building: visits
        for building, visits in rows.values_list("building").annotate(visits=Count("id")).order_by("building")
        if building
    }
