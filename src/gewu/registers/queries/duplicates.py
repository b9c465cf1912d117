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

    By hand: the ORM has no words for the members of a group in pairs.
    """
    if not same or not COLUMNS.issuperset(same):
        raise ValueError(f"these columns cannot be compared: {sorted(set(same) - COLUMNS)}")
    filled = "".join(f" AND {column} IS NOT NULL" for column in same)
    filled += "".join(f" AND {column} <> ''" for column in same if column in {"name_key", "initials", "sex"})
    with connection.cursor() as cursor:
        statement = _PAIRS.format(same=", ".join(same), filled=filled)
        cursor.execute(statement, {"township": township, "most": most})
        return [Alike(left, right) for left, right in cursor.fetchall()]


# Grouped, not joined to itself: a join compares everybody with everybody where a township has just come in
# and the statistics know of nobody there.
_PAIRS = """
WITH alike AS (
  SELECT array_agg(id) AS ids, array_agg(identity_index IS NULL) AS bare
  FROM registers_person
  WHERE township = %(township)s AND state IN ('here', 'away'){filled}
  GROUP BY {same} HAVING count(*) > 1 AND bool_or(identity_index IS NULL)
)
SELECT a.id, b.id
FROM alike, unnest(ids, bare) AS a (id, lacks), unnest(ids, bare) AS b (id, lacks)
WHERE a.id < b.id AND (a.lacks OR b.lacks)
ORDER BY a.id, b.id LIMIT %(most)s
"""
