"""Where things happen, as counts by point: for those who plan, never which case it was."""

from datetime import datetime

from django.db.models import Count

from gewu.cases.models import Case
from gewu.kernel.access import AccessClass


def happened_at(township: int, *, since: datetime) -> list[tuple[float, float, int]]:
    """Longitude, latitude, and how many cases were reported there; those held closely are left out."""
    rows = Case.objects.filter(
        township=township, reported_at__gte=since, lon__isnull=False, access_class__lte=AccessClass.PROTECTED
    )
    found = rows.values_list("lon", "lat").annotate(cases=Count("id")).order_by("lon", "lat")
    return [(float(lon or 0), float(lat or 0), cases) for lon, lat, cases in found]
