"""Call-backs, bundles of case files, and what the archive may let go of."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gewu.cases.reach import by_place
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.models import ChainedRow, MadeFile, MadeFileQuerySet, Operational, OperationalQuerySet
from gewu.kernel.models.operational import Row_co


class PlacedQuerySet(OperationalQuerySet[Row_co]):
    """Rows that lie where their case lies."""

    def visible_to(self, actor: Actor) -> Self:
        """Those at a place whose cases the actor looks after."""
        ways = [way for post in actor.posts for way in by_place(post)]
        seen = Q(pk__in=())
        for way in ways:
            seen |= way
        return self.filter(seen)


class CallBackQuerySet(PlacedQuerySet["CallBack"]):
    pass


class Channel(models.TextChoices):
    """How the reporter was asked, or answered."""

    PHONE = "phone"
    VISIT = "visit"
    LINK = "link"


class CallBack(ChainedRow):
    """One try to ask how it went. `valid`: it was answered. The words of the answer are the case's own."""

    case_id = models.UUIDField()
    number = models.CharField(max_length=14)
    # Which closing it is about: the first, or the one after the case was worked on again.
    closing = models.PositiveSmallIntegerField(default=1)
    # The entry of the case that carries the answer.
    entry = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    valid = models.BooleanField(default=False)
    reason = models.CharField(max_length=20, blank=True)
    next_at = models.DateTimeField(null=True)
    # When whoever planned the next try was told that it is due.
    due_told_at = models.DateTimeField(null=True)
    contacted = models.BooleanField(null=True)
    solved = models.CharField(max_length=10, blank=True)
    rating = models.PositiveSmallIntegerField(null=True)

    # Where the case lay on that day, and whose work it was: figures do not change when it moves.
    category = models.CharField(max_length=40)
    access_class = models.SmallIntegerField(default=int(AccessClass.OPEN))
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    in_cell = models.UUIDField(null=True)
    office = models.UUIDField(null=True)

    objects = CallBackQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "case_id", "entry"], name="call_back_answer_once"),
            models.CheckConstraint(
                condition=Q(valid=False, entry=None, rating=None, solved="")
                | Q(valid=True, entry__isnull=False, rating__range=(1, 5), reason=""),
                name="call_back_valid_when_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "at", "id"], name="call_back_window"),
            models.Index(fields=["township", "in_community", "at", "id"], name="call_back_community"),
            models.Index(fields=["township", "case_id", "at"], name="call_back_of_case"),
            models.Index(
                fields=["township", "next_at", "id"],
                name="call_back_due",
                condition=Q(next_at__isnull=False, due_told_at=None),
            ),
        ]


class BundleQuerySet(MadeFileQuerySet["Bundle"]):
    pass


class Bundle(MadeFile):
    """Case files made as PDF in the background, in one archive."""

    cases = ArrayField(models.UUIDField())
    purpose = models.CharField(max_length=200)

    objects = BundleQuerySet.as_manager()

    class Meta(MadeFile.Meta):
        constraints = [*Operational.Meta.constraints]
        indexes = [models.Index(fields=["township", "asked_by", "-asked_at", "-id"], name="bundle_newest")]


class DisposalQuerySet(PlacedQuerySet["Disposal"]):
    pass


class Disposal(ChainedRow):
    """A case whose time in the archive is over, until a person decides: erase it, or keep it longer."""

    case_id = models.UUIDField()
    number = models.CharField(max_length=14)
    category = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40)
    closed_at = models.DateTimeField()
    years = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    # Whether the rule names this very time, or the place decided it within the rule.
    basis = models.CharField(max_length=10, default="place")
    listed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    erased = models.BooleanField(default=False)
    keep_until = models.DateField(null=True)
    access_class = models.SmallIntegerField(default=int(AccessClass.OPEN))
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    in_cell = models.UUIDField(null=True)

    objects = DisposalQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "case_id"], name="disposal_once"),
        ]
        indexes = [
            models.Index(
                fields=["township", "closed_at", "id"],
                name="disposal_waiting",
                condition=Q(decided_at=None),
            )
        ]
