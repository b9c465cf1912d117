"""Records that may be one person: found by blocking keys, in one statement for each matcher."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

# What a matcher may compare.
COLUMNS = frozenset({"name_key", "born", "building", "phone_index", "initials", "sex", "in_grid"})
MOST = 5000


class Alike(NamedTuple):
    """Two records of persons, the older first."""

    left: UUID
    right: UUID


def alike_persons(township: int, same: Sequence[str], *, most: int = MOST) -> list[Alike]:
    """Pairs that agree in these columns; blanks agree with nothing, two identity numbers are two people.

    By hand: the ORM cannot join a table to itself on columns without a relation.
    """
    if not same or not COLUMNS.issuperset(same):
        raise ValueError(f"these columns cannot be compared: {sorted(set(same) - COLUMNS)}")
    joined = " AND ".join(f"b.{column} = a.{column}" for column in same)
    filled = "".join(f" AND a.{column} <> ''" for column in same if column in {"name_key", "initials", "sex"})
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS.format(joined=joined, filled=filled), {"township": township, "most": most})
        return [Alike(left, right) for left, right in cursor.fetchall()]


_PAIRS = """
SELECT a.id, b.id FROM registers_person a JOIN registers_person b
  ON b.township = a.township AND a.id < b.id AND {joined}
WHERE a.township = %(township)s AND b.township = %(township)s
  AND a.state IN ('here', 'away') AND b.state IN ('here', 'away')
  AND (a.identity_index IS NULL OR b.identity_index IS NULL){filled}
ORDER BY a.id, b.id LIMIT %(most)s
"""
