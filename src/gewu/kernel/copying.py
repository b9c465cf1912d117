"""Rows by the thousand: COPY into a table, naming every column."""

from collections.abc import Iterable, Sequence

from django.db import connection

from gewu.kernel.models import Operational


def copy_rows(model: type[Operational], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write rows, the values in the order of `columns`; how many. JSON comes as text, sealed as bytes.

    In the running transaction; constraints hold as for any insert. No entry is written: whoever brings rows
    in bulk says so in the journal of what brings them.
    """
    named = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as out:
        for row in rows:
            out.write_row(row)
            count += 1
    return count
