"""The role the application runs under, asked of the database itself."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from gewu.kernel.tests.parcels import a_story

pytestmark = pytest.mark.django_db

FORBIDDEN = [
    f"{verb} {table}"
    for table in ("kernel_entry", "kernel_seal")
    for verb in ("UPDATE", "DELETE FROM", "TRUNCATE")
]


def test_tests_run_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (settings.APPLICATION_ROLE,)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_cannot_change_or_remove_what_was_recorded(statement: str) -> None:
    a_story("parcel.a")
    sql = f"{statement} SET number = number" if statement.startswith("UPDATE") else statement
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.parametrize(
    "statement", ["ALTER TABLE kernel_entry DISABLE TRIGGER ALL", "DROP TABLE kernel_seal"]
)
def test_the_application_cannot_change_the_tables(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_application_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relowner = %s::regrole"
            " UNION SELECT proname FROM pg_proc WHERE proowner = %s::regrole",
            [settings.APPLICATION_ROLE] * 2,
        )
        assert cursor.fetchall() == []


def test_the_application_can_work_with_every_other_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND NOT (has_table_privilege(%s, c.oid, 'SELECT') AND has_table_privilege(%s, c.oid, 'INSERT')"
            " AND has_table_privilege(%s, c.oid, 'UPDATE') AND has_table_privilege(%s, c.oid, 'DELETE'))",
            [settings.APPLICATION_ROLE] * 4,
        )
        assert {name for (name,) in cursor.fetchall()} == {"kernel_entry", "kernel_seal", "django_migrations"}


@pytest.mark.owner
def test_migrating_again_changes_nothing() -> None:
    call_command("migrate", verbosity=0)
    test_the_application_can_work_with_every_other_table()
