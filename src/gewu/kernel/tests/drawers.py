"""A row with a sealed text and columns of every kind a list is ordered by."""

from datetime import datetime
from uuid import UUID

from django.db import models

from gewu.kernel.ids import new_id
from gewu.kernel.models import Operational, OperationalQuerySet
from gewu.kernel.secrets import EncryptedField

TOWNSHIP = 370402001


class DrawerQuerySet(OperationalQuerySet["Drawer"]):
    pass


class Drawer(Operational):
    """Something that is kept under lock, at a place, until a day."""

    phone = EncryptedField(null=True)
    note = EncryptedField(null=True)
    place = models.IntegerField(default=0)
    due_at = models.DateTimeField(null=True)

    objects = DrawerQuerySet.as_manager()

    class Meta(Operational.Meta):
        app_label = "parcels"


def a_drawer(
    *, phone: str | None = None, place: int = 0, due_at: datetime | None = None, row: UUID | None = None
) -> Drawer:
    made: Drawer = Drawer.objects.create(
        id=row or new_id(TOWNSHIP), township=TOWNSHIP, phone=phone, place=place, due_at=due_at
    )
    return made
