"""What keeps a township's rows together, so that a province can be spread over machines."""

import pytest
from django.apps import apps
from django.db import connection, models

from gewu.kernel.models import Operational
from gewu.kernel.testing import operational_tables

TABLES = [model for model in apps.get_models() if issubclass(model, Operational)]


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_an_operational_table_checks_that_its_ids_come_from_home(model: type[Operational]) -> None:
    names = {constraint.name for constraint in model._meta.constraints}
    assert f"{model._meta.app_label}_{model._meta.model_name}_home" in names


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_nothing_is_unique_beyond_a_township(model: type[Operational]) -> None:
    constraints = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    assert [one.name for one in constraints if "township" not in one.fields] == []
    fields = [field.name for field in model._meta.local_fields if field.unique and not field.primary_key]
    assert fields == []
    assert model._meta.unique_together == ()


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_no_table_between_tables_joins_townships(model: type[Operational]) -> None:
    assert list(model._meta.local_many_to_many) == []
    assert [field.name for field in model._meta.local_fields if field.one_to_one] == []


@pytest.mark.django_db
def test_the_database_says_the_same_of_its_unique_indexes() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, i.indexrelid::regclass::text"
            " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
            " WHERE i.indisunique AND NOT i.indisprimary AND c.relname = ANY(%s) AND NOT EXISTS ("
            "  SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'township'"
            "  AND a.attnum = ANY(i.indkey))",
            [sorted(operational_tables())],
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_no_table_of_ours_has_a_trigger() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND c.relname NOT LIKE 'procrastinate%'"
        )
        assert cursor.fetchall() == []
