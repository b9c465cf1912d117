"""The read model of ledgers (stays of cases, told from their journals), signed ledgers, corrections."""

from typing import Self

from django.db import models
from django.db.models import Q

from gewu.clearance.rules import Period
from gewu.kernel.access import Actor, Tier
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet, Salted

READERS = frozenset({"gridlead", "chief", "supervisor", "overseer", "auditor", "clerk", "dispatcher"})


class TakenIn(Operational):
    """How far the journal of a township has been read; one row each, its id is never seen."""

    until = models.DateTimeField()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township"], name="clearance_taken_in_once"),
        ]


class CaseStayQuerySet(OperationalQuerySet["CaseStay"]):
    """Stays, named by township and place."""


class CaseStay(Operational):
    """A stretch of time in which a case is open at a place with one deadline. Told anew from its journal."""

    case_id = models.UUIDField()
    case_number = models.CharField(max_length=14)
    number = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    begins = models.CharField(max_length=12)
    ends = models.CharField(max_length=12, blank=True)
    place = models.UUIDField(null=True)
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    came_from = models.UUIDField(null=True)
    went_to = models.UUIDField(null=True)
    due = models.DateTimeField(null=True)
    waits = models.BooleanField(default=False)
    level = models.CharField(max_length=10, blank=True)
    solved_at = models.CharField(max_length=10, blank=True)

    objects = CaseStayQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "case_id", "number"], name="clearance_stay_once"),
        ]
        indexes = [
            # What overlaps a period: what ended in it or later, and what has not ended.
            models.Index(fields=["township", "until", "since"], name="clearance_stay_town"),
            models.Index(fields=["township", "in_community", "until", "since"], name="clearance_stay_comm"),
            models.Index(fields=["township", "in_grid", "until", "since"], name="clearance_stay_grid"),
        ]


class LedgerQuerySet(OperationalQuerySet["Ledger"]):
    def visible_to(self, actor: Actor) -> Self:
        """Signed ledgers of the places that somebody looks after, and of all places below them."""
        seen = Q(pk__in=())
        for post in actor.posts:
            if post.role in READERS:
                here = Q(township__gte=post.scope.low, township__lte=post.scope.high)
                if post.scope.tier == Tier.COMMUNITY:
                    here &= Q(in_community=post.scope.area) | Q(area=post.scope.area)
                elif post.scope.tier == Tier.GRID:
                    here &= Q(area=post.scope.area)
                seen |= here
        return self.filter(seen)


class Ledger(ChainedRow):
    """A period of a place, signed and frozen: figures, carried cases with reasons, the digest."""

    area = models.UUIDField()
    tier = models.CharField(max_length=10)
    in_community = models.UUIDField(null=True)
    period = models.CharField(max_length=5)
    first = models.DateField()
    last = models.DateField()
    figures = models.JSONField()
    carried = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    signed_by = models.UUIDField()
    signed_at = models.DateTimeField()

    objects = LedgerQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "area", "period", "first"], name="clearance_signed_once"
            ),
            models.CheckConstraint(condition=Q(period__in=list(Period)), name="clearance_period_known"),
        ]
        indexes = [models.Index(fields=["township", "period", "-first", "area"], name="clearance_newest")]


class CorrectionQuerySet(OperationalQuerySet["Correction"]):
    """Corrections, named by township and ledger."""


class Correction(Salted):
    """What somebody says is to be read otherwise in a signed ledger, which itself stays as it was."""

    ledger_id = models.UUIDField()
    figure = models.CharField(max_length=12)
    was = models.IntegerField()
    should_be = models.IntegerField()
    why = models.TextField()

    objects = CorrectionQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [*Operational.Meta.constraints]
        indexes = [models.Index(fields=["township", "ledger_id", "entry"], name="clearance_corrections")]
