"""Supervisions, oddities that were found, and the words people left on either."""

from typing import Self

from django.db import models
from django.db.models import Q

from gewu.kernel.access import Actor, Post, Tier
from gewu.kernel.models import AboutQuerySet, ChainedRow, Operational, OperationalQuerySet, WordsAbout
from gewu.supervision.rules import RUNNING, Judgement, State

# Who sees every supervision of the places they look after; others see those they have to answer.
WATCHING = frozenset({"supervisor", "overseer", "auditor", "dispatcher", "chief"})
JUDGING = frozenset({"supervisor", "overseer", "auditor"})
STILL = Q(state__in=sorted(RUNNING))
LEVEL = {Tier.COMMUNITY: "in_community", Tier.GRID: "in_grid"}


def _by_place(post: Post) -> Q:
    column = LEVEL.get(post.scope.tier)
    level = Q(**{column: post.scope.area}) if column else Q()
    home = Q(township__gte=post.scope.low, township__lte=post.scope.high)
    return home & level & Q(access_class__lte=post.access_class)


class SupervisionQuerySet(OperationalQuerySet["Supervision"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those over cases one looks after, and those one has to answer."""
        seen = Q(pk__in=())
        for post in actor.posts:
            if post.role in WATCHING:
                seen |= _by_place(post)
            seen |= Q(township__gte=post.scope.low, township__lte=post.scope.high) & asked_of(post)
        return self.filter(seen)


def asked_of(post: Post) -> Q:
    """What the post has to answer: for its office, or for its place where no office has the case."""
    asked = Q(organisation=None, place=post.scope.area)
    if post.organisation:
        asked |= Q(organisation=post.organisation)
    return asked & ~Q(state=State.PROPOSED) & Q(access_class__lte=post.access_class)


class Supervision(ChainedRow):
    """Somebody has to answer for a case within a time. `place` answers where no organisation has the case."""

    case_id = models.UUIDField()
    number = models.CharField(max_length=14)
    category = models.CharField(max_length=40)
    access_class = models.SmallIntegerField()
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)

    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    organisation = models.UUIDField(null=True)
    place = models.UUIDField()
    opened_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    rounds = models.PositiveSmallIntegerField(default=0)

    objects = SupervisionQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "case_id", "kind"], condition=STILL, name="supervision_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="supervision_state_known"),
            models.CheckConstraint(
                condition=~Q(state=State.OPEN) | Q(due_at__isnull=False),
                name="supervision_open_is_due",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "state", "due_at", "id"], name="supervision_state"),
            models.Index(
                fields=["township", "organisation", "state", "due_at", "id"], name="supervision_office"
            ),
            models.Index(fields=["township", "case_id"], name="supervision_of_case"),
            models.Index(fields=["township", "-opened_at", "-id"], name="supervision_newest"),
        ]


class AnomalyQuerySet(OperationalQuerySet["Anomaly"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of places that somebody watches over, for the roles that judge."""
        seen = Q(pk__in=())
        for post in actor.posts:
            if post.role in JUDGING:
                seen |= _by_place(post)
        return self.filter(seen)


class Anomaly(ChainedRow):
    """Something odd in a case, by one rule, for a person to judge. `mark` keeps it from being found twice."""

    rule = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    mark = models.CharField(max_length=64)
    case_id = models.UUIDField()
    number = models.CharField(max_length=14)
    access_class = models.SmallIntegerField()
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    entries = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    found_at = models.DateTimeField()
    state = models.CharField(max_length=15, default=Judgement.OPEN)
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)

    objects = AnomalyQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "rule", "mark"], name="anomaly_once"),
            models.CheckConstraint(condition=Q(state__in=list(Judgement)), name="anomaly_state_known"),
        ]
        indexes = [
            models.Index(fields=["township", "state", "-happened_at", "-id"], name="anomaly_state"),
            models.Index(fields=["township", "case_id"], name="anomaly_of_case"),
        ]


class WordsQuerySet(AboutQuerySet["Words"]):
    pass


class Words(WordsAbout):
    """What somebody wrote on a supervision or an oddity; its entry carries the salted digest."""

    objects = WordsQuerySet.as_manager()

    class Meta(WordsAbout.Meta):
        constraints = [*Operational.Meta.constraints]
        indexes = [models.Index(fields=["township", "subject_id", "entry"], name="supervision_words_of")]
