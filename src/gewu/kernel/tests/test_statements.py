"""Statements that are kept say what the ORM would say, each time with what is given."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from gewu.kernel.ids import new_id
from gewu.kernel.models import File, Receipt, statements
from gewu.kernel.testing import offence, operational_tables

pytestmark = pytest.mark.django_db

HOME = 370402001
MOMENT = datetime(2026, 6, 9, 2, tzinfo=UTC)


def a_file(name: str = "a.jpg", *, size: int = 1, width: int | None = None) -> File:
    return File(
        id=new_id(HOME),
        township=HOME,
        sha256="0" * 64,
        media_type="image/jpeg",
        size=size,
        width=width,
        name=name,
        purpose="test",
        recorded_at=MOMENT,
    )


@statements.compiled
def _of_size(order: str, *, township: int, size: int) -> QuerySet[File]:
    return File.objects.filter(township=township, size=size).order_by(order)


@statements.compiled
def _names(*, township: int, least: int) -> QuerySet[File, tuple[str, int]]:
    found = File.objects.filter(township=township, size__gte=least)
    return found.order_by("size").values_list("name", "size")


@statements.compiled
def _nobody(*, township: int) -> QuerySet[File]:
    return File.objects.filter(township=township, id__in=[])


def said(ask: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return [query["sql"] for query in asked]


def test_a_row_comes_back_as_it_was_stored() -> None:
    stored = a_file(width=640)
    statements.insert(stored)
    read = File.objects.one(stored.id)
    values = {field.attname: getattr(read, field.attname) for field in File._meta.concrete_fields}
    assert values == {field.attname: getattr(stored, field.attname) for field in File._meta.concrete_fields}
    assert not stored._state.adding


def test_an_insertion_says_what_the_orm_would_say() -> None:
    first, second = a_file(), a_file()
    ours = said(lambda: statements.insert(first))
    theirs = said(lambda: second.save(force_insert=True))
    assert [one.replace(first.id.hex, "") for one in ours] == [
        one.replace(second.id.hex, "") for one in theirs
    ]


def test_many_rows_take_one_statement() -> None:
    assert len(said(lambda: statements.insert_all([a_file("a"), a_file("b"), a_file("c")]))) == 1
    assert File.objects.filter(township=HOME).count() == 3
    assert said(lambda: statements.insert_all([])) == []


def test_a_question_is_built_once_and_asked_with_what_is_given() -> None:
    statements.insert_all([a_file("b", size=2), a_file("a", size=2), a_file("c", size=3)])
    assert [file.name for file in _of_size("name", township=HOME, size=2)] == ["a", "b"]
    assert [file.name for file in _of_size("-name", township=HOME, size=2)] == ["b", "a"]
    assert [file.name for file in _of_size("name", township=HOME, size=3)] == ["c"]
    assert _of_size.first("name", township=HOME, size=4) is None


def test_values_come_as_tuples() -> None:
    statements.insert_all([a_file("b", size=2), a_file("c", size=3)])
    assert _names(township=HOME, least=1) == [("b", 2), ("c", 3)]


def test_a_question_that_nothing_answers_asks_nothing() -> None:
    assert said(lambda: _nobody(township=HOME)) == []


def test_nothing_is_compared_with_null() -> None:
    with pytest.raises(TypeError, match="NULL"):
        _of_size("name", township=HOME, size=None)


def test_an_update_stores_the_fields_and_says_how_many_rows_it_found() -> None:
    stored = a_file()
    statements.insert(stored)
    stored.name, stored.size = "b.jpg", 7
    assert statements.update(stored, ["name"], township=HOME, id=stored.id) == 1
    read = File.objects.one(stored.id)
    assert (read.name, read.size) == ("b.jpg", 1)
    assert statements.update(stored, ["name"], township=HOME, id=UUID(int=0)) == 0


def test_only_the_first_of_twins_is_stored() -> None:
    mine = Receipt(id=b"k", request=b"r", recorded_at=MOMENT)
    assert statements.insert_unless_there(mine)
    assert not statements.insert_unless_there(mine)


def test_a_refusal_of_the_database_spoils_the_transaction() -> None:
    stored = a_file()
    statements.insert(stored)
    with pytest.raises(IntegrityError), transaction.atomic():
        statements.insert(stored)
    assert File.objects.filter(township=HOME).count() == 1


def test_the_law_sees_kept_statements() -> None:
    lawful = statements.updating(File, ("name",), ("township", "id"))
    careless = statements.updating(File, ("name",), ("id",))
    assert offence(lawful.sql, operational_tables()) is None
    assert offence(careless.sql, operational_tables()) == "kernel_file"
