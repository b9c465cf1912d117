"""The tree of areas, and where they lay from when to when. Few rows, read often, kept in the process."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gewu.kernel.access import Tier


class Township(models.Model):
    """One township that is run here: its locality file as it was loaded."""

    code = models.IntegerField(primary_key=True)
    key = models.CharField(max_length=40, unique=True)
    letters = models.CharField(max_length=2, unique=True)
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    # Every change of its areas or boundaries counts one up: how the processes notice it.
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.key


class Area(models.Model):
    """A province, a street, a community, a grid: something with a code that people are responsible for.

    Codes are never used twice: what was split or merged is retired and keeps its row.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    short = models.CharField(max_length=30)
    name_en = models.CharField(max_length=60)
    # Pinyin: the database's C collation would sort Chinese names by code point.
    name_key = models.CharField(max_length=200)
    search_text = models.CharField(max_length=400)
    tier = models.CharField(max_length=10, choices=[(tier.value, tier.value) for tier in Tier])
    level = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = ArrayField(models.UUIDField())
    township = models.IntegerField(null=True)
    households = models.PositiveIntegerField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(tier=Tier.PROVINCE),
                name="places_area_only_provinces_are_roots",
            ),
            models.CheckConstraint(
                condition=Q(tier__in=[Tier.PROVINCE, Tier.CITY, Tier.COUNTY], township__isnull=True)
                | Q(tier__in=[Tier.TOWNSHIP, Tier.COMMUNITY, Tier.GRID, Tier.CELL], township__isnull=False),
                name="places_area_township_from_township_down",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "code"], name="places_area_township_code"),
            models.Index(fields=["parent", "code"], name="places_area_parent_code"),
            models.Index(fields=["tier", "code"], name="places_area_tier_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AreaCode(models.Model):
    """The number of an area in another scheme than its own: a former one, or one of another system.

    Rows stay when their area is retired, so that no number is given to another area ever after.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="codes")
    scheme = models.CharField(max_length=20)
    code = models.CharField(max_length=24)
    use = models.CharField(max_length=10, choices=[("old", "old"), ("external", "external")])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="places_areacode_never_twice"),
            models.UniqueConstraint(fields=["area", "scheme"], name="places_areacode_one_each"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class BoundaryVersion(models.Model):
    """Where the areas of one township lay from `valid_from` until `valid_to`. Once published, fixed."""

    id = models.UUIDField(primary_key=True, editable=False)
    township = models.IntegerField()
    digest = models.CharField(max_length=64)
    synthetic = models.BooleanField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    # Streets and the like, to draw under the grids: never used to decide anything.
    lines = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["township", "valid_from"], name="places_boundaryversion_one_start"
            ),
            models.UniqueConstraint(
                fields=["township"],
                condition=Q(valid_to__isnull=True, published_at__isnull=False),
                name="places_boundaryversion_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="places_boundaryversion_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.township} {self.valid_from:%Y-%m-%d}"


class Boundary(models.Model):
    """The polygon of one area in one version, as WKB in WGS 84 (longitude, latitude)."""

    version = models.ForeignKey(BoundaryVersion, models.PROTECT, related_name="boundaries")
    area = models.ForeignKey(Area, models.PROTECT, related_name="boundaries")
    polygon = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "area"], name="places_boundary_once")]

    def __str__(self) -> str:
        return f"{self.area_id} in {self.version_id}"


class Address(models.Model):
    """An estate or a house in it: what people say when they are asked where. Codes are never used twice.

    `area` is the deepest grid it lies in by the boundaries in force: derived, written anew with every load.
    """

    ESTATE, BUILDING = "estate", "building"

    id = models.UUIDField(primary_key=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    township = models.IntegerField()
    kind = models.CharField(max_length=10, choices=[(ESTATE, ESTATE), (BUILDING, BUILDING)])
    # What a building is for: home, school, clinic …; blank for an estate.
    use = models.CharField(max_length=12, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="inside")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    number = models.PositiveIntegerField(null=True)
    street = models.CharField(max_length=60)
    house = models.PositiveIntegerField()
    search_text = models.CharField(max_length=500)
    lon = models.FloatField()
    lat = models.FloatField()
    # As WKB in WGS 84; an estate has none of its own.
    outline = models.BinaryField(null=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="addresses")
    floors = models.PositiveSmallIntegerField(null=True)
    households = models.PositiveIntegerField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="estate", parent=None, number=None, outline=None)
                | Q(kind="building", outline__isnull=False),
                name="places_address_only_buildings_have_outlines",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "code"], name="places_address_township_code"),
            models.Index(fields=["area", "code"], name="places_address_area_code"),
            models.Index(fields=["parent", "number"], name="places_address_parent_number"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
