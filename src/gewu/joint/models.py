"""Agreements with what they led to; batches with their stops and what was found at each."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from gewu.joint.rules import Bond, DeedSort, Outcome, Sort
from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet

# Who plans: agreements and batches of a township.
PLANNING = frozenset({"admin", "supervisor"})


def at_home(actor: Actor) -> Q:
    """The townships that the actor's posts lie over."""
    here = Q(pk__in=())
    for low, high in actor.townships:
        here |= Q(township__range=(low, high))
    return here


class AgreementQuerySet(OperationalQuerySet["Agreement"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(at_home(actor))


class Agreement(ChainedRow):
    """What an office or a community and a partner promised each other, from when to when."""

    bond = models.CharField(max_length=14)
    title = models.CharField(max_length=80)
    promise = models.TextField()
    # Our side: an office, and the place it is for: of the tree, or an area of a layer.
    office = models.UUIDField(null=True)
    place_id = models.UUIDField(null=True)
    layer_area_id = models.UUIDField(null=True)
    partner = models.CharField(max_length=80)
    since = models.DateField()
    until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = AgreementQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(condition=Q(bond__in=list(Bond)), name="joint_agreement_bond_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="joint_agreement_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["township", "-since", "-id"], name="joint_agreement_newest")]


class DeedQuerySet(OperationalQuerySet["Deed"]):
    """What agreements led to, named by township."""


class Deed(Operational):
    """Something done together under an agreement, or something lent."""

    agreement_id = models.UUIDField()
    sort = models.CharField(max_length=8)
    day = models.DateField()
    text = models.CharField(max_length=300)
    noted_by = models.UUIDField(null=True)

    objects = DeedQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(condition=Q(sort__in=list(DeedSort)), name="joint_deed_sort_known"),
        ]
        indexes = [models.Index(fields=["township", "agreement_id", "-day"], name="joint_deed_of")]


class BatchQuerySet(OperationalQuerySet["Batch"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(at_home(actor))


class Batch(ChainedRow):
    """A community work day, or a collective visit: many stops, planned at once."""

    sort = models.CharField(max_length=8)
    title = models.CharField(max_length=80)
    asks = models.CharField(max_length=300, blank=True)
    # The agreement it was planned from.
    agreement_id = models.UUIDField(null=True)
    first_day = models.DateField()
    last_day = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = BatchQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(condition=Q(sort__in=list(Sort)), name="joint_batch_sort_known"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="joint_batch_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["township", "-first_day", "-id"], name="joint_batch_newest"),
            models.Index(
                fields=["township", "agreement_id"],
                name="joint_batch_from",
                condition=Q(agreement_id__isnull=False),
            ),
        ]


class StopQuerySet(OperationalQuerySet["Stop"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(at_home(actor))


class Stop(Operational):
    """One place of a batch: which office goes there until which day, and what it saw."""

    batch_id = models.UUIDField()
    place_id = models.UUIDField(null=True)
    layer_area_id = models.UUIDField(null=True)
    office = models.UUIDField(null=True)
    due_on = models.DateField()
    visited_on = models.DateField(null=True)
    visited_by = models.UUIDField(null=True)
    households = models.PositiveIntegerField(default=0)
    said = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = StopQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(
                condition=Q(place_id__isnull=False, layer_area_id=None)
                | Q(place_id=None, layer_area_id__isnull=False),
                name="joint_stop_is_one_place",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "batch_id", "due_on", "id"], name="joint_stop_of"),
            models.Index(
                fields=["township", "office", "due_on"], condition=Q(visited_on=None), name="joint_stop_waits"
            ),
        ]


class ProblemQuerySet(OperationalQuerySet["Problem"]):
    """What was found at stops, named by township."""


class Problem(Operational):
    """Something found at a stop, and what became of it."""

    batch_id = models.UUIDField()
    stop_id = models.UUIDField()
    text = models.CharField(max_length=300)
    outcome = models.CharField(max_length=8)
    case_id = models.UUIDField(null=True)
    found_by = models.UUIDField(null=True)
    found_at = models.DateTimeField()

    objects = ProblemQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome__in=list(Outcome)), name="joint_problem_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.CASE, case_id__isnull=False)
                | (~Q(outcome=Outcome.CASE) & Q(case_id=None)),
                name="joint_problem_case_has_one",
            ),
        ]
        indexes = [models.Index(fields=["township", "batch_id", "stop_id"], name="joint_problem_of")]
