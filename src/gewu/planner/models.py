"""Runs of the planner and the proposals each of them made."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet
from gewu.people.roles import roles
from gewu.planner.values import Aim


class RunQuerySet(OperationalQuerySet["Run"]):
    def visible_to(self, actor: Actor) -> Self:
        """The runs for townships under a post whose role drafts or publishes: as with drafts of borders."""
        known = roles()
        seen = Q(pk__in=[])
        for post in actor.posts:
            if known[post.role].drafts or known[post.role].publishes:
                seen |= Q(township__gte=post.scope.low, township__lte=post.scope.high)
        return self.filter(seen)


class Run(ChainedRow):
    """What somebody asked the planner for, how far it is, and the grids of today in the same figures."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for its turn")
        RUNNING = "running", _("Being worked out")
        DONE = "done", _("Worked out")

    areas = ArrayField(models.UUIDField())
    # The rung of the ladder whose areas are planned, and the boundaries they are planned from.
    level = models.CharField(max_length=20)
    version_id = models.UUIDField(null=True)
    wishes = models.JSONField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    # Blocks worked out so far, of how many, over all proposals.
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    today = models.JSONField(null=True)
    # Of the last year, counted into the load.
    cases = models.PositiveIntegerField(default=0)
    visits = models.PositiveIntegerField(default=0)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *ChainedRow.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="done") | Q(ended_at__isnull=False, today__isnull=False),
                name="planner_run_done_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["township", "-asked_at"], name="planner_run_newest")]


class ProposalQuerySet(OperationalQuerySet["Proposal"]):
    def of(self, run: Run) -> Self:
        return self.filter(township=run.township, run_id=run.id)


class Proposal(Operational):
    """One answer of a run. `grids`: see `planner.written`."""

    run_id = models.UUIDField()
    aim = models.CharField(max_length=10, choices=[(aim.value, aim.value) for aim in Aim])
    measures = models.JSONField()
    stuck = models.JSONField()
    parted = models.JSONField()
    grids = models.JSONField()
    draft_id = models.UUIDField(null=True)
    adopted_by = models.UUIDField(null=True)
    adopted_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "run_id", "aim"], name="planner_proposal_one_each"),
        ]
