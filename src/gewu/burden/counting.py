"""Counting in memory, and writing it down now and then: no page and no command becomes slower.

What a process has counted is written every half minute by whichever request comes next, one statement a
table and township. A process that is killed loses at most that half minute.
"""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from gewu.kernel.ids import new_id_texts

EVERY = 30.0
MOST = 2_000
# Rows of one statement.
AT_ONCE = 1_000


class Table(NamedTuple):
    """Where counts go: a row for each key, a column for each sum."""

    name: str
    keys: tuple[str, ...]
    sums: tuple[str, ...]


FORMS = Table("burden_formday", ("day", "form", "version", "door", "role"), ("sent", "timed", "seconds"))
FIELDS = Table("burden_fieldday", ("day", "form", "version", "field"), ("shown", "known", "kept", "filled"))
READS = Table("burden_readday", ("day", "definition", "field"), ("shown", "exported"))
TABLES = (FORMS, FIELDS, READS)
Key = tuple[date | str, ...]


class Tally:
    """Counts that are not written yet, of all townships this process has seen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[Table, int], dict[Key, Counter[str]]] = {}
        self._since = time.monotonic()
        self._held = 0

    def add(self, table: Table, township: int, key: Key, counts: Mapping[str, int]) -> None:
        with self._lock:
            rows = self._counts.setdefault((table, township), {})
            rows.setdefault(key, Counter()).update(counts)
            self._held += 1

    @property
    def is_due(self) -> bool:
        """Whether it is time to write."""
        return bool(self._held) and (time.monotonic() - self._since > EVERY or self._held > MOST)

    def take(self) -> dict[tuple[Table, int], dict[Key, Counter[str]]]:
        """All of it, and begin anew."""
        with self._lock:
            taken, self._counts = self._counts, {}
            self._held, self._since = 0, time.monotonic()
        return taken


tally = Tally()


def flush() -> None:
    """Write down what was counted, in an order in which two processes cannot wait for each other."""
    taken = tally.take()
    if not taken:
        return
    with transaction.atomic():
        for (table, township), rows in sorted(taken.items(), key=lambda one: (one[0][0].name, one[0][1])):
            several = sorted(rows.items(), key=lambda one: tuple(map(str, one[0])))
            for first in range(0, len(several), AT_ONCE):
                _write(table, township, several[first : first + AT_ONCE])


def _write(table: Table, township: int, rows: list[tuple[Key, Counter[str]]]) -> None:
    names = ("id", "township", *table.keys, *table.sums)
    ids = new_id_texts(township, len(rows))
    values = [
        [identifier, township, *key, *(int(counts[name]) for name in table.sums)]
        for identifier, (key, counts) in zip(ids, rows, strict=True)
    ]
    added = ", ".join(f"{name} = held.{name} + EXCLUDED.{name}" for name in table.sums)
    marks = ", ".join(["(" + ", ".join(["%s"] * len(names)) + ")"] * len(values))
    with connection.cursor() as cursor:
        # Nobody waits for the disk because of a count.
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(
            f"INSERT INTO {table.name} AS held ({', '.join(names)}) VALUES {marks}"  # noqa: S608 - our own names
            f" ON CONFLICT (township, {', '.join(table.keys)}) DO UPDATE SET {added}",
            [value for row in values for value in row],
        )
