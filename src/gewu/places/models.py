"""The tree of areas, and where they lay from when to when: few rows, read often, kept in the process.

And the tree of addresses down to the room, with other names, grids from when to when, and plates.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from gewu.kernel.access import Tier
from gewu.kernel.models import ChainedRow, OperationalQuerySet


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
    # The redraw it was made by; none where it came with the files of the place.
    redraw = models.UUIDField(null=True)

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
    # What it lay in while the version held, written when a redraw ends that; null: as it is today.
    parent = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "area"], name="places_boundary_once")]

    def __str__(self) -> str:
        return f"{self.area_id} in {self.version_id}"


class AreaLineage(models.Model):
    """Ground of `old` went to `new` with a boundary version: by it old numbers find what they are now.

    A shift moves ground between two areas that both stay.
    """

    KINDS = ("split", "merge", "carve", "adopt", "shift")

    old = models.ForeignKey(Area, models.PROTECT, related_name="became")
    new = models.ForeignKey(Area, models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=6, choices=[(kind, kind) for kind in KINDS])
    at = models.DateTimeField()
    version = models.ForeignKey(BoundaryVersion, models.PROTECT, related_name="lineage")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "old", "new"], name="places_arealineage_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="places_arealineage_two_areas"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} {self.kind} {self.new_id}"


class Address(models.Model):
    """An estate or a road, a house, a unit (entrance), a room: what people say when they are asked where.

    Codes are never used twice: what is pulled down or renumbered is retired and keeps its row. `area` is the
    deepest grid by the assignment in force (`AddressAssignment`): derived, written anew with every change.
    """

    ESTATE, ROAD, BUILDING, UNIT, ROOM = "estate", "road", "building", "unit", "room"
    KINDS = (ESTATE, ROAD, BUILDING, UNIT, ROOM)
    # From the files of the place, or kept by hand: no load changes or retires what people keep.
    PLAN, HAND = "plan", "hand"

    id = models.UUIDField(primary_key=True, editable=False)
    code = models.CharField(max_length=30, unique=True)
    township = models.IntegerField()
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    # What a building is for: home, school, clinic …; blank for all else.
    use = models.CharField(max_length=12, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="inside", db_index=False)
    # Of units and rooms, so that all that is in a house is one statement.
    building = models.ForeignKey("self", models.PROTECT, null=True, related_name="within")
    # From the estate down: 幸福小区3号楼2单元501室.
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    number = models.PositiveIntegerField(null=True)
    # What is on its own door: 3, 2, 501, 3甲; blank where it has a name, or is the only room of a house.
    plate = models.CharField(max_length=12, blank=True)
    street = models.CharField(max_length=60)
    # 0 for a road, which is all of its numbers.
    house = models.PositiveIntegerField()
    # Blank for units and rooms: they are found through their house.
    search_text = models.CharField(max_length=700)
    lon = models.FloatField()
    lat = models.FloatField()
    # As WKB in WGS 84; only buildings have one, and a house entered by hand may have none.
    outline = models.BinaryField(null=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="addresses", db_index=False)
    floors = models.PositiveSmallIntegerField(null=True)
    households = models.PositiveIntegerField()
    origin = models.CharField(max_length=4, choices=[(PLAN, PLAN), (HAND, HAND)], default=PLAN)
    retired_at = models.DateTimeField(null=True)
    # Counts what people do to it by hand, so that nobody writes over what somebody else has just written.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["estate", "road"], parent=None, building=None, number=None, outline=None
                )
                | Q(kind="building", building=None)
                | Q(kind="unit", parent=F("building"), outline=None)
                | Q(kind="room", parent__isnull=False, building__isnull=False, outline=None),
                name="places_address_what_stands_in_what",
            ),
            models.UniqueConstraint(
                fields=["parent", "kind", "plate"],
                condition=Q(kind__in=["unit", "room"], retired_at=None),
                name="places_address_one_door_of_a_plate",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "code"], name="places_address_township_code"),
            models.Index(fields=["area", "code"], name="places_address_area_code"),
            models.Index(fields=["parent", "number"], name="places_address_parent_number"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AddressAlias(models.Model):
    """Another name of an address: what people call the estate, or what it was called before."""

    NICK, OLD, OTHER = "nick", "old", "other"
    KINDS = (NICK, OLD, OTHER)

    address = models.ForeignKey(Address, models.PROTECT, related_name="aliases", db_index=False)
    township = models.IntegerField()
    kind = models.CharField(max_length=5, choices=[(kind, kind) for kind in KINDS])
    name = models.CharField(max_length=60)
    search_text = models.CharField(max_length=300)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "name"], condition=Q(ended_at=None), name="places_addressalias_once"
            ),
        ]
        indexes = [models.Index(fields=["township", "name"], name="places_addressalias_name")]

    def __str__(self) -> str:
        return self.name


class Span(Func):
    """From a moment until before another; without end where that is NULL."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class AddressAssignment(models.Model):
    """The deepest grid a house (or a unit apart from it) belongs to, from `valid_from` until `valid_to`.

    `how`: by the boundaries in force when a place is loaded, by a redraw, or by hand with a reason, which no
    load changes. Two rows of one address never hold at one moment.
    """

    LOAD, REDRAW, HAND = "load", "redraw", "hand"
    HOWS = (LOAD, REDRAW, HAND)

    address = models.ForeignKey(Address, models.PROTECT, related_name="assignments", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="assigned")
    township = models.IntegerField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    how = models.CharField(max_length=6, choices=[(how, how) for how in HOWS])
    reason = models.CharField(max_length=200, blank=True)
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="places_addressassignment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(how="hand") | ~Q(reason=""), name="places_addressassignment_hand_says_why"
            ),
            ExclusionConstraint(
                name="places_addressassignment_no_overlap",
                expressions=[
                    ("address", RangeOperators.EQUAL),
                    (Span("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(
                fields=["address"], condition=Q(valid_to=None), name="places_addressassignment_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["township", "valid_from"], name="places_addressassignment_from"),
        ]

    def __str__(self) -> str:
        return f"{self.address_id} in {self.area_id} from {self.valid_from:%Y-%m-%d}"


class AddressPlate(models.Model):
    """The code on a door's plate, opaque: it says nothing of the place and leads to it. Never given twice."""

    LOST, DAMAGED, WRONG, GONE = "lost", "damaged", "wrong", "gone"
    WHYS = (LOST, DAMAGED, WRONG, GONE)

    code = models.CharField(max_length=12, unique=True)
    address = models.ForeignKey(Address, models.PROTECT, related_name="plates", db_index=False)
    township = models.IntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=7, choices=[(why, why) for why in WHYS], blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=Q(withdrawn_at=None), name="places_addressplate_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, why="") | (Q(withdrawn_at__isnull=False) & ~Q(why="")),
                name="places_addressplate_withdrawn_says_why",
            ),
        ]
        indexes = [models.Index(fields=["township", "address"], name="places_addressplate_address")]

    def __str__(self) -> str:
        return self.code


class AddressChange(ChainedRow):
    """Something somebody changed by hand in the addresses, in their words; its entry carries their digest."""

    address = models.ForeignKey(Address, models.PROTECT, null=True, related_name="changes", db_index=False)
    what = models.CharField(max_length=20)
    count = models.PositiveIntegerField()
    said = models.CharField(max_length=200, blank=True)
    salt = models.CharField(max_length=32)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = OperationalQuerySet["AddressChange"].as_manager()

    class Meta(ChainedRow.Meta):
        indexes = [models.Index(fields=["township", "address", "at"], name="places_addresschange_address")]
