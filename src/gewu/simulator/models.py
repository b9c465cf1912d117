"""Which towns were filled by simulation: so that it happens once."""

from django.db import models


class Simulated(models.Model):
    """A mark, written in the transaction of the simulation itself."""

    locality = models.CharField(primary_key=True, max_length=40)
    seed = models.BigIntegerField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.locality
