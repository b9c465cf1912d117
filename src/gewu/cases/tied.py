"""Cases that hang on other cases, and people who want one solved."""

from django.db import models
from django.db.models import Q

from gewu.kernel.models import Operational, OperationalQuerySet


class Bond(models.TextChoices):
    """How a case hangs on an earlier one: it is part of it, or it brings new facts to what was answered."""

    MERGED = "merged"
    FOLLOWS = "follows"


class CaseTieQuerySet(OperationalQuerySet["CaseTie"]):
    """Ties, named by township and either of their cases."""


class CaseTie(Operational):
    """A case and an earlier one. `before` holds what joining changed, so that a day long it can be undone."""

    case_id = models.UUIDField()
    other_id = models.UUIDField()
    bond = models.CharField(max_length=10, choices=Bond.choices)
    reason = models.CharField(max_length=20, blank=True)
    before = models.JSONField(default=dict)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects = CaseTieQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "case_id"],
                condition=Q(bond="merged", undone_at=None),
                name="case_merged_once",
            ),
            models.CheckConstraint(condition=Q(bond__in=Bond.values), name="case_tie_bond_known"),
        ]
        indexes = [
            models.Index(fields=["township", "case_id"], name="case_tie_of_case"),
            models.Index(fields=["township", "other_id"], name="case_tie_of_other"),
        ]


class CaseInterestQuerySet(OperationalQuerySet["CaseInterest"]):
    """Who said "me too", named by township and case."""


class CaseInterest(Operational):
    """One more who wants a case solved: a keyed hash that tells people apart and says nothing else."""

    case_id = models.UUIDField()
    who = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    objects = CaseInterestQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "case_id", "who"], name="case_interest_once"),
        ]
