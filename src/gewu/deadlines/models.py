"""Calendar years as they were brought in. An edition never changes: a correction is the next edition."""

from django.db import models
from django.db.models import Q

from gewu.kernel.models import ChainedRow, OperationalQuerySet


class CalendarEditionQuerySet(OperationalQuerySet["CalendarEdition"]):
    pass


class CalendarEdition(ChainedRow):
    """Which days of a year are days off or worked weekend days, for everything below its home.

    `township` is the code of the area it was published for, padded to nine digits; the highest
    `number` holds.
    """

    year = models.SmallIntegerField()
    number = models.SmallIntegerField()
    # The notice it was taken from, such as 国办发明电〔2025〕7号.
    document = models.CharField(max_length=80)
    # [{"day": "2027-01-01", "kind": "holiday" | "workday", "name": "元旦"}], by day.
    days = models.JSONField()
    recorded_at = models.DateTimeField()
    by_user = models.UUIDField(null=True)

    objects = CalendarEditionQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *ChainedRow.Meta.constraints,
            models.UniqueConstraint(fields=["township", "year", "number"], name="calendaredition_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="calendaredition_number_from_one"),
        ]
