"""There is one clock. Whatever asks another cannot be held still by a test or moved by a simulation."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import NOT_PROVIDED, Field

SRC = Path(__file__).parents[2] / "src" / "gewu"
BANNED = {"timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
# With an argument these two convert; without one they ask.
ASKING = {"timezone.localtime", "timezone.localdate", "localtime", "localdate"}
# What measures how long something took, or lives outside the application, needs the machine's clock.
OWN_CLOCK = {"kernel/clock.py", "kernel/ids.py"}


def _calls() -> Iterator[tuple[str, str]]:
    for path in SRC.rglob("*.py"):
        name = str(path.relative_to(SRC))
        if "tests" in path.parts or name in OWN_CLOCK or name.startswith("runtime/"):
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                called = ast.unparse(call.func).removeprefix("datetime.")
                if called in BANNED or (called in ASKING and not call.args):
                    yield called, name


def _fields() -> Iterator[Field]:
    for model in apps.get_models():
        if model.__module__.startswith("gewu."):
            yield from model._meta.local_concrete_fields


def test_nobody_asks_another_clock() -> None:
    assert list(_calls()) == []


def test_no_field_sets_its_own_time() -> None:
    strays = [
        str(field)
        for field in _fields()
        if getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
        or "now" in str(getattr(field.default, "__name__", field.default) if field.has_default() else "")
        or field.db_default is not NOT_PROVIDED
    ]
    assert strays == []


@pytest.mark.django_db
def test_the_database_sets_no_time_of_its_own() -> None:
    """But for the job queue, whose workers live in the present whatever the clock says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND column_default ~* '(now|current_|clock_timestamp|statement_timestamp)'"
            " AND table_name NOT LIKE 'procrastinate%'"
        )
        assert cursor.fetchall() == []
