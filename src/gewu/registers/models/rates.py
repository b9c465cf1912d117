"""What was counted of the registers at the end of a day, grid by grid: no row of a person is behind it."""

from django.db import models

from gewu.kernel.models import Operational
from gewu.registers.models.base import RegisterQuerySet


class RateDay(Operational):
    """A register in a grid on a day. `missing`: field → how many rows lack it."""

    day = models.DateField()
    kind = models.CharField(max_length=14)
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    # Posts of a cell see no sums: they would be those of a few doors.
    in_cell = models.UUIDField(null=True)
    rows = models.IntegerField()
    fresh = models.IntegerField()
    asked = models.IntegerField()
    held = models.IntegerField()
    agreed = models.IntegerField()
    loose = models.IntegerField()
    missing = models.JSONField(default=dict)

    objects = RegisterQuerySet["RateDay"].as_manager()  # type: ignore[type-var] # it has the level columns

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "day", "kind", "in_community", "in_grid"],
                name="registers_rate_once",
                nulls_distinct=False,
            ),
        ]
