"""What is left beside the rows: values that did not win, visits, and who looked."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from gewu.kernel.models import Operational, OperationalQuerySet
from gewu.kernel.secrets import EncryptedField
from gewu.registers.models.base import RegisterQuerySet


class Claim(Operational):
    """A value of a field that is not the one held: offered and to be decided, or held before and replaced.

    `state`: open, taken, kept, ask (at the next visit), replaced.
    """

    subject_kind = models.CharField(max_length=14)
    subject = models.UUIDField()
    field = models.CharField(max_length=40)
    offered = models.JSONField(null=True)
    secret = EncryptedField(null=True)
    mark = models.JSONField()
    state = models.CharField(max_length=10)
    address = models.UUIDField(null=True)
    building = models.UUIDField(null=True)
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    in_cell = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = RegisterQuerySet["Claim"].as_manager()  # type: ignore[type-var] # it has the level columns

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=["open", "taken", "kept", "ask", "replaced"]),
                name="registers_claim_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "subject"], name="registers_claim_subject"),
            models.Index(
                fields=["township", "in_grid", "made_at", "id"],
                name="registers_claim_open",
                condition=Q(state__in=["open", "ask"]),
            ),
        ]


class Visit(Operational):
    """Somebody went there, or called: one visit serves all it was paid to and all their programmes."""

    by = models.UUIDField(null=True)
    beside = ArrayField(models.UUIDField(), default=list)
    post = models.UUIDField(null=True)
    visited_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=10)
    # met, away, refused, gone
    outcome = models.CharField(max_length=10)
    household = models.UUIDField(null=True)
    subjects = ArrayField(models.UUIDField())
    programmes = ArrayField(models.CharField(max_length=40), default=list)
    # So many fields were said to be right as they stand, and so many written anew.
    confirmed = models.PositiveSmallIntegerField(default=0)
    changed = models.PositiveSmallIntegerField(default=0)
    note = EncryptedField(null=True)
    # The grid of that day; what it is now follows the borders.
    happened_in = models.UUIDField(null=True)
    boundary_version = models.UUIDField(null=True)
    address = models.UUIDField(null=True)
    building = models.UUIDField(null=True)
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    in_cell = models.UUIDField(null=True)

    objects = RegisterQuerySet["Visit"].as_manager()  # type: ignore[type-var] # it has the level columns

    class Meta(Operational.Meta):
        indexes = [
            models.Index(fields=["township", "-visited_at", "id"], name="registers_visit_newest"),
            models.Index(fields=["township", "household", "-visited_at"], name="registers_visit_household"),
            # A file asks for the visits that were paid to its row.
            GinIndex(fields=["subjects"], name="registers_visit_subjects"),
        ]


class Look(Operational):
    """Somebody opened a file, or a value in it: who, under which post, whose, what, and what for."""

    at = models.DateTimeField()
    user = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    role = models.CharField(max_length=20, blank=True)
    door = models.CharField(max_length=16)
    subject_kind = models.CharField(max_length=14)
    subject = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    # Keys of fields and programmes shown in full; empty: the file, masked.
    opened = ArrayField(models.CharField(max_length=40), default=list)
    # The deepest class of what was opened.
    access_class = models.SmallIntegerField(default=0)
    purpose = models.CharField(max_length=20, blank=True)

    objects = OperationalQuerySet["Look"].as_manager()

    class Meta(Operational.Meta):
        indexes = [
            models.Index(fields=["township", "-at", "id"], name="registers_look_newest"),
            models.Index(fields=["township", "subject", "-at"], name="registers_look_subject"),
            models.Index(fields=["township", "user", "-at"], name="registers_look_user"),
        ]
