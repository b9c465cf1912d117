"""The archive of published definitions. A row never changes but for the moment it was closed."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gewu.kernel.ids import new_plain_id


class DefinitionQuerySet(models.QuerySet["Definition"]):
    def in_force(self, key: str) -> Self:
        """The shipped one that new cases of the type are born under."""
        return self.filter(key=key, origin=Definition.Origin.SHIPPED, closed_at=None)

    def in_force_at(self, areas: Collection[UUID]) -> Self:
        """Every one in force at any of these areas, and all that is shipped."""
        here = Q(origin=Definition.Origin.SHIPPED) | Q(place_id__in=areas)
        return self.filter(here, closed_at=None)


class KeptWords(models.Model):
    """The words in which a finished case was told, in every language. A row never changes."""

    id = models.UUIDField(primary_key=True, default=new_plain_id, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    words = models.TextField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]


class Definition(models.Model):
    """One resolved case type: rules, answers and the terms of every category, as they were on that day."""

    class Origin(models.TextChoices):
        SHIPPED = "shipped", _("Shipped")
        PLACE = "place", _("Of a place")

    id = models.UUIDField(primary_key=True, default=new_plain_id, editable=False)
    key = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    origin = models.CharField(max_length=8, choices=Origin)
    # The area of places.Area for whose subtree it was drafted; none for what is shipped.
    place_id = models.UUIDField(null=True)
    # Text and not jsonb: the digest is of these very bytes, and the stages keep their order.
    resolved = models.TextField()
    digest = models.CharField(max_length=64)
    # Of the files of this version alone: tells an edited version from newer limits of a category.
    base_digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "origin", "place_id"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="definition_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(origin="shipped", place_id=None) | Q(origin="place", place_id__isnull=False),
                name="definition_origin_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("published_at")),
                name="definition_closed_after_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version} {self.digest[:12]}"
