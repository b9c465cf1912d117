"""What somebody has just written, so that they can take it back for a while."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gewu.kernel.models import Operational, OperationalQuerySet
from gewu.kernel.secrets import EncryptedField


class Step(Operational):
    """One deed of one person, with what stood there before. Forgotten when it can no longer be taken back.

    `deed`: recorded, enrolled, written (the fields of a programme), visited. `stamps`: subject → how many
    entries it had when it was done; more, and something newer lies on it.
    """

    deed = models.CharField(max_length=10)
    by = models.UUIDField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    # The rows whose files offer to take it back.
    subjects = ArrayField(models.UUIDField())
    enrolment = models.UUIDField(null=True)
    visit = models.UUIDField(null=True)
    # Keys of the fields it was about, as a file names them.
    fields = ArrayField(models.CharField(max_length=40), default=list)
    before = EncryptedField(null=True)
    stamps = models.JSONField(default=dict)
    taken_back_at = models.DateTimeField(null=True)

    objects = OperationalQuerySet["Step"].as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(
                condition=Q(deed__in=["recorded", "enrolled", "written", "visited"]),
                name="registers_step_deed_known",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "by", "-at"], name="registers_step_own"),
            models.Index(fields=["township", "until"], name="registers_step_over"),
        ]
