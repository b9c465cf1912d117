"""Rules of a place, whether they act by themselves, and what was learned from its closed cases."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet

# Who writes the rules of a place; only an administrator lets them act.
MAY_WRITE = frozenset({"admin", "dispatcher"})
MAY_SWITCH = frozenset({"admin"})


def townships_of(actor: Actor, roles: frozenset[str]) -> Q:
    """The townships that the actor's posts with one of these roles lie over."""
    here = Q(pk__in=())
    for post in actor.posts:
        if post.role in roles:
            here |= Q(township__range=(post.scope.low, post.scope.high))
    return here


class RoutingRuleQuerySet(OperationalQuerySet["RoutingRule"]):
    def visible_to(self, actor: Actor) -> Self:
        """Rules of the places where the actor may write them."""
        return self.filter(townships_of(actor, MAY_WRITE))


class RoutingRule(ChainedRow):
    """A line of a place's rules: what a case must be, and the office it goes to then."""

    position = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    office = models.UUIDField()
    categories = ArrayField(models.CharField(max_length=10), default=list)
    areas = ArrayField(models.UUIDField(), default=list)
    sources = ArrayField(models.CharField(max_length=20), default=list)
    words = ArrayField(models.CharField(max_length=20), default=list)
    start = models.TimeField(null=True)
    end = models.TimeField(null=True)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    objects = RoutingRuleQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__isnull=False),
                name="routing_rule_hours_whole",
            ),
        ]
        indexes = [models.Index(fields=["township", "position", "id"], name="routing_rule_in_order")]


class SteeringQuerySet(OperationalQuerySet["Steering"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(townships_of(actor, MAY_WRITE))


class Steering(ChainedRow):
    """Whether the rules of a place act by themselves; no row: they only suggest."""

    automatic = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    objects = SteeringQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township"], name="routing_steering_once"),
        ]


class LearnedQuerySet(OperationalQuerySet["Learned"]):
    """What was learned, named by township."""


class Learned(ChainedRow):
    """What a place's closed cases teach: buckets of runs of characters, never a text; made anew each week."""

    learned_at = models.DateTimeField()
    cases = models.PositiveIntegerField()
    offices = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    objects = LearnedQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township"], name="routing_learned_once"),
        ]
