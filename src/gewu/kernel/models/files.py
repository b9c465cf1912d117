"""What is known of a stored file. Its content stands outside the database, under its own digest."""

from django.db import models

from gewu.kernel.models.operational import Operational, OperationalQuerySet


class File(Operational):
    """One file that somebody gave, as it was cleaned and stored. Who may see it is its subject's business."""

    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.IntegerField()
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    uploaded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    objects = OperationalQuerySet["File"].as_manager()

    class Meta(Operational.Meta):
        indexes = [
            models.Index(fields=["township", "subject_id"], name="kernel_file_subject"),
            models.Index(fields=["sha256"], name="kernel_file_sha256"),
        ]

    @property
    def is_image(self) -> bool:
        return self.width is not None
