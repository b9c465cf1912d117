"""The table of the test subject is made once per test database and stays in it."""

import pytest
from django.db import connection

from gewu.kernel.tests.parcels import Parcel


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.execute(f"DROP TABLE IF EXISTS {Parcel._meta.db_table}")
        editor.create_model(Parcel)
