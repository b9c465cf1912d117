"""Layers, their areas, what an area is made of, and who answers for it: everything with the days it held."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet
from gewu.layers.rules import Form, Kind

# Who changes layers; everybody on duty in the township reads them.
MAY_WRITE = frozenset({"admin", "supervisor"})


def at_home(actor: Actor) -> Q:
    """The townships that the actor's posts lie over."""
    here = Q(pk__in=())
    for low, high in actor.townships:
        here |= Q(township__range=(low, high))
    return here


class LayerQuerySet(OperationalQuerySet["Layer"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(at_home(actor))


class Layer(ChainedRow):
    """Another division of a township's ground."""

    key = models.CharField(max_length=20)
    kind = models.CharField(max_length=12)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    note_zh = models.CharField(max_length=160)
    note_en = models.CharField(max_length=160)
    scheme = models.CharField(max_length=20, blank=True)
    # Of the file it was loaded from: an unchanged one is not read again.
    digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = LayerQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "key"], name="layers_layer_once"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="layers_layer_kind_known"),
        ]


class MatterQuerySet(OperationalQuerySet["Matter"]):
    """What layers carry, named by township."""


class Matter(Operational):
    """A category of cases for which the areas of one layer answer. One layer at most carries it."""

    layer_id = models.UUIDField()
    category = models.CharField(max_length=10)

    objects = MatterQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "category"], name="layers_matter_one_layer"),
        ]


class LayerAreaQuerySet(OperationalQuerySet["LayerArea"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(at_home(actor))


class LayerArea(Operational):
    """One area of a layer. Codes are never given again; retired, it keeps its row."""

    layer_id = models.UUIDField()
    parent_id = models.UUIDField(null=True)
    code = models.CharField(max_length=24)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    form = models.CharField(max_length=8, blank=True)
    in_community = models.UUIDField(null=True)
    search_text = models.CharField(max_length=400)
    # As WKB in WGS 84; null where the area is nothing but its members.
    outline = models.BinaryField(null=True)
    households = models.PositiveIntegerField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    successor_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = LayerAreaQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "layer_id", "code"], name="layers_area_code_never_twice"
            ),
            models.CheckConstraint(condition=Q(form__in=["", *Form]), name="layers_area_form_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="layers_area_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["township", "layer_id", "code", "id"], name="layers_area_by_code")]


class DatedQuerySet(OperationalQuerySet["Member"]):
    """What areas are made of, named by township."""


class Member(Operational):
    """A piece of the tree, or a house, that an area of a layer holds; `share` of its ground lies there."""

    layer_area_id = models.UUIDField()
    area_id = models.UUIDField(null=True)
    address_id = models.UUIDField(null=True)
    share = models.FloatField(default=1.0)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(
                condition=Q(area_id__isnull=False, address_id=None)
                | Q(area_id=None, address_id__isnull=False),
                name="layers_member_is_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "layer_area_id"], name="layers_member_of"),
            models.Index(fields=["township", "area_id"], name="layers_member_area"),
        ]


class HoldingQuerySet(OperationalQuerySet["Holding"]):
    """Who answers for areas, named by township."""


class Holding(Operational):
    """The office that answers for an area, and who leads it, from when to when."""

    layer_area_id = models.UUIDField()
    office = models.UUIDField(null=True)
    leader = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = HoldingQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "layer_area_id"], condition=Q(until=None), name="layers_holding_one_now"
            ),
        ]
        indexes = [models.Index(fields=["township", "layer_area_id", "since"], name="layers_holding_of")]


def held(area: UUID, township: int) -> list[Holding]:
    """Who answered for an area, newest first."""
    return list(Holding.objects.filter(township=township, layer_area_id=area).order_by("-since", "-id"))
