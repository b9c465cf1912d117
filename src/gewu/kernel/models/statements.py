"""Statements the ORM says once: kept with gaps for what differs, filled each time they are asked.

Django builds a statement anew for every request, which takes longer than the database needs to carry it out
(docs/performance.md). Here the ORM still says every statement, and says it once in a process. Asked in this
way, statements go through the same cursor: tests see each of them, and that it names its township.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeAlias, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
# Of one question, for so many posts or the like at once.
MOST = 256
# What the driver takes as it is, by the class of the field; everything else is prepared by the field.
PLAIN: dict[type, type] = {
    models.UUIDField: UUID,
    models.CharField: str,
    models.TextField: str,
    models.BooleanField: bool,
    models.FloatField: float,
    models.BinaryField: bytes,
}
Prepare: TypeAlias = "Callable[[models.Model], Any]"
AnyField: TypeAlias = "models.Field[Any, Any]"


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands in a kept statement where a value is put in."""

    name: str


def compiled(build: "Callable[..., models.QuerySet[Any, Row]]") -> "Question[Row]":
    """Keep the statement of a function that answers with a queryset; asking it gives a list of its rows.

    What is given by position shapes the statement (hashable: one is kept for each); what is given by name is
    put in each time, and must only be compared, never looked at. Nothing can be given as None. Rows are those
    of the model, or tuples where the queryset says `values_list`.

        @compiled
        def _numbered(stages: tuple[str, ...], *, township: int) -> QuerySet[Case]: ...
        _numbered(("filed",), township=370402004)
    """
    return Question(build)


class Question(Generic[Row]):
    """A function whose statements are kept."""

    def __init__(self, build: "Callable[..., models.QuerySet[Any, Row]]") -> None:
        self._kept = lru_cache(maxsize=MOST)(lambda shape, names: _keep(build, shape, names))

    def __call__(self, *shape: Hashable, **given: object) -> list[Row]:
        kept = self._kept(shape, tuple(given))
        if kept is None:
            return []
        with connection.cursor() as cursor:
            cursor.execute(kept.sql, _filled(kept.params, given))
            rows = cursor.fetchall()
        return [cast("Row", kept.read(row)) for row in kept.converted(rows)]

    def first(self, *shape: Hashable, **given: object) -> Row | None:
        """The first row, if there is any."""
        return next(iter(self(*shape, **given)), None)


@dataclass(frozen=True, slots=True)
class _Kept:
    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, Any, Any], ...]
    read: Callable[[Sequence[Any]], object]

    def converted(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        if not self.converters:
            yield from rows
            return
        for found in rows:
            row = list(found)
            for place, convert, expression in self.converters:
                for step in convert:
                    row[place] = step(row[place], expression, connection)
            yield row


def _keep(build: Callable[..., Any], shape: tuple[Hashable, ...], names: tuple[str, ...]) -> _Kept | None:
    queryset = build(*shape, **{name: models.Value(Gap(name)) for name in names})
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    compiler.col_count = len(compiler.select)
    columns = [column[0] for column in compiler.select]
    converters = compiler.get_converters(columns)
    return _Kept(
        sql=sql,
        params=tuple(params),
        converters=tuple((place, steps, column) for place, (steps, column) in converters.items()),
        read=_reader(queryset, compiler),
    )


def _reader(queryset: Any, compiler: SQLCompiler) -> Callable[[Sequence[Any]], object]:
    """What makes a row of what the database gave: a row of the model, or a tuple of values."""
    if queryset.query.values_select:
        return tuple
    told: Any = compiler.klass_info
    model, first, last = told["model"], told["select_fields"][0], told["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    # The stubs are of a newer Django, which asks for one thing more.
    beside = get_related_populators(told, compiler.select, queryset.db)  # type: ignore[call-arg]

    def read(row: Sequence[Any]) -> object:
        made = model.from_db(queryset.db, names, row[first:last])
        for populator in beside:
            populator.populate(row, made)
        return made

    return read


def _filled(params: Iterable[Any], given: dict[str, Any]) -> list[Any]:
    if None in given.values():
        raise TypeError("a kept statement compares with values, and NULL is none")
    return [given[param.name] if type(param) is Gap else param for param in params]


def insert(row: models.Model) -> None:
    """Store a new row, as `save(force_insert=True)` would, without signals."""
    insert_all([row])


def insert_all(rows: "Sequence[models.Model]") -> None:
    """Store new rows of one table in one statement; one is kept for each number of rows."""
    if not rows:
        return
    kept = _insertion(type(rows[0]))
    values = [prepare(row) for row in rows for prepare in kept.prepare]
    _execute(", ".join((kept.sql, *[kept.row] * (len(rows) - 1))), values)
    for row in rows:
        state = row._state  # noqa: SLF001 - Django's documented word for "in the database, in which"
        state.adding, state.db = False, connection.alias


def insert_unless_there(row: models.Model) -> bool:
    """Store a new row if there is none with its key; whether it was stored.

    Waits for whoever is storing the same key at this moment.
    """
    kept = _insertion(type(row))
    return _execute(f"{kept.sql} ON CONFLICT DO NOTHING", [prepare(row) for prepare in kept.prepare]) == 1


def update(row: models.Model, fields: Sequence[str], **where: object) -> int:
    """Store these fields of a row, found by these columns; how many rows there were."""
    kept = updating(type(row), tuple(fields), tuple(where))
    return _execute(kept.sql, [*(prepare(row) for prepare in kept.prepare), *where.values()])


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with a placeholder for what each of `prepare` gives of a row."""

    sql: str
    prepare: tuple[Prepare, ...]
    # Of an insertion, the placeholders of one more row.
    row: str = ""


@lru_cache(maxsize=1024)
def updating(model: type[models.Model], fields: tuple[str, ...], where: tuple[str, ...]) -> Statement:
    """`UPDATE … SET … WHERE …`: placeholders for the fields, then for the columns compared."""
    named = [cast("AnyField", model._meta.get_field(name)) for name in fields]
    changes = ", ".join(f"{_column(field)} = {_placeholder(field)}" for field in named)
    compared = " AND ".join(
        f"{_column(cast('AnyField', model._meta.get_field(name)))} = %s" for name in where
    )
    sql = f"UPDATE {_quoted(model._meta.db_table)} SET {changes} WHERE {compared}"  # noqa: S608 - our own names
    return Statement(sql, tuple(map(_preparing, named)))


@lru_cache(maxsize=256)
def _insertion(model: type[models.Model]) -> Statement:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(map(_column, fields))
    row = f"({', '.join(map(_placeholder, fields))})"
    sql = f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES {row}"  # noqa: S608 - our own names
    return Statement(sql, tuple(map(_preparing, fields)), row)


def _execute(sql: str, values: Sequence[Any]) -> int:
    """How many rows were stored. A refusal of the database spoils the transaction, as with `save`."""
    with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def _preparing(field: AnyField) -> Prepare:
    name, kind = field.attname, PLAIN.get(type(field))

    def prepared(row: models.Model) -> object:
        value = getattr(row, name)
        if value is None or type(value) is kind:
            return value
        return field.get_db_prep_save(value, connection)

    return prepared


def _placeholder(field: AnyField) -> str:
    """What stands for its value: a cast for what PostgreSQL would not guess."""
    special = getattr(field, "get_placeholder", None)
    return str(special(None, None, connection)) if special else "%s"


def _column(field: AnyField) -> str:
    return _quoted(str(field.column))


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
