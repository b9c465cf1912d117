"""Drafts of new borders and the steps they were made in. A step is never changed but for being taken back."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet
from gewu.people.roles import roles


class DraftQuerySet(OperationalQuerySet["Draft"]):
    def visible_to(self, actor: Actor) -> Self:
        """All drafts of a township for those who draw or publish there; for other staff, those handed in."""
        known = roles()
        seen = Q(pk__in=[])
        for post in actor.posts:
            here = Q(township__gte=post.scope.low, township__lte=post.scope.high)
            whole = known[post.role].drafts or known[post.role].publishes
            seen |= here if whole else here & Q(state__in=Draft.SHOWN)
        return self.filter(seen)

    def living(self) -> Self:
        """Still being drawn, or waiting for a second person or for its day."""
        return self.filter(state__in=Draft.LIVING)


class Draft(ChainedRow):
    """New borders in the making, for one township."""

    class State(models.TextChoices):
        OPEN = "open", _("Being drawn")
        OFFERED = "offered", _("Waiting for a second person")
        PUBLISHED = "published", _("Waiting for its day")
        APPLIED = "applied", _("In force")
        WITHDRAWN = "withdrawn", _("Given up")

    LIVING = (State.OPEN, State.OFFERED, State.PUBLISHED)
    SHOWN = (State.OFFERED, State.PUBLISHED, State.APPLIED)

    title = models.CharField(max_length=80)
    note = models.CharField(max_length=500, blank=True)
    # The borders it was drawn on, and those it became.
    base_id = models.UUIDField()
    made_id = models.UUIDField(null=True)
    # The first day on which the new borders hold; blank: from the moment they are published.
    effective_on = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    # Rises with every step: what an open editor was drawn from.
    version = models.PositiveIntegerField(default=1)
    # Why grids outside the range are wanted, where the place only says so; and what was said on sending back.
    reason = models.CharField(max_length=500, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    salt = models.CharField(max_length=32)
    opened_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    offered_by = models.UUIDField(null=True)
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Key in the draft → the number given when it was published.
    codes = models.JSONField(default=dict)
    # How far what is derived has followed: the last case looked at, how many were moved, and when it
    # was done.
    settled_to = models.UUIDField(null=True)
    settled_cases = models.PositiveIntegerField(default=0)
    cases_settled_at = models.DateTimeField(null=True)
    # Then the registers: the last address whose rows followed, and how many rows did.
    rows_settled_to = models.UUIDField(null=True)
    settled_rows = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *ChainedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["township"],
                condition=Q(state="published"),
                name="redraw_draft_one_waits_for_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(made_id__isnull=False, ended_at__isnull=False),
                name="redraw_draft_applied_made_borders",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "-changed_at"], name="redraw_draft_newest"),
            models.Index(
                fields=["township", "effective_on"], name="redraw_draft_due", condition=Q(state="published")
            ),
        ]


class DraftStepQuerySet(OperationalQuerySet["DraftStep"]):
    def of(self, row: Draft) -> Self:
        return self.filter(township=row.township, draft_id=row.id)

    def standing(self) -> Self:
        return self.filter(undone_at=None, dropped=False)


class DraftStep(Operational):
    """One edit: what was asked, and the pieces and groups it touched as they were and as they became."""

    draft_id = models.UUIDField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    asked = models.JSONField()
    before = models.JSONField()
    after = models.JSONField()
    by_user = models.UUIDField(null=True)
    at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    # Taken back, and then something else was drawn: it cannot be done again.
    dropped = models.BooleanField(default=False)

    objects = DraftStepQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "draft_id", "number"], name="redraw_draftstep_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="redraw_draftstep_counts"),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(undone_at__gte=F("at")), name="redraw_draftstep_undone_later"
            ),
        ]
