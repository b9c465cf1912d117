"""Who is away and who then acts: absences, and the pairs in which people act for each other (AB 岗)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.access import Actor
from gewu.kernel.ids import new_plain_id
from gewu.people.models.duty import Post


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, actor: Actor) -> Self:
        """Absences of people whose posts the actor reads, and the actor's own."""
        seen = Q(user_id=actor.user) if actor.user else Q(pk__in=())
        if actor.scopes("people"):
            posts = Post.objects.visible_to(actor).filter(user_id=OuterRef("user_id"))
            seen |= Q(Exists(posts))
        return self.filter(seen)

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def on(self, day: date) -> Self:
        return self.standing().filter(first_day__lte=day, last_day__gte=day)


class Absence(models.Model):
    """Somebody is away from a day to a day. It ends by itself."""

    class Reason(models.TextChoices):
        LEAVE = "leave", _("Annual leave")
        SICK = "sick", _("Sick leave")
        FAMILY = "family", _("Family leave")
        TRAINING = "training", _("Training")
        ERRAND = "errand", _("Work elsewhere")
        OTHER = "other", _("Another reason")

    id = models.UUIDField(primary_key=True, default=new_plain_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    reason = models.CharField(max_length=10, choices=Reason)
    first_day = models.DateField()
    last_day = models.DateField()
    entered_by = models.UUIDField(null=True)
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_days_in_order")
        ]
        indexes = [models.Index(fields=["last_day", "id"], name="absence_last_day")]

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"


class Deputy(models.Model):
    """Who acts for a post whenever its holder is away: the B of an AB pair, agreed once, kept until ended."""

    id = models.UUIDField(primary_key=True, default=new_plain_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="deputies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputy_for")
    since = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(ended_on=None), name="deputy_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.post_id}"
