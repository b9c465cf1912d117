"""A database of its own on a server that is there, dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def database(server: str, name: str) -> Iterator[None]:
    """Made empty, with Django begun on it."""
    _on(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _on(server, f"CREATE DATABASE {name}")
    own = {"DATABASE_URL": f"{server}/{name}", "GEWU_LOG_LEVEL": "ERROR", "GEWU_APP_ROLE": ""}
    os.environ |= own | {"DJANGO_SETTINGS_MODULE": "gewu.config.settings"}
    import django
    from django.db import connections

    django.setup()
    try:
        yield
    finally:
        connections.close_all()
        _on(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _on(server: str, statement: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())
