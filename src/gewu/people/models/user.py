"""Who can sign in, and the tokens with which programs do."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from gewu.kernel.ids import new_plain_id


class User(AbstractBaseUser):
    """A person (or a program) with a name to sign in with. What they may do comes from posts alone."""

    # We keep no record of when people were online.
    last_login = None

    id = models.UUIDField(primary_key=True, default=new_plain_id, editable=False)
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    home = models.IntegerField(editable=False)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(username=Lower("username")), name="user_username_lower"),
            models.CheckConstraint(condition=~Q(username=""), name="user_username_given"),
            models.CheckConstraint(condition=~Q(name=""), name="user_name_given"),
        ]
        indexes = [models.Index(fields=["home"], name="user_home")]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def may_sign_in(self) -> bool:
        """Demo people exist only where the installation shows a demo."""
        return self.is_active and (not self.demo or bool(settings.DEMO))


class Token(models.Model):
    """A program's key to act as a user. Only a digest is kept; the prefix is to recognise it by."""

    id = models.UUIDField(primary_key=True, default=new_plain_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=60)
    prefix = models.CharField(max_length=16)
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="token_expires_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"
