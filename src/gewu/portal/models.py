"""How often an address or a number was used lately: counted in the database, for all processes."""

from django.db import models


class Allowance(models.Model):
    """How much of one allowance a key has used in one window. Keys are keyed hashes: no address is stored."""

    key = models.BinaryField(max_length=32)
    window = models.DateTimeField()
    used = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="allowance_key_window")]
        indexes = [models.Index(fields=["window"], name="allowance_window")]

    def __str__(self) -> str:
        return f"{self.window:%F %T}: {self.used}"
