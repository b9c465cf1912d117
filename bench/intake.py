"""How fast a workbook comes in (`python -m bench.intake`): read, checked and brought in by the worker.

Beside it the same rows by a bare COPY into tables with the same indexes; then duplicates in them.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from bench import page, residents
from bench.town import Town, a_town
from bench.within import INSIDE, ask, begin

PATIENCE = 900.0
TABLES = ("registers_dwelling", "registers_household", "registers_person", "registers_member")


def main() -> None:
    if sys.argv[1:2] == [INSIDE]:
        begin()
        json.dump(_brought_in(int(sys.argv[2])), sys.stdout)
        return
    parser = argparse.ArgumentParser(prog="python -m bench.intake", description=__doc__)
    parser.add_argument("--residents", type=int, default=167_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the town here, or use it again")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    with a_town(100, chosen.keep) as town:
        found = ask(town, "bench.intake", str(chosen.residents))
        bare = _bare(town, found["import"])
    said = (
        f"{found['rows']:,} residents ({found['households']:,} households and as many dwellings, a workbook"
        f" of {found['megabytes']:.0f} MB) read in {found['read']:.0f} s, checked in {found['check']:.0f} s,"
        f" brought in in {found['bring']:.0f} s: {found['total']:.0f} s in all. A bare COPY of the same rows"
        f" takes {bare:.0f} s: {found['total'] / bare:.1f} times that."
        f" Load of the machine: {os.getloadavg()[0]:.1f}."
    )
    page.sentence("intake", said, write=chosen.write)


def _brought_in(count: int) -> dict[str, Any]:
    """As a clerk does it; the worker of the running server does the rest."""
    from datetime import date

    from django.core.files.base import ContentFile

    from gewu.exchange import commands, queries
    from gewu.people import queries as people
    from gewu.places.address_lines import lines_of

    clerk = people.actor_of(people.user_named("clerk"), door="desk")
    township = clerk.posts[0].scope.low
    houses = [line.name for line in lines_of(township) if line.is_house]
    content = residents.workbook(houses, count)
    began = time.monotonic()
    import_id = commands.receive(
        upload=ContentFile(content, name="residents.xlsx"),
        kind="residents",
        source="exchanged",
        office="bench",
        day=date(2026, 3, 1),
        actor=clerk,
    )
    row = _waited(import_id, "laid")
    read = time.monotonic()
    mapping = {int(column): key for column, key in row.mapping.items()}
    commands.lay(import_id=import_id, mapping=mapping, all_or_none=True, actor=clerk)
    row = _waited(import_id, "checked")
    if row.bad:
        sys.exit(f"Bad cells: {queries.found_by_code(row)} {queries.findings(row, most=5)}")
    checked = time.monotonic()
    commands.go(import_id=import_id, actor=clerk)
    row = _waited(import_id, "done")
    done = time.monotonic()
    from gewu.exchange.models import Landed

    households = Landed.objects.filter(township=township, import_id=import_id, kind="household").count()
    return {
        "import": str(import_id),
        "rows": row.created,
        "households": households,
        "megabytes": len(content) / 1e6,
        "read": read - began,
        "check": checked - read,
        "bring": done - checked,
        "total": done - began,
    }


def _waited(import_id: Any, state: str) -> Any:
    from gewu.exchange.models import Import

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        row = Import.objects.one(import_id)
        if row.state == state:
            return row
        if row.state in {"refused", "checked"} and row.bad:
            break
        time.sleep(0.05)
    sys.exit(f"The import came to {row.state}, not to {state}: {row.said} {row.facts} {row.bad}")


def _bare(town: Town, batch: str) -> float:
    """Seconds for a COPY of the same rows into empty tables with the same indexes."""
    seconds = 0.0
    with town.connect() as connection:
        for table in TABLES:
            narrow = "" if table == "registers_member" else f" WHERE batch = '{batch}'"
            with connection.cursor().copy(f"COPY (SELECT * FROM {table}{narrow}) TO STDOUT") as read:
                content = b"".join(bytes(piece) for piece in read)
            connection.execute(f"CREATE TABLE bench_copy (LIKE {table} INCLUDING ALL)")
            began = time.monotonic()
            with connection.cursor().copy("COPY bench_copy FROM STDIN") as out:
                out.write(content)
            seconds += time.monotonic() - began
            connection.execute("DROP TABLE bench_copy")
    return seconds


if __name__ == "__main__":
    main()
