"""The mapping of a table's form is kept, so that the next one from the same sender needs no look."""

from gewu.exchange.models import Import, Shape
from gewu.kernel import clock
from gewu.kernel.ids import new_id


def remember(row: Import) -> None:
    """Keep which column was which, for this form and this sender."""
    kept = Shape.objects.filter(
        township=row.township, kind=row.kind, shape=row.shape, office=row.office
    ).first()
    if kept is None:
        Shape.objects.create(
            id=new_id(row.township),
            township=row.township,
            kind=row.kind,
            office=row.office,
            shape=row.shape,
            mapping=row.mapping,
            used_at=clock.now(),
        )
        return
    kept.mapping, kept.times, kept.used_at = row.mapping, kept.times + 1, clock.now()
    kept.write("mapping", "times", "used_at")
