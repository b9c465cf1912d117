"""What every test of the project runs under: the application's own database role, and the one-statement law.

The law: a statement on an operational table names `township`, so that a province can be spread over machines.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import FrameType
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import translation

# Statements that may look at all townships at once, by the function that makes them, and why.
EVERYWHERE = {
    "gewu.kernel.seals.taking:take": "the files of all recent seals are completed in one go",
    "gewu.kernel.seals.taking:_since": "a night's run begins at the newest seal of the installation",
    "gewu.kernel.seals.taking:_pending": "a night finds the unsealed days of all townships in two statements",
    "gewu.kernel.seals.publishing:write": "the public register lists all keys and newest seals",
    "gewu.kernel.journal.check:_townships": "verifying everything begins with who has a journal",
    "gewu.kernel.resealing:remaining": "a key serves all townships, and is old for all of them",
    "gewu.kernel.resealing:_batch": "likewise: the rows are taken in the order of their ids",
    "gewu.evidence.jobs:verify_all": "a night finds the townships to verify in two statements",
    "gewu.cases.queries.lists:_rows_of_resident": "a resident sees own reports wherever they were made",
    "gewu.finding.commands.sweeping:sweep_old": "what has outlived its days is swept by age",
    "gewu.kernel.files:sweep": "content is stored once by its digest, whichever townships have it",
    "gewu.kernel.housekeeping:sweep": "old marks are swept by age, wherever they are",
}

TABLE = re.compile(
    r'(?:\bFROM|\bJOIN|\bUPDATE|\bUSING|,)\s+(?:ONLY\s+)?"?(\w+)"?(?:\s+(?:AS\s+)?"?(?!(?:WHERE|SET|ON|INNER|LEFT|'
    r'RIGHT|CROSS|JOIN|ORDER|GROUP|LIMIT|FOR|USING|OFFSET|UNION|RETURNING)\b)(\w+)"?)?',
    re.IGNORECASE,
)
# A Han character or a mobile number: what a person said, and never a code.
WORDS = re.compile(r"[\u3400-\u9fff]|(?<![0-9a-f])1[3-9]\d{9}(?![0-9a-f])")
# Who only passes statements on.
_SAYERS = frozenset({__name__, "gewu.kernel.models.statements"})
COMPARED = r"\s*(?:=|<|>|IN\b|BETWEEN\b)"

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "owner: works as the owner of the tables, not as the application")
    # A busy machine is slow, not wrong.
    hypothesis.settings.register_profile(
        "busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("busy")


@pytest.fixture(autouse=True)
def under_the_law() -> Iterator[None]:
    """Fail on a statement that does not say whose rows it means."""
    with connection.execute_wrapper(_watch):
        yield


@pytest.fixture(autouse=True)
def in_the_usual_language() -> Iterator[None]:
    """A page asked for in English leaves its language to the thread; the next test finds the usual one."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def as_the_application(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run with the rights the application has in operation, so that a missing one is seen here."""
    if not _uses_database(request) or request.node.get_closest_marker("owner"):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {connection.ops.quote_name(settings.APPLICATION_ROLE)}")
    yield
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.fixture(autouse=True)
def no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """The queue's tables are not Django's to empty after a test with real transactions."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_periodic_defers")
            cursor.execute("DELETE FROM procrastinate_jobs")


# The statements of a run are few and long, and each comes thousands of times.
@lru_cache(maxsize=10_000)
def offence(sql: str, tables: frozenset[str]) -> str | None:
    """The operational table that the statement reads or changes without naming its township."""
    if sql.lstrip(" (").split(None, 1)[0].upper() not in {"SELECT", "UPDATE", "DELETE", "WITH"}:
        return None
    named = [(match[1], match[2] or match[1]) for match in TABLE.finditer(sql) if match[1] in tables]
    for table, alias in named:
        column = rf'"?\b{alias}"?\."?township"?'
        if re.search(rf"{column}{COMPARED}|=\s*{column}", sql, re.IGNORECASE):
            continue
        if len(named) == 1 and re.search(rf'(?<![.\w])"?township"?{COMPARED}', sql, re.IGNORECASE):
            continue
        return table
    return None


@cache
def operational_tables() -> frozenset[str]:
    """The tables of every model that stands on `Operational`, those of the tests included."""
    from gewu.kernel.models import Operational  # noqa: PLC0415 - the apps are not ready when pytest reads this

    return frozenset(model._meta.db_table for model in _below(Operational) if not model._meta.abstract)


def _below(model: type[Any]) -> Iterator[type[Any]]:
    for child in model.__subclasses__():
        yield child
        yield from _below(child)


def _watch(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    caller = sys._getframe(1)  # noqa: SLF001 - there is no other way to know who asks
    if (table := offence(sql, operational_tables())) and not _excused(caller):
        raise AssertionError(f"a statement on {table} does not name its township: {sql}")
    if (complaint := _complaint(sql, params)) and not _told_by_a_test(caller):
        raise AssertionError(complaint)
    return execute(sql, params, many, context)


def _complaint(sql: str, params: Any) -> str | None:
    """What is wrong with an entry being written: nobody explains its kind, or it tells a person's words."""
    if not sql.startswith('INSERT INTO "kernel_entry"'):
        return None
    columns = re.findall(r'"(\w+)"', sql[sql.index("(") : sql.index(")")])
    told = [str(param) for param in params]
    # One entry, or many in one statement.
    rows = [told[at : at + len(columns)] for at in range(0, len(told), len(columns))]
    complaints = (_wrong_with(dict(zip(columns, row, strict=True))) for row in rows)
    return next((complaint for complaint in complaints if complaint), None)


def _wrong_with(entry: dict[str, str]) -> str | None:
    if entry["kind"] not in _kinds():
        return f"no journal_kinds.py explains {entry['kind']}"
    return (
        f"{entry['kind']} tells more than codes: {entry['facts']}" if WORDS.search(entry["facts"]) else None
    )


@cache
def _kinds() -> frozenset[str]:
    slices = (config.name for config in apps.get_app_configs() if config.name.startswith("gewu."))
    modules = (f"{name}.journal_kinds" for name in slices if find_spec(f"{name}.journal_kinds"))
    return frozenset(kind for module in modules for kind in import_module(module).KINDS)


def _excused(frame: FrameType) -> bool:
    """Whether a test asks by itself, or one of the functions that may look everywhere."""
    places = list(_callers(frame))
    return not places or _is_test(places[0]) or not EVERYWHERE.keys().isdisjoint(places)


def _told_by_a_test(frame: FrameType) -> bool:
    """Whether it is a test that tells the journal something, and not a command."""
    return _is_test(next(place for place in _callers(frame) if not place.startswith("gewu.kernel.journal.")))


def _callers(frame: FrameType | None) -> Iterator[str]:
    """The functions of the project on the stack, innermost first, as module:function."""
    while frame:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(("gewu.", "tests.")) and module not in _SAYERS:
            yield f"{module}:{frame.f_code.co_name}"
        frame = frame.f_back


def _is_test(place: str) -> bool:
    module = place.partition(":")[0]
    return module.startswith("tests.") or ".tests." in module or module.endswith((".testing", ".tests"))


def _uses_database(request: pytest.FixtureRequest) -> bool:
    wanted = {"db", "transactional_db", "_django_db_helper"}
    return bool(request.node.get_closest_marker("django_db")) or not wanted.isdisjoint(request.fixturenames)
