"""The base of every operational table: a row has a home township, and every statement names it."""

from typing import Any, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext as _

from gewu.kernel.errors import NotFound
from gewu.kernel.ids import township_of
from gewu.kernel.models import statements

Row_co = TypeVar("Row_co", bound="Operational", covariant=True)


class HomeOfId(Func):
    """The nine-digit township code that a UUID of version 8 carries (kernel.ids), read by the database."""

    output_field = models.IntegerField()
    # Every operator of bits binds alike in PostgreSQL, hence the brackets.
    template = (
        "(((get_byte(uuid_send(%(expressions)s), 8) & 63) << 24)"
        " | (get_byte(uuid_send(%(expressions)s), 9) << 16)"
        " | (get_byte(uuid_send(%(expressions)s), 10) << 8)"
        " | get_byte(uuid_send(%(expressions)s), 11))"
    )
    arity = 1


def nothing_here() -> NotFound:
    """No such row, or none that the actor sees: "not yours" reads "not there"."""
    return NotFound(_("There is nothing here, or it is not yours to see."))


class OperationalQuerySet(models.QuerySet[Row_co]):
    """Statements that name the township, so that a province can be spread over machines."""

    def by_id(self, identifier: UUID) -> Self:
        """Narrow to one row, naming the home that its id carries."""
        return self.filter(township=township_of(identifier), id=identifier)

    def one(self, identifier: UUID) -> Row_co:
        """The row, or NotFound."""
        row = self.by_id(identifier).first()
        if row is None:
            raise nothing_here()
        return row

    def create(self, **values: Any) -> Row_co:
        """A new row with these values, stored."""
        row = self.model(**values)
        statements.insert(row)
        return row


class Operational(models.Model):
    """A row that is born in a township and stays there.

    `id` comes from `kernel.ids.new_id(township)`. Insert with `objects.create`, change with `write`:
    Django's own `save()` and joins name the id alone, which a distributed table cannot route.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    township = models.IntegerField(editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(township=HomeOfId(F("id"))), name="%(app_label)s_%(class)s_home"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    def write(self, *fields: str) -> None:
        """Store the named fields of this row, naming its home."""
        statements.update(self, fields, township=self.township, id=self.id)


class ChainedRow(Operational):
    """A row with a journal of its own: how many entries it has and the hash of the newest.

    Only `journal.record` writes these two, so a missing newest entry is found as surely as any other.
    """

    journal_length = models.IntegerField(default=0, editable=False)
    journal_head = models.BinaryField(default=bytes, editable=False)

    class Meta(Operational.Meta):
        abstract = True


class Salted(Operational):
    """Words of a person that belong to an entry: it carries their digest, and here is the salt of that."""

    salt = models.CharField(max_length=32)
    author = models.UUIDField(null=True)
    entry = models.PositiveIntegerField()
    written_at = models.DateTimeField()

    class Meta(Operational.Meta):
        abstract = True
