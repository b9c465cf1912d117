"""What every register row has.

What is not secret stands in `values` by the key of its field, or in a column where lists need it; what is
secret is sealed, with a blind index where it must be found again. `sources` says of each field where its
value came from. Level columns say who is responsible now, as told by the address. `visible_to` is the only
door.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet
from gewu.kernel.secrets import EncryptedField
from gewu.registers.reach import reaches

Row_co = TypeVar("Row_co", bound="RegisterRow", covariant=True)
HERE = Q(state="here")


class RegisterQuerySet(OperationalQuerySet[Row_co]):
    def visible_to(self, actor: Actor) -> Self:
        """Rows at a place that a post of the actor reads registers of."""
        ways = reaches(actor)
        return self.filter(reduce(or_, ways)) if ways else self.none()

    def reached_by(self, actor: Actor) -> tuple[Self, ...]:
        """The same as one queryset per post; merge them page by page."""
        return tuple(self.filter(way) for way in reaches(actor))


class RegisterRow(ChainedRow):
    """What every register row has."""

    number = models.CharField(max_length=14)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12)
    # What it is called, and by what it is found: pinyin and its initials, small.
    # In the collation "C", so that one index serves both their beginnings and their order.
    name = models.CharField(max_length=120, db_collation="C")
    name_key = models.CharField(max_length=240, db_collation="C")
    initials = models.CharField(max_length=60, db_collation="C")
    values = models.JSONField(default=dict)
    # Sealed fields that need no finding, as one JSON text.
    secret = EncryptedField(null=True)
    # field → [source, at, by, state, batch]
    sources = models.JSONField(default=dict)

    # The deepest address it belongs to, and the building of that.
    address = models.UUIDField(null=True)
    building = models.UUIDField(null=True)
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    in_cell = models.UUIDField(null=True)

    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # When somebody last looked, and when somebody should look again.
    checked_at = models.DateTimeField(null=True)
    next_due = models.DateField(null=True)
    batch = models.UUIDField(null=True)
    # What stands for it elsewhere, by number: where it came from, where it went, what it was merged into.
    came_from = models.CharField(max_length=14, blank=True)
    went_to = models.CharField(max_length=14, blank=True)
    # The row that goes on for both, where two were one; such a row is kept, and found no more.
    merged_into = models.UUIDField(null=True)

    class Meta(ChainedRow.Meta):
        abstract = True


def meta_of(
    short: str, usual: str, needed: Sequence[str] = ()
) -> tuple[list[models.BaseConstraint], list[models.Index]]:
    """What all register tables are constrained and found by.

    Lists ask for what is rare: another state than the `usual`, a `needed` field that is missing. Where such
    rows lie thousands apart, an index of them alone keeps the list from reading the whole town.
    """
    constraints: list[models.BaseConstraint] = [
        *Operational.Meta.constraints,
        models.UniqueConstraint(fields=["township", "number"], name=f"registers_{short}_number"),
    ]
    indexes = [
        models.Index(fields=["township", "name", "id"], name=f"registers_{short}_name"),
        models.Index(fields=["township", "name_key", "id"], name=f"registers_{short}_key"),
        models.Index(fields=["township", "initials", "id"], name=f"registers_{short}_initials"),
        models.Index(fields=["township", "in_community", "name_key", "id"], name=f"registers_{short}_comm"),
        models.Index(fields=["township", "in_grid", "name_key", "id"], name=f"registers_{short}_grid"),
        models.Index(fields=["township", "in_cell", "name_key", "id"], name=f"registers_{short}_cell"),
        models.Index(fields=["township", "building"], name=f"registers_{short}_house"),
        models.Index(
            fields=["township", "state", "name_key", "id"],
            name=f"registers_{short}_state",
            condition=~Q(state=usual),
        ),
        *(
            models.Index(
                fields=["township", "name_key", "id"],
                name=f"registers_{short}_no_{number}",
                condition=~Q(sources__has_key=key),
            )
            for number, key in enumerate(needed, 1)
        ),
        models.Index(
            fields=["township", "batch"], name=f"registers_{short}_batch", condition=Q(batch__isnull=False)
        ),
    ]
    return constraints, indexes
