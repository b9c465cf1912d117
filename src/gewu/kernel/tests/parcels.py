"""A subject for the tests of the kernel, which stands below every slice that has real ones."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, models

from gewu.kernel import clock, journal, seals
from gewu.kernel.access import Actor
from gewu.kernel.ids import new_id
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet

TOWNSHIP = 370402001
NEIGHBOUR = 370402002
# 16:00 UTC is midnight in Shanghai.
DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, 16, tzinfo=UTC)
WORKER = Actor(user=UUID("01890000-0000-7000-8000-000000000001"), name="worker", door="desk")


class ParcelQuerySet(OperationalQuerySet["Parcel"]):
    pass


class Parcel(ChainedRow):
    """Something that is sent and has a journal."""

    stage = models.CharField(max_length=40, default="sent")

    objects = ParcelQuerySet.as_manager()

    class Meta(Operational.Meta):
        app_label = "parcels"


def a_parcel(township: int = TOWNSHIP) -> Parcel:
    parcel = Parcel(id=new_id(township), township=township)
    parcel.save(force_insert=True)
    return parcel


def a_story(*kinds: str, township: int = TOWNSHIP) -> Parcel:
    """A parcel with one entry of each kind."""
    parcel = a_parcel(township)
    for kind in kinds:
        journal.record(kind, subject=parcel, actor=WORKER, weight=1)
    return parcel


def a_story_at(at: datetime, *kinds: str, township: int = TOWNSHIP) -> Parcel:
    with clock.hold(at):
        return a_story(*kinds or ("parcel.a",), township=township)


def taken(at: datetime) -> int:
    """How many seals are taken at a moment."""
    with clock.hold(at):
        return seals.take()


def tamper(statement: str, *values: UUID | int | bytes | str) -> None:
    """What somebody does who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(statement, values)
