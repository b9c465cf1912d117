"""How far the serials of a township's day are reserved."""

from django.db import models
from django.db.models import Q


class NumberRange(models.Model):
    """One row per township and day; `numbers.reserve` moves it forward in transactions of its own."""

    pk = models.CompositePrimaryKey("township", "day")
    township = models.IntegerField()
    day = models.DateField()
    reserved = models.IntegerField()

    objects = models.Manager["NumberRange"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reserved__gte=0), name="kernel_numberrange_reserved")
        ]

    def __str__(self) -> str:
        return f"{self.township} {self.day}: {self.reserved}"
