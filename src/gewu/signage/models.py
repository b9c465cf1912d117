"""What people agreed to show of themselves, the two ledgers of cards and plates, and print runs.

The ledgers have no columns for grids: which grid a house lies in is known to places, of any day; so a
grid that is drawn anew needs nothing written here.
"""

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gewu.kernel.access import Actor, Tier
from gewu.kernel.models import ChainedRow, MadeFile, MadeFileQuerySet, Operational, OperationalQuerySet
from gewu.kernel.models.operational import Row_co
from gewu.places import queries as places

WALKED = frozenset({Tier.COMMUNITY, Tier.GRID, Tier.CELL})


class GroundQuerySet(OperationalQuerySet[Row_co]):
    """Rows that lie at a house, or stand for an area."""

    def visible_to(self, actor: Actor) -> Self:
        """Those on the ground of a post that works with cases there, or administers the place."""
        seen = Q(pk__in=())
        for scope in {*actor.scopes("cases"), *actor.scopes("places")}:
            home = Q(township__range=(scope.low, scope.high))
            seen |= home & _on(scope.area) if scope.tier in WALKED else home
        return self.filter(seen)

    def on(self, area: UUID) -> Self:
        """Those on the ground of an area."""
        place = places.area(area)
        home = Q(township=place.home) if place.township else Q(township__range=_range(area))
        return self.filter(home & _on(area) if place.tier in WALKED else home)


def _range(area: UUID) -> tuple[int, int]:
    scope = places.scope_of(area)
    return scope.low, scope.high


def _on(area: UUID) -> Q:
    houses = [house.id for house in places.addresses_in(area)]
    return Q(address__in=houses) | Q(address=None, area__in=_below(area))


def _below(area: UUID) -> Iterable[UUID]:
    return [area, *(deeper for step in places.children(area) for deeper in _below(step.id))]


class WorkCardQuerySet(OperationalQuerySet["WorkCard"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own. What it says of others is read through the public card."""
        return self.filter(user=actor.user) if actor.user else self.none()


class WorkCard(ChainedRow):
    """What a person agreed to show on the contact card beside the name: a work phone, a work photo.

    Either moment of agreement is empty before the person agreed, and again once it is taken back; then the
    photo itself is gone as well.
    """

    user = models.UUIDField()
    phone = models.CharField(max_length=20, blank=True)
    phone_agreed_at = models.DateTimeField(null=True)
    photo = models.UUIDField(null=True)
    photo_agreed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = WorkCardQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "user"], name="work_card_once"),
            models.CheckConstraint(
                condition=Q(phone_agreed_at=None, phone="") | Q(phone_agreed_at__isnull=False) & ~Q(phone=""),
                name="work_card_phone_agreed",
            ),
            models.CheckConstraint(
                condition=Q(photo_agreed_at=None, photo=None)
                | Q(photo_agreed_at__isnull=False, photo__isnull=False),
                name="work_card_photo_agreed",
            ),
        ]


class HandoutQuerySet(GroundQuerySet["Handout"]):
    pass


class Handout(ChainedRow):
    """Contact cards given out at one house: how many doors took one, refused it, or did not open.

    `contact` is whose name the cards bear: when somebody else takes the grid over, these cards count no more.
    """

    address = models.UUIDField()
    # Of a handout always null: the house says where it is. Ledgers share one way of being found.
    area = models.UUIDField(null=True)
    households = models.PositiveIntegerField()
    delivered = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    nobody = models.PositiveIntegerField()
    contact = models.UUIDField(null=True)
    noted_on = models.DateField()
    noted_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = HandoutQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "address"], name="handout_once"),
            models.CheckConstraint(
                condition=Q(households__gte=F("delivered") + F("refused") + F("nobody")),
                name="handout_no_more_than_live_there",
            ),
        ]


class PlateQuerySet(GroundQuerySet["Plate"]):
    pass


class Plate(ChainedRow):
    """One of the two plates 两牌: a big one for an area, a small one for a house (unit 0) or its nth unit."""

    class Size(models.TextChoices):
        BIG = "big"
        SMALL = "small"

    class State(models.TextChoices):
        PLANNED = "planned"
        UP = "up"
        DAMAGED = "damaged"
        MISSING = "missing"

    size = models.CharField(max_length=5, choices=Size.choices)
    area = models.UUIDField(null=True)
    address = models.UUIDField(null=True)
    unit = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    put_up_on = models.DateField(null=True)
    checked_on = models.DateField(null=True)
    checked_by = models.UUIDField(null=True)
    # Whose name stood on it when it was put up or last found right.
    contact = models.UUIDField(null=True)
    # The case that damage became.
    case_id = models.UUIDField(null=True)
    case_number = models.CharField(max_length=14, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PlateQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.CheckConstraint(
                condition=Q(size="big", area__isnull=False, address=None, unit=0)
                | Q(size="small", area=None, address__isnull=False),
                name="plate_at_an_area_or_a_house",
            ),
            models.UniqueConstraint(
                fields=["township", "area"], condition=Q(size="big"), name="plate_big_once"
            ),
            models.UniqueConstraint(
                fields=["township", "address", "unit"], condition=Q(size="small"), name="plate_small_once"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", put_up_on=None)
                | ~Q(state="planned") & Q(put_up_on__isnull=False),
                name="plate_put_up_some_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["township", "state", "id"],
                name="plate_wrong",
                condition=Q(state__in=["damaged", "missing"]),
            )
        ]


class SizeNoteQuerySet(OperationalQuerySet["SizeNote"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of the areas that a post looks after."""
        seen = Q(pk__in=())
        for scope in {*actor.scopes("cases"), *actor.scopes("places")}:
            home = Q(township__range=(scope.low, scope.high))
            seen |= home & Q(area__in=_below(scope.area)) if scope.tier in WALKED else home
        return self.filter(seen)


class SizeNote(ChainedRow):
    """Why an area has more or fewer households than its level is meant for: said by a person, and kept.

    `households`: how many there were then. The range is only said; nothing is refused by it.
    """

    area = models.UUIDField()
    households = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    noted_on = models.DateField()
    noted_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = SizeNoteQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "area"], name="size_note_once"),
        ]


class PrintRunQuerySet(MadeFileQuerySet["PrintRun"]):
    pass


class PrintRun(MadeFile):
    """Cards, maps or plates of many places drawn in the background as one PDF."""

    kind = models.CharField(max_length=20)
    area = models.UUIDField()
    places = ArrayField(models.UUIDField())
    language = models.CharField(max_length=10)

    objects = PrintRunQuerySet.as_manager()

    class Meta(MadeFile.Meta):
        constraints = [*Operational.Meta.constraints]
        indexes = [models.Index(fields=["township", "asked_by", "-asked_at", "-id"], name="print_run_newest")]
