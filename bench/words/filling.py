"""As many cases as wanted, copied in from a few that came in by the public commands.

Gewu is imported where it is needed: its settings are read from the environment, which is made first.
"""

import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Json

from bench.words.texts import REPLIES, SAID, WEIGHTS, WORDS

LOCALITY = "wenhualu"
YEARS = 2
PART = 50_000


def make_town() -> None:
    from django.core.management import call_command

    from bench.story import Story
    from gewu.cases import guards
    from gewu.catalogue.commands import publish_definitions
    from gewu.people.commands import load_people
    from gewu.places.commands import load_locality

    call_command("migrate", verbosity=0)
    publish_definitions(guards=guards.NAMES)
    load_locality(LOCALITY)
    load_people(LOCALITY)
    story = Story(random.Random(1))
    for number in range(20):
        story.tell(number)


def copy_cases(count: int) -> None:
    """Rows of cases, of their words, of parts, and of the index: as many as wanted, over two years."""
    from django.db import connection

    began = time.monotonic()
    with connection.cursor() as cursor:
        _without_indexes(cursor)
        cursor.execute("DELETE FROM cases_casetext")
        cursor.execute("DELETE FROM cases_caseparticipant")
        cursor.execute("DELETE FROM finding_casewords")
        cursor.execute("SELECT * FROM cases_case ORDER BY id")
        columns = [column.name for column in cursor.description or ()]
        samples = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for first in range(0, count, PART):
        _copy_part(samples, columns, first, min(count, first + PART), count)
        print(f"{min(count, first + PART):>9,} rows after {time.monotonic() - began:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX finding_words ON finding_casewords USING gin (words)")
        cursor.execute("CREATE INDEX case_text_of_case ON cases_casetext (township, case_id, entry)")
        cursor.execute(
            "CREATE UNIQUE INDEX case_participant_once"
            " ON cases_caseparticipant (township, case_id, organisation)"
        )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(
            "SELECT pg_size_pretty(pg_table_size('finding_casewords')), "
            "pg_size_pretty(pg_relation_size('finding_words'))"
        )
        print("index row table, GIN:", cursor.fetchone())


def _without_indexes(cursor: Any) -> None:
    """What a question does not touch is left out, what it touches is made at the end: it is quicker."""
    kept = ("cases_case_pkey", "finding_casewords_pkey", "cases_casetext_pkey", "cases_caseparticipant_pkey")
    tables = ("cases_case", "cases_casetext", "cases_caseparticipant", "finding_casewords")
    cursor.execute(
        "SELECT indexname, conname FROM pg_indexes LEFT JOIN pg_constraint ON conname = indexname"
        " WHERE tablename = ANY(%s) AND NOT indexname = ANY(%s)",
        [list(tables), list(kept)],
    )
    for name, constraint in cursor.fetchall():
        if constraint is None:
            cursor.execute(f'DROP INDEX "{name}"')
    for table, constraint in (
        ("cases_case", "case_number_once"),
        ("cases_caseparticipant", "case_participant_once"),
    ):
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {constraint}")


def _copy_part(samples: list[dict[str, Any]], columns: list[str], first: int, last: int, count: int) -> None:
    from django.db import connection

    made = list(_made(samples, first, last, count))
    with connection.cursor() as cursor:
        _into(cursor, "cases_case", columns, ([row[name] for name in columns] for row, *_ in made))
        _into(
            cursor,
            "cases_casetext",
            [
                "id",
                "township",
                "case_id",
                "kind",
                "text",
                "salt",
                "author_role",
                "entry",
                "written_at",
                "released",
            ],
            (
                [
                    _id(row["township"], row["recorded_at"]),
                    row["township"],
                    row["id"],
                    kind,
                    text,
                    "",
                    "",
                    entry,
                    row["recorded_at"],
                    False,
                ]
                for row, texts, _office, _words in made
                for entry, (kind, text) in enumerate(texts, start=1)
            ),
        )
        _into(
            cursor,
            "cases_caseparticipant",
            ["id", "township", "case_id", "organisation", "part", "since"],
            (
                [
                    _id(row["township"], row["recorded_at"]),
                    row["township"],
                    row["id"],
                    office,
                    "handler",
                    row["recorded_at"],
                ]
                for row, _texts, office, _words in made
            ),
        )
        _into(
            cursor,
            "finding_casewords",
            ["id", "township", "recorded_at", "words"],
            ([row["id"], row["township"], row["recorded_at"], words] for row, _texts, _office, words in made),
        )


def _into(cursor: Any, table: str, columns: list[str], rows: Iterator[list[Any]]) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_plain(value) for value in row])


def _plain(value: Any) -> Any:
    return Json(value) if isinstance(value, dict) else value


def _made(
    samples: list[dict[str, Any]], first: int, last: int, count: int
) -> Iterator[tuple[dict[str, Any], list[tuple[str, str]], UUID, str]]:
    from gewu.finding import segments
    from gewu.kernel import clock
    from gewu.people import queries as people

    chance = random.Random(first)
    township = samples[0]["township"]
    offices = [office.id for office in people.organisations_of(township) if office.inbox_open]
    cells = _cells(township)
    step = timedelta(days=365 * YEARS) / count
    newest = clock.now()
    for number in range(first, last):
        moment = newest - step * (count - number)
        words = list(dict.fromkeys(chance.choices(WORDS, WEIGHTS, k=7)))
        more = "、".join(words[2:])
        text = f"{words[0]}{words[1 % len(words)]}{chance.choice(SAID)}，{more}{chance.choice(SAID)}"
        address = f"文化路{chance.randrange(1, 400)}号{chance.randrange(1, 9)}单元"
        texts = [("description", text)] + ([("report", chance.choice(REPLIES))] if number % 2 else [])
        community, grid, cell, name = chance.choice(cells)
        office = chance.choice(offices)
        row = {
            **chance.choice(samples),
            "id": _id(township, moment),
            "number": f"WH{number:012d}",
            "at_place": cell or grid,
            "in_community": community,
            "in_grid": grid,
            "in_cell": cell,
            "address": address,
            "reported_at": moment,
            "recorded_at": moment,
            "reporter_user": None,
            "holder_org": None,
            "offered_org": None,
        }
        marks = segments.marks_of(
            township=township,
            day=moment.date(),
            places=[place for place in (community, grid, cell) if place],
            reporter=None,
            offices=[office],
        )
        parts = [("A", text), *[("C", reply) for _kind, reply in texts[1:]], ("A", address), ("B", name)]
        yield row, texts, office, segments.laid_down(parts, marks)


def _cells(township: int) -> list[tuple[UUID, UUID, UUID | None, str]]:
    from gewu.kernel.access import Tier
    from gewu.places import queries as places

    top = places.area_by_code(f"{township:09d}")
    found = []
    for community in places.under(top.id, Tier.COMMUNITY):
        for grid in places.under(community.id, Tier.GRID):
            below = places.under(grid.id, Tier.CELL) or (None,)
            found += [(community.id, grid.id, cell.id if cell else None, grid.short) for cell in below]
    return found


def _id(township: int, moment: datetime) -> UUID:
    """An id as the kernel makes them, for a moment of long ago."""
    from gewu.kernel.ids import new_id

    fresh = new_id(township).int
    return UUID(int=(int(moment.timestamp() * 1000) << 80) | (fresh & ((1 << 80) - 1)))
