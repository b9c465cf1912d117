"""Figures of reports, what checks found, the words people left on either, looks under way, and switches."""

from typing import Self

from django.db import models
from django.db.models import Q

from gewu.checkups.rules import State
from gewu.kernel.access import AccessClass, Actor, Post, Tier
from gewu.kernel.models import AboutQuerySet, ChainedRow, Operational, OperationalQuerySet, WordsAbout

# Who finds and mends data: of their own grids, of their community, of the whole place.
GRIDS = frozenset({"gridworker", "assistant", "gridlead", "chief"})
WHOLE = frozenset({"clerk", "dispatcher", "supervisor", "overseer", "auditor", "admin"})
SETTLING = frozenset({"gridlead", "chief", "clerk", "supervisor"})
STATING = frozenset({"clerk", "supervisor", "admin"})
SWITCHING = frozenset({"admin", "supervisor"})
LEVEL = {Tier.COMMUNITY: "in_community", Tier.GRID: "in_grid", Tier.CELL: "in_cell"}


def _home(post: Post) -> Q:
    return Q(township__gte=post.scope.low, township__lte=post.scope.high)


class StatementQuerySet(OperationalQuerySet["Statement"]):
    def visible_to(self, actor: Actor) -> Self:
        """The figures of the places one works for as a whole."""
        seen = Q(pk__in=())
        for post in actor.posts:
            if post.role in WHOLE | {"chief"}:
                seen |= _home(post)
        return self.filter(seen)


class Statement(ChainedRow):
    """One figure of a report: `value` in `unit`, the sentence it stands in, and what is listed there.

    `place` is the key of the place it tells of, which need not be the one that keeps it: reports of other
    places are kept as examples. `mark` tells apart figures of one item.
    """

    place = models.CharField(max_length=40)
    period = models.CharField(max_length=20)
    item = models.CharField(max_length=48)
    mark = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    unit = models.CharField(max_length=10, blank=True)
    text = models.CharField(max_length=300)
    listed = models.JSONField(default=list)
    source = models.CharField(max_length=120)
    stated_by = models.UUIDField(null=True)
    stated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = StatementQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "place", "period", "item", "mark"], name="checkups_statement_once"
            ),
        ]


class FindingQuerySet(OperationalQuerySet["Finding"]):
    def visible_to(self, actor: Actor) -> Self:
        """What may be mended at one's own grids, or anywhere in the place one works for as a whole."""
        seen = Q(pk__in=())
        for post in actor.posts:
            if post.role in WHOLE:
                seen |= _home(post) & Q(access_class__lte=post.access_class)
            elif post.role in GRIDS and post.scope.tier in LEVEL:
                level = Q(**{LEVEL[post.scope.tier]: post.scope.area})
                seen |= _home(post) & level & Q(access_class__lte=post.access_class)
        return self.filter(seen)


class Finding(ChainedRow):
    """Something wrong with data, by one check. `mark` is the same for the same mistake: it is kept once.

    `said` has the figures a sentence is made of, never a name or a number of a person. `digest` changes
    with them.
    """

    check_key = models.CharField(max_length=48)
    mark = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    register = models.CharField(max_length=20)
    subject_id = models.UUIDField(null=True)
    access_class = models.SmallIntegerField(default=AccessClass.OPEN)
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    in_cell = models.UUIDField(null=True)
    said = models.JSONField(default=dict)
    refs = models.JSONField(default=list)
    state = models.CharField(max_length=12, default=State.OPEN)
    found_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    # Who is to mend it, and how often it was wrong again after it was mended.
    given_to = models.UUIDField(null=True)
    given_at = models.DateTimeField(null=True)
    again = models.PositiveSmallIntegerField(default=0)

    objects = FindingQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "check_key", "mark"], name="checkups_finding_once"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="checkups_finding_state_known"),
        ]
        indexes = [
            models.Index(fields=["township", "state", "-found_at", "-id"], name="checkups_newest"),
            models.Index(fields=["township", "in_grid", "state", "-found_at"], name="checkups_of_grid"),
            models.Index(fields=["township", "subject_id"], name="checkups_of_subject"),
            models.Index(
                fields=["given_to", "-found_at"], name="checkups_given", condition=Q(state=State.OPEN)
            ),
        ]


class WordsQuerySet(AboutQuerySet["Words"]):
    pass


class Words(WordsAbout):
    """Why somebody set a finding aside, mended a figure or switched a check; entries carry the digest."""

    objects = WordsQuerySet.as_manager()

    class Meta(WordsAbout.Meta):
        constraints = [*Operational.Meta.constraints]
        indexes = [models.Index(fields=["township", "subject_id", "entry"], name="checkups_words_of")]


class RunState(models.TextChoices):
    """How far a look has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


class RunQuerySet(OperationalQuerySet["Run"]):
    def visible_to(self, actor: Actor) -> Self:
        """Looks through the places one works for."""
        seen = Q(pk__in=())
        for post in actor.posts:
            if post.role in WHOLE | GRIDS:
                seen |= _home(post)
        return self.filter(seen)


class Run(Operational):
    """One look through everything of a place: how many of its checks are done, and what came of it."""

    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    mended = models.PositiveIntegerField(default=0)

    objects = RunQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="checkups_run_state_known"),
        ]
        indexes = [models.Index(fields=["township", "-asked_at"], name="checkups_run_newest")]


class SwitchQuerySet(OperationalQuerySet["Switch"]):
    """Switches, named by township."""


class Switch(ChainedRow):
    """A check that a place has on or off, other than usual."""

    check_key = models.CharField(max_length=48)
    on = models.BooleanField()
    switched_by = models.UUIDField(null=True)
    switched_at = models.DateTimeField()

    objects = SwitchQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "check_key"], name="checkups_switch_once"),
        ]
