"""The keys with which programs report."""

from typing import Self

from django.db import models
from django.db.models import Q

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, OperationalQuerySet
from gewu.open311.powers import scopes_of
from gewu.open311.rules import Limits, Used


class KeyQuerySet(OperationalQuerySet["Key"]):
    def visible_to(self, actor: Actor) -> Self:
        """Keys of the townships the actor administers."""
        seen = Q(pk__in=())
        for scope in scopes_of(actor):
            seen |= Q(township__range=(scope.low, scope.high))
        return self.filter(seen)


class Key(ChainedRow):
    """A program that reports into one township. Its secret is shown once; only a digest is kept."""

    label = models.CharField(max_length=60)
    prefix = models.CharField(max_length=24)
    digest = models.BinaryField(max_length=32)
    live = models.BooleanField(default=False)
    per_minute = models.PositiveSmallIntegerField()
    per_day = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    minute = models.DateTimeField(null=True)
    used_in_minute = models.PositiveIntegerField(default=0)
    day = models.DateField(null=True)
    used_on_day = models.PositiveIntegerField(default=0)

    objects = KeyQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *ChainedRow.Meta.constraints,
            models.UniqueConstraint(fields=["township", "digest"], name="open311_key_digest_once"),
            models.CheckConstraint(
                condition=Q(per_minute__gte=1) & Q(per_day__gte=1), name="open311_key_limits_positive"
            ),
            models.CheckConstraint(condition=~Q(label=""), name="open311_key_label_given"),
        ]
        indexes = [models.Index(fields=["township", "-issued_at", "-id"], name="open311_key_newest")]

    @property
    def limits(self) -> Limits:
        return Limits(self.per_minute, self.per_day, self.live)

    @property
    def used(self) -> Used:
        return Used(self.minute, self.used_in_minute, self.day, self.used_on_day)
