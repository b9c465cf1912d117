"""One-time links: an invitation to a new person, or a new password for somebody who forgot theirs."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.ids import new_plain_id
from gewu.kernel.secrets import EncryptedField


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Self:
        """Those with which somebody can still choose a password."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A link that lets its bearer choose the password of one account, once and until it expires.

    The secret is sealed, so that the slip can be printed again, and erased when the link is used or
    withdrawn.
    """

    class Purpose(models.TextChoices):
        INVITE = "invite", _("Invitation")
        RESET = "reset", _("New password")

    id = models.UUIDField(primary_key=True, default=new_plain_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations")
    purpose = models.CharField(max_length=10, choices=Purpose)
    digest = models.BinaryField(max_length=32, unique=True)
    secret = EncryptedField(null=True)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(withdrawn_at=None), name="invitation_used_or_withdrawn"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="invitation_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"
