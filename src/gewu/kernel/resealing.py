"""Sealing old values again with the newest key, so that an older key can go.

The job takes what is left in small transactions, so it can be stopped at any moment and goes on where it was:
what is done no longer counts among what is left.
"""

from uuid import UUID

import structlog
from django.apps import apps
from django.db import transaction
from django.db.models import F, Func, IntegerField, Model, QuerySet

from gewu.kernel import secrets
from gewu.kernel.ids import township_of
from gewu.kernel.jobs import job
from gewu.kernel.models import Operational
from gewu.kernel.secrets import CannotOpen, EncryptedField, Home

AT_ONCE = 200
# After so many values other work has its turn.
MOST = 10_000
ONE_AFTER_ANOTHER = UUID("01a20000-0000-7000-8000-00000000007e")

log = structlog.get_logger()


class NumberOfKey(Func):
    """The number of the key that a value is sealed with, read by the database."""

    output_field = IntegerField()
    template = "(get_byte(%(expressions)s, 1) * 256 + get_byte(%(expressions)s, 2))"
    arity = 1


@job("kernel.reseal")
def reseal() -> None:
    """Seal some old values again, and queue itself for the rest."""
    done = 0
    for model, column in sealed_columns():
        done += _column(model, column, at_most=MOST - done)
    log.info("values_sealed_again", values=done, left=(left := remaining()))
    if left and done:
        reseal.defer(lock=ONE_AFTER_ANOTHER)


def start() -> None:
    """Queue the work. Two at once would only wait for each other's rows."""
    reseal.defer(lock=ONE_AFTER_ANOTHER)


def remaining() -> int:
    """How many values are sealed with an older key than the newest."""
    return sum(_left(model, column).count() for model, column in sealed_columns())


def sealed_columns() -> list[tuple[type[Model], str]]:
    """Every column that holds sealed values."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedField)
    ]


def _left(model: type[Model], column: str) -> QuerySet[Model]:
    newest = secrets.newest_key()
    sealed = model._default_manager.filter(**{f"{column}__isnull": False})
    old: QuerySet[Model] = sealed.alias(key_number=NumberOfKey(F(column))).exclude(key_number=newest)
    return old


def _column(model: type[Model], column: str, *, at_most: int) -> int:
    done, after = 0, UUID(int=0)
    while done < at_most:
        seen, sealed = _batch(model, column, after)
        if seen is None:
            break
        done, after = done + sealed, seen
    return done


@transaction.atomic
def _batch(model: type[Model], column: str, after: UUID) -> tuple[UUID | None, int]:
    """The last row of the batch, and how many of it were sealed again."""
    name = str(model._meta.get_field(column).column)  # type: ignore[union-attr] # it is no relation
    rows = _left(model, column).filter(pk__gt=after).select_for_update().order_by("pk")
    last, sealed = None, 0
    for last, stored in rows.values_list("pk", column)[:AT_ONCE]:
        home = Home(model._meta.db_table, name, last)
        try:
            text = secrets.unseal(bytes(stored), home)
        except CannotOpen as closed:
            # Its key is gone or it was changed: the others must not wait for it.
            log.warning("value_stays_closed", table=home.table, row=str(last), why=str(closed))
            continue
        _row(model, last).update(**{column: secrets.seal(text, home)})
        sealed += 1
    return last, sealed


def _row(model: type[Model], row: UUID) -> QuerySet[Model]:
    rows: QuerySet[Model] = model._default_manager.filter(pk=row)
    return rows.filter(township=township_of(row)) if issubclass(model, Operational) else rows
