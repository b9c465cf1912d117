"""Who can sign in, and the tokens with which programs do."""

from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from gewu.kernel.access import Actor, Tier
from gewu.kernel.ids import new_plain_id

_BELOW_TOWNSHIPS = frozenset({Tier.COMMUNITY, Tier.GRID, Tier.CELL})


class UserManager(BaseUserManager["User"]):
    """Finds a user by the name to sign in with, and people as an actor sees them."""

    def visible_to(self, actor: Actor) -> "models.QuerySet[User]":
        """People at home in a township the actor administers, and whoever holds a post the actor reads."""
        seen = Q(pk=actor.user) if actor.user else Q(pk__in=())
        for post in actor.posts:
            if "people" in post.reads and post.scope.tier not in _BELOW_TOWNSHIPS:
                seen |= Q(home__range=(post.scope.low, post.scope.high))
        if actor.scopes("people"):
            posts = apps.get_model("people", "Post").objects.visible_to(actor)
            seen |= Q(Exists(posts.filter(user_id=OuterRef("id"))))
        return self.filter(seen)


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
    # Somebody else knows the password: it is to be changed before anything else.
    password_given = models.BooleanField(default=False)
    # Repeats whether there is a code generator or a passkey, so that asking costs no statement.
    second_factor = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # The day after which a former person's account is closed for good; a locked one has none.
    left_on = models.DateField(null=True)
    # Counts the changes administrators made, so that nobody writes over another's.
    version = models.PositiveIntegerField(default=1)
    # Pinyin, its initials, the name and the username: lists are found and ordered by it.
    search_text = models.CharField(max_length=400, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(username=Lower("username")), name="user_username_lower"),
            models.CheckConstraint(condition=~Q(username=""), name="user_username_given"),
            models.CheckConstraint(condition=~Q(name=""), name="user_name_given"),
        ]
        indexes = [
            models.Index(fields=["home"], name="user_home"),
            models.Index(fields=["home", "search_text", "id"], name="user_list"),
        ]

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
