"""How long new borders for most of a town take (`python -m bench.borders --server postgresql://…:5432`).

A scratch database on that server gets 岱庙 with so many houses and their rooms, without cases and residents;
neighbouring grids are put together in pairs until so many houses change their grid, or all. Timed are the
checks, the transaction that makes the borders hold, the same rows written by plain SQL, and what follows; on
Linux, with the server on the same machine, the processor time of the two processes, too. The database is
dropped afterwards.
"""

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from bench import page, scratch
from bench.houses import make_town

DATABASE = "gewu_borders_scratch"
# More houses than are to move: not every grid finds a neighbour to be put together with.
HOUSES = 12_000
# The rows that new borders wrote, by table; the new areas, a few, stay, for rooms are in them by then.
WRITTEN = {
    "places_boundaryversion": "id = %(version)s",
    "places_boundary": "version_id = %(version)s",
    "places_arealineage": "version_id = %(version)s",
    "places_addressassignment": "valid_from = %(at)s AND how = 'redraw'",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.borders", description=__doc__)
    parser.add_argument("--server", required=True, help="postgresql://owner@host:port, without a database")
    parser.add_argument("--addresses", type=int, default=10_000, help="how many change their grid")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    with scratch.database(chosen.server, DATABASE):
        said = _measured(chosen.addresses)
    page.sentence("borders", said, write=chosen.write)


def _measured(wanted: int) -> str:
    from gewu.people import queries as people
    from gewu.redraw import commands
    from gewu.redraw.models import Draft
    from gewu.redraw.previews import Preview

    township = make_town(HOUSES)
    logins = {role: name for name, role, home in people.demo_logins() if home == township}
    admin, second = (
        people.actor_of(people.user_named(logins[role]), door="desk") for role in ("admin", "supervisor")
    )
    row = commands.begin(township=township, title="bench", actor=admin)
    began = time.perf_counter()
    steps = _drawn(row.id, wanted, admin)
    drew = (time.perf_counter() - began) / max(1, steps)
    preview, began = Preview(Draft.objects.one(row.id)), time.perf_counter()
    findings, moved = len(preview.findings), len(preview.counts.moved)
    checked = time.perf_counter() - began
    applied, own, servers, followed = _applied(Draft.objects.one(row.id), preview, second)
    plain, rows = _plain(Draft.objects.one(row.id))
    return (
        f"{moved:,} houses of {len(preview.counts.houses):,} change their grid by {steps} merges "
        f"({1000 * drew:.0f} ms each to draw): counted and checked ({findings} findings) in {checked:.1f} s, "
        f"in force in {applied:.1f} s ({own:.1f} s of the processor here, {servers:.1f} s in the database); "
        f"the same {rows:,} rows by plain SQL take {plain:.1f} s, ratio "
        f"{applied / plain:.1f}. The job brings their {_rooms(township):,} rooms along in {followed:.1f} s "
        f"(no cases and no residents there). Load of the machine: {os.getloadavg()[0]:.1f}."
    )


def _drawn(draft: UUID, wanted: int, admin: Any) -> int:
    """So many merges were made; pairs that cannot be one ground are passed over."""
    from gewu.kernel.errors import RuleBroken
    from gewu.redraw import commands
    from gewu.redraw.models import Draft
    from gewu.redraw.previews import Preview

    steps = moved = 0
    for edit, houses in _merges(Preview(Draft.objects.one(draft))):
        if moved >= wanted:
            break
        seen = Draft.objects.one(draft).version
        with suppress(RuleBroken):
            commands.draw(draft_id=draft, edit=edit, seen_version=seen, actor=admin)
            steps, moved = steps + 1, moved + houses
    return steps


def _applied(row: Any, preview: Any, second: Any) -> tuple[float, float, float, float]:
    """Without the four eyes and the ranges of the place, which ten thousand addresses cannot keep.

    Seconds in all, of them on the processor here and in the database, and what followed.
    """
    from django.db import transaction

    from gewu.redraw import commands
    from gewu.redraw.commands.applying import apply

    row.state, row.published_by = "published", second.user
    row.codes = {key: given.code for key, given in (preview.given or {}).items()}
    row.write("state", "published_by", "codes")
    server, began, own = _backend(), time.perf_counter(), time.process_time()
    before = _processor(server)
    with transaction.atomic():
        apply(row, actor=second)
    applied, own, busy = time.perf_counter() - began, time.process_time() - own, _processor(server) - before
    began = time.perf_counter()
    while type(row).objects.one(row.id).settled_at is None:
        commands.settle(draft=row.id)
    return applied, own, busy, time.perf_counter() - began


def _backend() -> int:
    """The process of the server that works for this connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _processor(process: int) -> float:
    """Seconds of the processor that a process has used; 0 where that cannot be read."""
    with suppress(OSError):
        spent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _merges(preview: Any) -> Iterator[tuple[dict[str, object], int]]:
    """Pairs of neighbours under one parent with their houses, the fullest grids first, each grid once."""
    cut, homes = preview.now.cut, preview.counts.buildings
    used: set[str] = set()
    for key, piece in sorted(cut.pieces.items(), key=lambda one: -homes.get(one[0], 0)):
        near = [
            one
            for one in cut.touching([piece.ground])
            if one.key not in used | {key} and one.parent == piece.parent
        ]
        if key in used or not near:
            continue
        other = max(near, key=lambda one: float(piece.ground.intersection(one.ground).length)).key
        used |= {key, other}
        yield {"kind": "merge", "keys": [key, other]}, homes.get(key, 0) + homes.get(other, 0)


def _plain(row: Any) -> tuple[float, int]:
    """Seconds and rows of the same in plain SQL: it is taken away, written again, and rolled back."""
    from django.db import connection, transaction

    said = {"version": row.made_id, "base": row.base_id, "at": row.ended_at, "township": row.township}
    with transaction.atomic(), connection.cursor() as cursor:
        rows = 0
        for table, which in WRITTEN.items():
            cursor.execute(f"CREATE TEMP TABLE new_{table} AS SELECT * FROM {table} WHERE {which}", said)
            rows += cursor.rowcount
        cursor.execute(
            "CREATE TEMP TABLE old_rows AS SELECT id FROM places_addressassignment WHERE valid_to = %(at)s",
            said,
        )
        cursor.execute(
            "CREATE TEMP TABLE old_areas AS SELECT id FROM places_area WHERE retired_at = %(at)s", said
        )
        _take_away(cursor, said)
        began = time.perf_counter()
        rows += _write_again(cursor, said)
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    return seconds, rows


def _take_away(cursor: Any, said: dict[str, Any]) -> None:
    for statement in (
        "UPDATE places_address SET area_id = old.area_id FROM places_addressassignment old"
        " WHERE old.address_id = places_address.id AND old.valid_to = %(at)s",
        *(f"DELETE FROM {table} WHERE {WRITTEN[table]}" for table in reversed(WRITTEN)),
        "UPDATE places_addressassignment SET valid_to = NULL WHERE valid_to = %(at)s",
        "UPDATE places_area SET retired_at = NULL WHERE retired_at = %(at)s",
        "UPDATE places_boundaryversion SET valid_to = NULL WHERE id = %(base)s",
        "SET CONSTRAINTS ALL IMMEDIATE",
        "SET CONSTRAINTS ALL DEFERRED",
    ):
        cursor.execute(statement, said)


def _write_again(cursor: Any, said: dict[str, Any]) -> int:
    """How many rows were changed, apart from those that are new."""
    changed = 0
    for statement in (
        "UPDATE places_boundaryversion SET valid_to = %(at)s WHERE id = %(base)s",
        "UPDATE places_area SET retired_at = %(at)s WHERE id IN (SELECT id FROM old_areas)",
        "UPDATE places_addressassignment SET valid_to = %(at)s WHERE id IN (SELECT id FROM old_rows)",
    ):
        cursor.execute(statement, said)
        changed += cursor.rowcount
    for table in WRITTEN:
        cursor.execute(f"INSERT INTO {table} SELECT * FROM new_{table}")
    cursor.execute(
        "UPDATE places_address SET area_id = now.area_id FROM new_places_addressassignment now"
        " WHERE now.address_id = places_address.id"
    )
    changed += cursor.rowcount
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return changed


def _rooms(township: int) -> int:
    from gewu.places.models import Address

    return Address.objects.filter(township=township, kind__in=["unit", "room"]).count()


if __name__ == "__main__":
    main()
