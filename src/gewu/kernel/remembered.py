"""Worlds for tests, built once by the public commands of a process and afterwards put back as rows.

A test's town takes a few hundred statements, and every test begins with one: most of a run was spent there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

from django.apps import apps
from django.db import connection, transaction

from gewu.kernel import clock

World = TypeVar("World")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a build answered with, and the rows it left, table by table in PostgreSQL's own binary form."""

    answer: object
    rows: dict[str, bytes]


# Written on connections of their own: what tests before left there stays for ever, and means nothing.
COMMITTED_ANYWAY = frozenset({"kernel_numberrange"})
_worlds: dict[str, _Kept] = {}


def remembered(name: str, build: Callable[[], World]) -> World:
    """Build a world, or put back what the first build of this name left behind.

    Only an empty house is filled that way: where one of its tables has rows, or a test holds the clock,
    it is built as ever.
    """
    if clock.held():
        return build()
    filled = _filled()
    kept = _worlds.get(name)
    if kept is None and not filled:
        answer = build()
        _worlds[name] = _Kept(answer, {table: _taken(table) for table in _filled()})
        return answer
    if kept is None or not filled.isdisjoint(kept.rows):
        return build()
    with transaction.atomic():  # rows that point at each other arrive together
        for table, rows in kept.rows.items():
            _put_back(table, rows)
    return cast("World", kept.answer)


def _filled() -> frozenset[str]:
    """The tables of ours that hold any row."""
    with connection.cursor() as cursor:
        raw = _raw(cursor)
        raw.execute(_question())
        return frozenset(table for (table,) in raw.fetchall())


@cache
def _question() -> str:
    models = [model for model in apps.get_models() if model.__module__.startswith("gewu.")]
    tables = sorted({model._meta.db_table for model in models if model._meta.managed} - COMMITTED_ANYWAY)
    # Names of our own tables, out of the models.
    parts = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)  # noqa: S608
    return " UNION ALL ".join(parts)


def _taken(table: str) -> bytes:
    with connection.cursor() as cursor, _raw(cursor).copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as copy:
        return b"".join(bytes(piece) for piece in copy)


def _put_back(table: str, rows: bytes) -> None:
    with connection.cursor() as cursor, _raw(cursor).copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(rows)


def _raw(cursor: Any) -> Any:
    """psycopg's own cursor below Django's: it can copy, and ask about all townships at once."""
    return cursor.cursor
