"""Receipts: what was asked under a key, and what was answered."""

from django.db import models

from gewu.kernel.models.journal import CanonicalJSON


class Receipt(models.Model):
    """A request that was carried out. It belongs to whoever asked, not to a township; swept after some days.

    `id` is a digest of who asked and the key, so the key itself, which salts `request`, is not kept.
    """

    id = models.BinaryField(primary_key=True, editable=False)
    request = models.BinaryField()
    answer = CanonicalJSON(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["recorded_at"], name="kernel_receipt_recorded")]

    def __str__(self) -> str:
        return bytes(self.id).hex()
