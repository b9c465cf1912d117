"""Files made in the background out of many rows: asked for, made piece by piece, fetched within a day."""

from typing import Self, TypeVar

from django.db import models

from gewu.kernel.access import Actor
from gewu.kernel.models.operational import ChainedRow, OperationalQuerySet

Made_co = TypeVar("Made_co", bound="MadeFile", covariant=True)


class MadeFileQuerySet(OperationalQuerySet[Made_co]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever asked for it: nobody else opens what was made for one purpose."""
        return self.filter(asked_by=actor.user) if actor.user else self.none()

    def newest_of(self, actor: Actor, *, size: int) -> tuple[Made_co, ...]:
        """One's own from the places of one's posts, newest first."""
        homes = [post.scope for post in actor.posts]
        rows = self.visible_to(actor).filter(
            township__gte=min(scope.low for scope in homes), township__lte=max(scope.high for scope in homes)
        )
        return tuple(rows.order_by("-asked_at", "-id")[:size])


class MadeFile(ChainedRow):
    """One such file; `kernel.files.made` makes and serves it. Its content goes after a day, the row stays."""

    # Under which address the person who asked sees us: the codes on paper lead there.
    base = models.CharField(max_length=200)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    # How many of its pieces are done.
    done = models.IntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)

    class Meta(ChainedRow.Meta):
        abstract = True
