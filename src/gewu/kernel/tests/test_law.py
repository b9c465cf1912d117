"""The watch itself is watched: it sees what breaks the law and lets pass what keeps it."""

from importlib import import_module

import pytest

from gewu.kernel import journal, testing
from gewu.kernel.tests.parcels import WORKER, Parcel, a_parcel

TABLES = frozenset({"case", "file"})

KEPT = [
    'SELECT "case"."township" FROM "case" WHERE ("case"."id" = 1 AND "case"."township" = 3)',
    'SELECT * FROM "case" INNER JOIN "file" ON ("case"."township" = "file"."township") WHERE "case"."id" = 1',
    'SELECT * FROM "case" WHERE "case"."township" BETWEEN 1 AND 2',
    'SELECT 1 FROM "case" U0 WHERE U0."township" IN (1, 2)',
    'UPDATE "case" SET "stage" = 1 WHERE "case"."township" = 3',
    'DELETE FROM "case" WHERE "case"."township" >= 3',
    "SELECT count(*) FROM case WHERE township = 3",
    'SELECT * FROM "casework" WHERE "id" = 1',
    'INSERT INTO "case" ("id", "township") VALUES (1, 3)',
    'SAVEPOINT "case"',
]
BROKEN = [
    'SELECT "case"."township" FROM "case" WHERE "case"."id" = 1',
    'SELECT "case"."id" FROM "case"',
    'UPDATE "case" SET "stage" = 1 WHERE "case"."id" = 3',
    'DELETE FROM "case" WHERE "case"."id" IN (1)',
    'SELECT * FROM "case" INNER JOIN "file" ON ("case"."id" = "file"."case_id") WHERE "case"."township" = 1',
    'SELECT 1 FROM "case" U0 WHERE U0."id" = 1',
    'SELECT "case"."id" FROM "case" WHERE "case"."id" = 1 FOR UPDATE',
    "select count(*) from case where id = 3",
]


@pytest.mark.parametrize("sql", KEPT)
def test_a_statement_that_names_its_township_passes(sql: str) -> None:
    assert testing.offence(sql, TABLES) is None


@pytest.mark.parametrize("sql", BROKEN)
def test_a_statement_that_does_not_is_caught(sql: str) -> None:
    assert testing.offence(sql, TABLES) in TABLES


@pytest.mark.django_db
def test_code_that_breaks_the_law_fails_its_test() -> None:
    """Somebody else's queryset, evaluated in a module that is not a test."""
    outsider: dict[str, object] = {
        "__name__": "gewu.cases.queries",
        "rows": Parcel.objects.filter(stage="sent"),
    }
    with pytest.raises(AssertionError, match="parcels_parcel does not name its township"):
        exec("found = list(rows)", outsider)  # noqa: S102 - this is how a test speaks as another module
    assert not Parcel.objects.filter(stage="sent").exists()


def test_every_function_that_may_look_everywhere_exists() -> None:
    for place in testing.EVERYWHERE:
        module, function = place.split(":")
        assert callable(getattr(import_module(module), function)), place


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "told"), [("parcel.secret", "code"), ("user.created", "张三"), ("user.created", "13800000000")]
)
def test_an_entry_that_says_too_much_or_is_not_explained_fails_its_test(kind: str, told: str) -> None:
    outsider = {
        "__name__": "gewu.cases.commands",
        "record": journal.record,
        "parcel": a_parcel(),
        "actor": WORKER,
    }
    command = f"record({kind!r}, subject=parcel, actor=actor, told={told!r})"
    with pytest.raises(AssertionError, match=r"explains|more than codes"):
        exec(command, outsider)  # noqa: S102 - this is how a test speaks as another module
