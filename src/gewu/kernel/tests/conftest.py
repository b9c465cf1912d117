"""The tables of the test subjects are made once per test database and stay in it."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from gewu.kernel.tests.drawers import Drawer
from gewu.kernel.tests.parcels import Parcel


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in (Parcel, Drawer):
            editor.execute(f"DROP TABLE IF EXISTS {model._meta.db_table}")
            editor.create_model(model)


@pytest.fixture(autouse=True)
def no_parcels_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties only tables of installed apps after a test with real transactions."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        Parcel.objects.all().delete()
