"""Tables of the journal: entries, the seals over each day of them, and which reactions have acted."""

from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from gewu.kernel.canonical import canonical
from gewu.kernel.models.operational import Operational, OperationalQuerySet


class CanonicalJSON(models.JSONField):
    """JSON kept letter by letter (`json`, not `jsonb`), because its hash covers the letters as stored."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "json"

    def get_placeholder(self, value: object, compiler: object, connection: object) -> str:
        return "%s::json"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        return value if hasattr(value, "as_sql") else canonical(value)

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> Any:
        return value


class EntryQuerySet(OperationalQuerySet["Entry"]):
    pass


class Entry(Operational):
    """One thing that happened to one subject. The application's role may not change or delete it."""

    subject_kind = models.CharField(max_length=64)
    subject_id = models.UUIDField()
    number = models.IntegerField()
    kind = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    user = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    on_behalf = models.UUIDField(null=True)
    door = models.CharField(max_length=16)
    purpose = models.CharField(max_length=200)
    facts = CanonicalJSON()
    previous = models.BinaryField()
    hash = models.BinaryField()

    objects = EntryQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "subject_id", "number"], name="kernel_entry_number"),
        ]
        # Entries arrive in the order of time, so a summary of each block range finds a day at almost no cost.
        indexes = [BrinIndex(fields=["recorded_at"], name="kernel_entry_recorded", autosummarize=True)]


class ReactedQuerySet(OperationalQuerySet["Reacted"]):
    pass


class Reacted(Operational):
    """A reaction has acted upon an entry; written in the same transaction as what the reaction does."""

    entry_id = models.UUIDField()
    reaction = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = ReactedQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "entry_id", "reaction"], name="kernel_reacted_once"),
        ]


class SealQuerySet(OperationalQuerySet["Seal"]):
    pass


class Seal(Operational):
    """A day of one township's journal, closed: its entries' hashes, chained to the seal before, signed.

    `part` is 1; a later part holds entries of that day that were committed only after it had been sealed.
    `statement` has the letters that were signed; `digest` is the root of the tree over `leaves`.
    """

    number = models.IntegerField()
    day = models.DateField()
    part = models.SmallIntegerField(default=1)
    taken_at = models.DateTimeField()
    count = models.IntegerField()
    leaves = models.BinaryField()
    digest = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    statement = models.TextField()
    signature = models.BinaryField()

    objects = SealQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "number"], name="kernel_seal_number"),
            models.UniqueConstraint(fields=["township", "day", "part"], name="kernel_seal_day"),
        ]
