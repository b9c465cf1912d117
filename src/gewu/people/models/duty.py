"""Organisations with their inboxes, and posts: a person × role × place × organisation, with dates."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.access import Actor, Tier
from gewu.kernel.ids import new_plain_id


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Organisations of the townships whose people the actor reads."""
        seen = Q(pk__in=actor.organisations)
        for scope in actor.scopes("people"):
            seen |= Q(township__range=(scope.low, scope.high))
        return self.filter(seen)

    def in_force(self, today: date) -> Self:
        return self.filter(Q(last_day=None) | Q(last_day__gte=today), first_day__lte=today)


class Organisation(models.Model):
    """An office, department, station or company. With an open inbox it can be given cases."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("Township office")
        DEPARTMENT = "department", _("Department")
        STATION = "station", _("Community station")
        UTILITY = "utility", _("Utility company")
        PROPERTY = "property", _("Property company")
        CONTRACTOR = "contractor", _("Contractor")

    id = models.UUIDField(primary_key=True, default=new_plain_id, editable=False)
    township = models.IntegerField()
    key = models.SlugField(max_length=40)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    # The place it serves.
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    # The organisation it is part of; its own inbox and people stay its own.
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    inbox_open = models.BooleanField(default=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    # Counts the changes administrators made, so that nobody writes over another's.
    version = models.PositiveIntegerField(default=1)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["township", "key"], name="organisation_key_once"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="organisation_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="organisation_not_its_own_part"
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh

    def in_language(self, language: str) -> str:
        return self.name_en if language.startswith("en") else self.name_zh


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, actor: Actor) -> Self:
        """Posts at places whose people the actor reads, and the actor's own."""
        seen = Q(user_id=actor.user) if actor.user else Q(pk__in=())
        for scope in actor.scopes("people"):
            seen |= Q(low__gte=scope.low, high__lte=scope.high, area__path__contains=[scope.area])
        return self.filter(seen)

    def in_force(self, today: date) -> Self:
        return self.filter(Q(last_day=None) | Q(last_day__gte=today), first_day__lte=today)

    def not_over(self, today: date) -> Self:
        """In force today or later."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=today))


class Post(models.Model):
    """Who does what, where, for whom, from when to when.

    `low`, `high` and `tier` repeat what the area says: an actor is built without walking the tree.
    """

    id = models.UUIDField(primary_key=True, default=new_plain_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    role = models.SlugField(max_length=20)
    # The place looked after, its tier, and the range of townships under it.
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+", db_index=False)
    tier = models.CharField(max_length=12, choices=[(tier.value, tier.value) for tier in Tier])
    low = models.IntegerField()
    high = models.IntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="posts")
    # Which seat of the place's staffing rules the holder fills (`StaffRule.seat`); most fill none.
    seat = models.SlugField(max_length=20, blank=True, default="", db_index=False)
    stands_in_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="stand_ins")
    # The absence during which somebody stands in; it ends and moves with it.
    absence = models.ForeignKey("Absence", on_delete=models.PROTECT, null=True, related_name="stand_ins")
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="post_range_in_order"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="post_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for=None) | Q(last_day__isnull=False), name="post_stand_in_ends"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "area", "organisation"],
                condition=Q(last_day=None),
                name="post_open_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["area", "role"], name="post_area_role"),
            models.Index(fields=["low", "role"], name="post_low_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.area_id}"

    @property
    def primary(self) -> bool:
        return self.stands_in_for_id is None
