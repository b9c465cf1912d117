"""Runs of the verification, and proofs that were handed out."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet
from gewu.kernel.models.operational import Row_co

READS = "journal"


class AuditedQuerySet(OperationalQuerySet[Row_co]):
    """Rows of townships whose journal somebody may read."""

    def visible_to(self, actor: Actor) -> Self:
        """Those under the actor's posts that read the journal."""
        seen = Q(pk__in=())
        for scope in actor.scopes(READS):
            seen |= Q(township__gte=scope.low, township__lte=scope.high)
        return self.filter(seen)


class VerificationQuerySet(AuditedQuerySet["Verification"]):
    pass


class Verification(ChainedRow):
    """One run over a township's journal. `findings` are as the kernel names them, the first of many."""

    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    total = models.IntegerField(default=0)
    checked = models.IntegerField(default=0)
    found = models.IntegerField(default=0)
    findings = models.JSONField(default=list)

    objects = VerificationQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(started_at__isnull=False), name="verification_in_order"
            ),
        ]
        indexes = [models.Index(fields=["township", "-asked_at", "-id"], name="verification_newest")]


class ProofQuerySet(AuditedQuerySet["Proof"]):
    pass


class Proof(ChainedRow):
    """A proof of one case that was handed out: enough to make the very same again.

    It covers the first `entries` entries and the seals up to `seal`, and shows the words named in `shows`.
    """

    case_id = models.UUIDField()
    number = models.CharField(max_length=14)
    entries = models.IntegerField()
    seal = models.IntegerField()
    shows = ArrayField(models.UUIDField(), default=list)
    purpose = models.CharField(max_length=200, blank=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    objects = ProofQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(condition=Q(shows=[]) | ~Q(purpose=""), name="proof_words_for_a_purpose"),
        ]
        indexes = [models.Index(fields=["township", "case_id", "-made_at"], name="proof_of_case")]
