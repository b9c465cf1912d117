"""With what a person signs in and from where: secrets of factors, known devices, sessions open now."""

from uuid import UUID, uuid5

from django.conf import settings
from django.db import models

from gewu.kernel.ids import new_plain_id
from gewu.kernel.secrets import EncryptedField


def secret_id(user: UUID, kind: str) -> UUID:
    """Under which id a person's secret of a kind is kept: sealed values open only under their own."""
    return uuid5(user, kind)


class FactorSecret(models.Model):
    """The secret of a code generator ("totp"), or the digests of recovery codes ("recovery_codes").

    It is beside allauth's row, so that it is sealed like every other secret and takes a new key with them.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="factor_secrets"
    )
    secret = EncryptedField()

    def __str__(self) -> str:
        return str(self.id)


class Device(models.Model):
    """A browser somebody signed in with. It is recognised by a cookie, of which only a digest is kept.

    `browser` and `system` are families ("chrome", "windows"), never the full text a browser sends.
    """

    id = models.UUIDField(primary_key=True, default=new_plain_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="devices")
    digest = models.BinaryField(max_length=32)
    browser = models.CharField(max_length=16)
    system = models.CharField(max_length=16)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    # When its person said that it is theirs; the first device of a person is.
    known_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="device_once")]
        indexes = [models.Index(fields=["last_seen_at"], name="device_last_seen")]

    def __str__(self) -> str:
        return f"{self.browser} {self.system}"


class SignedIn(models.Model):
    """A session that is open. It goes with its session: nothing is kept of when somebody was here.

    `address` is shortened, `way` is how they signed in: see `people.security.ways`.
    """

    id = models.UUIDField(primary_key=True, default=new_plain_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signed_in")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="signed_in")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.CharField(max_length=43)
    way = models.CharField(max_length=16)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} since {self.begun_at:%F %T}"
