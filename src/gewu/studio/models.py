"""Drafts of definitions and the steps they were made in. A step is never changed but for being taken back."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet
from gewu.people.roles import roles


class DraftQuerySet(OperationalQuerySet["Draft"]):
    def visible_to(self, actor: Actor) -> Self:
        """The drafts for places under a post whose role drafts or publishes."""
        known = roles()
        seen = Q(pk__in=[])
        for post in actor.posts:
            if known[post.role].drafts or known[post.role].publishes:
                seen |= Q(township__gte=post.scope.low, township__lte=post.scope.high)
        return self.filter(seen)

    def living(self) -> Self:
        """Neither published nor withdrawn."""
        return self.filter(state__in=Draft.LIVING)


class Draft(ChainedRow):
    """A definition in the making, for a place and everything below it."""

    class State(models.TextChoices):
        OPEN = "open", _("Being written")
        OFFERED = "offered", _("Waiting for a second person")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Given up")

    LIVING = (State.OPEN, State.OFFERED)

    key = models.SlugField(max_length=40)
    place_id = models.UUIDField()
    # The catalogue's definition it was started from, and the one it became.
    base_id = models.UUIDField()
    published_as = models.UUIDField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    # Sections (studio.document) as text: the stages keep their order.
    content = models.TextField()
    # Rises with every step and every taking back: what an open form was drawn from.
    version = models.PositiveIntegerField(default=1)
    # Why it was handed in, in that person's words; and what was said when it was sent back.
    reason = models.CharField(max_length=500, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    salt = models.CharField(max_length=32)
    opened_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    offered_by = models.UUIDField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *ChainedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "key", "place_id"],
                condition=Q(ended_at=None),
                name="studio_draft_one_living",
            ),
        ]


class DraftStepQuerySet(OperationalQuerySet["DraftStep"]):
    pass


class DraftStep(Operational):
    """One change of a draft: the sections it touched, as they were and as they became."""

    draft_id = models.UUIDField()
    # The version of the draft that it made.
    number = models.PositiveIntegerField()
    # What was edited, such as `stage:handling`, `import` or `table`.
    part = models.CharField(max_length=80)
    before = models.TextField()
    after = models.TextField()
    by_user = models.UUIDField(null=True)
    at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    # The version of the draft that taking it back made.
    undone_version = models.PositiveIntegerField(null=True)

    objects = DraftStepQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "draft_id", "number"], name="studio_draftstep_once"),
        ]
