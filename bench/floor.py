"""The floor: pgbench on the same server and tables, as the application's role, with prepared statements.

A write is one transaction that leaves exactly the rows one request left: they are read back by the number of
its transaction, column by column. Only what has to be unique is made anew. The rows belong to a township that
does not exist, so that no list of ours shows them. A read is the request's own statements on cases, no more.
"""

import re
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg import sql

from bench.town import Town, url_of_application
from gewu.runtime.server import binary

NOWHERE = 999_999_999
TARGETS = 4_000
Row = dict[str, str | None]
_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname
"""
_TYPES = """
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
# An id like ours (kernel.ids) from a moment that each client counts on, and 32 random bits.
_ID = "(lpad(to_hex({moment}),12,'0')||'8000'||'{home}'||lpad(to_hex({chance}),8,'0'))::uuid"
_START = """\
\\set moment :moment + 1
\\set chance random(1, 2000000000)
\\set other random(1, 2000000000)
\\set target random(1, {targets})
"""


@dataclass(frozen=True)
class Result:
    """What pgbench says of one run."""

    per_second: float
    latency: float
    transactions: int


def run(town: Town, script: str, *, connections: int, seconds: float) -> Result:
    """So many clients, each with its next transaction as soon as the last is answered."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [binary("pgbench"), "--no-vacuum", "--protocol=prepared", f"--file={file.name}"]
        command += [
            f"--client={connections}",
            f"--jobs={min(2, connections)}",
            f"--time={max(1, round(seconds))}",
        ]
        command += [f"--define=moment={time.time_ns() // 1_000_000}", url_of_application(town)]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"pgbench refused:\n{done.stderr[-2000:]}\n{script[:3000]}")
    return Result(
        per_second=float(_found(r"tps = ([\d.]+)", done.stdout)),
        latency=float(_found(r"latency average = ([\d.]+)", done.stdout)),
        transactions=int(_found(r"actually processed: (\d+)", done.stdout)),
    )


def rows_of(session: psycopg.Connection, case: UUID, entry: int) -> dict[str, list[Row]]:
    """Every row that the transaction of this entry left, by table."""
    found = session.execute(
        "SELECT xmin::text FROM kernel_entry WHERE subject_id = %s AND number = %s", [case, entry]
    ).fetchone()
    assert found is not None  # noqa: S101 - a request that was answered left its entry
    tables = [name for (name,) in session.execute(_TABLES)]
    left = {name: _rows(session, name, "xmin::text = {}", found[0]) for name in tables}
    return {name: rows for name, rows in left.items() if rows}


def case_row(session: psycopg.Connection, case: UUID) -> Row:
    """The row of a case as it stands."""
    return _rows(session, "cases_case", "id = {}", str(case))[0]


def inserts(session: psycopg.Connection, left: Mapping[str, list[Row]], case: UUID) -> str:
    """The script of a request that only adds rows."""
    statements = [_insert(session, table, row, case) for table, rows in left.items() for row in rows]
    return _START.format(targets=1) + "\n".join(["BEGIN;", *statements, "COMMIT;", ""])


def move(session: psycopg.Connection, *, before: Row, left: Mapping[str, list[Row]], case: UUID) -> str:
    """The script of a request that changes a case and adds rows; makes the cases it changes."""
    _make_targets(session, before, case)
    types = _types(session, "cases_case")
    after = next(row for row in left["cases_case"] if row["id"] == str(case))
    changed = {name: _literal(after[name], types[name]) for name in after if after[name] != before[name]}
    # An index that holds the moment gets a new place for it each time, as with a real move.
    if "due_at" in changed:
        changed["due_at"] += " + make_interval(secs => :other / 100000)"
    target = _id(moment=":target + 1", chance="1")
    assignments = ", ".join(f'"{name}" = {value}' for name, value in changed.items())
    update = f"UPDATE cases_case SET {assignments} WHERE township = {NOWHERE} AND id = {target};"
    others = [
        _insert(session, table, row, case)
        for table, rows in left.items()
        if table != "cases_case"
        for row in rows
    ]
    return _START.format(targets=TARGETS) + "\n".join(["BEGIN;", update, *others, "COMMIT;", ""])


def reads(statements: list[str]) -> str:
    """The script of a request that only reads: its own statements, values and all."""
    return "\n".join(f"{statement};" for statement in statements) + "\n"


def _make_targets(session: psycopg.Connection, row: Row, case: UUID) -> None:
    session.execute("DELETE FROM cases_case WHERE township = %s", [NOWHERE])
    values = _values(session, "cases_case", row, case)
    values |= {"id": _id(moment="g + 1", chance="1"), "number": "lpad(g::text, 14, 'T')"}
    columns, made = ", ".join(f'"{name}"' for name in values), ", ".join(values.values())
    session.execute(
        f"INSERT INTO cases_case ({columns}) SELECT {made} FROM generate_series(1, {TARGETS}) AS g".encode()
    )
    session.execute("VACUUM ANALYZE cases_case")


def _insert(session: psycopg.Connection, table: str, row: Row, case: UUID) -> str:
    values = _values(session, table, row, case)
    columns = ", ".join(f'"{name}"' for name in values)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join(values.values())});'


def _values(session: psycopg.Connection, table: str, row: Row, case: UUID) -> dict[str, str]:
    """The columns of a row as the request left them, except for what may be there only once."""
    types = _types(session, table)
    anew = {"township": str(NOWHERE)}
    if table == "cases_case":
        anew["number"] = "lpad(to_hex((:chance)::bigint * 4194304 + (:other)::bigint % 4194304), 14, '0')"
    elif "number" in types:
        anew["number"] = "(:other)::integer"
    values: dict[str, str] = {}
    for name, value in row.items():
        if name in anew:
            values[name] = anew[name]
        elif name == "id":
            values[name] = _own_id(table, types[name])
        elif value == str(case):
            values[name] = _id()
        else:
            values[name] = _literal(value, types[name])
    return values


def _own_id(table: str, kind: str) -> str:
    if kind == "bytea":
        return "decode(md5((:chance)::text) || md5((:other)::text), 'hex')"
    return _id() if table == "cases_case" else _id(chance=":other")


def _id(*, moment: str = ":moment", chance: str = ":chance") -> str:
    home = f"{0b10 << 30 | NOWHERE:08x}"
    return _ID.format(moment=f"({moment})::bigint", chance=f"({chance})::bigint", home=home)


def _rows(session: psycopg.Connection, table: str, condition: str, value: str) -> list[Row]:
    names = list(_types(session, table))
    columns = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in names)
    query = sql.SQL("SELECT {} FROM {} WHERE ").format(columns, sql.Identifier(table))
    found = session.execute(query + sql.SQL(condition).format(sql.Literal(value)))
    return [dict(zip(names, row, strict=True)) for row in found]


def _types(session: psycopg.Connection, table: str) -> dict[str, str]:
    return {name: str(kind) for name, kind in session.execute(_TYPES, [f'"{table}"'])}


def _literal(value: str | None, kind: str) -> str:
    if value is None:
        return "NULL"
    # pgbench reads `:word` as a variable, also inside quotes.
    plain = value.replace("\\", "\\\\").replace("'", "''").replace(":", r"\x3a")
    return f"E'{plain}'::{kind}"


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(f"pgbench did not say {pattern}:\n{text}")
    return found[1]
