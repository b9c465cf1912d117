"""The whole measurement, from an empty folder to the table."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from bench import floor, page
from bench.figures import Figure
from bench.kinds import Kind, kinds
from bench.meters import Meters
from bench.town import Town, a_town

CONNECTIONS = (1, 8, 32)
INSIDE = 40
# Requests come at this share of what so many connections reached, over at most so many.
RUSH, SHARE, MOST_AT_ONCE = 8, 0.6, 64
WARM_SECONDS = 1.0


def main() -> None:
    chosen = _chosen()
    began = time.monotonic()
    load = os.getloadavg()
    with a_town(chosen.cases, chosen.keep) as town:
        asked = [kind for kind in kinds(town) if not chosen.only or kind.key in chosen.only]
        inside = _look_inside(town, asked)
        figures = []
        for figure in _figures(town, asked, inside, seconds=chosen.seconds):
            print(page.line(figure), flush=True)
            figures.append(figure)
        arrivals = list(_arrivals(town, asked, figures, seconds=chosen.seconds))
        result = page.Result(figures, arrivals, inside, town.told, load, seconds=time.monotonic() - began)
    print(page.terminal(result))
    if chosen.write:
        page.write(result)


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="how many there are before it begins")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long one measurement takes")
    parser.add_argument(
        "--only", nargs="*", help="some kinds: create move list worklist case api_case locate"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the town here, or use it again")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    return parser.parse_args()


def _look_inside(town: Town, asked: list[Kind]) -> dict[str, Any]:
    """Statements and profile of each kind, from one process that asks nothing else."""
    tasks = [kind.task((kind.take(INSIDE) * INSIDE)[:INSIDE]) for kind in asked]
    done = subprocess.run(
        [sys.executable, "-m", "bench.inside"],
        input=json.dumps(tasks),
        env=town.environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(zip([kind.key for kind in asked], json.loads(done.stdout), strict=True))


def _figures(town: Town, asked: list[Kind], inside: dict[str, Any], *, seconds: float) -> Iterator[Figure]:
    """Request and floor by turns, so that whatever else the machine does slows both."""
    meters = Meters(town)
    scripts = {kind.key: _script(town, kind, inside) for kind in asked}
    for kind in asked:
        _ask(town, kind, connections=8, seconds=WARM_SECONDS)
    for connections in CONNECTIONS:
        for kind in asked:
            figure = _measure(town, kind, meters, connections=connections, seconds=seconds)
            script = scripts[kind.key]
            if script:
                before = meters.read()
                result = floor.run(town, script, connections=connections, seconds=seconds * 2 / 3)
                figure.beside(result, meters.read() - before)
            yield figure


def _arrivals(town: Town, asked: list[Kind], figures: list[Figure], *, seconds: float) -> Iterator[Figure]:
    """The reads again, at 60 % of what 8 connections reached: requests come, whoever still waits."""
    meters = Meters(town)
    reached = {figure.key: figure.per_second for figure in figures if figure.connections == RUSH}
    for kind in asked:
        if not kind.writes and kind.key in reached:
            before, rate = meters.read(), SHARE * reached[kind.key]
            answer = _ask(town, kind, connections=MOST_AT_ONCE, seconds=seconds * 2, rate=rate)
            figure = Figure.of(kind, MOST_AT_ONCE, answer, meters.read() - before)
            print(page.arrival_line(figure), flush=True)
            yield figure


def _measure(town: Town, kind: Kind, meters: Meters, *, connections: int, seconds: float) -> Figure:
    before = meters.read()
    answer = _ask(town, kind, connections=connections, seconds=seconds)
    return Figure.of(kind, connections, answer, meters.read() - before)


def _ask(
    town: Town, kind: Kind, *, connections: int, seconds: float, rate: float | None = None
) -> dict[str, Any]:
    if kind.writes and len(kind.requests) < connections:
        sys.exit(f"Too few cases are left for {kind.key}: give more with --cases.")
    where = {"host": "127.0.0.1", "port": town.installation.port}
    task = {**kind.task(kind.requests), **where, "connections": connections, "seconds": seconds, "rate": rate}
    done = subprocess.run(
        [sys.executable, "-m", "bench.client"],
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    kind.take(len(answer["latencies"]))
    return answer


def _script(town: Town, kind: Kind, inside: dict[str, Any]) -> str | None:
    """What pgbench does beside this kind of request; nothing where a request needs no row of a case."""
    if not kind.writes:
        statements = inside[kind.key]["reads"]
        return floor.reads(statements) if statements else None
    with contextlib.closing(town.connect()) as session:
        request = kind.take(1)[0]
        if kind.key == "create":
            case = UUID(_send(town, kind, request)["id"])
            return floor.inserts(session, floor.rows_of(session, case, 1), case)
        case = UUID(request["path"].split("/")[-2])
        before = floor.case_row(session, case)
        _send(town, kind, request)
        # In a town that was measured before, it may have been counted anew meanwhile.
        left = floor.rows_of(session, case, int(before["journal_length"] or 0) + 1)
        return floor.move(session, before=before, left=left, case=case)


def _send(town: Town, kind: Kind, request: dict[str, str]) -> dict[str, Any]:
    headers = dict(line.split(": ", 1) for line in kind.headers) | {"Content-Type": "application/json"}
    if "key" in request:
        headers["Idempotency-Key"] = request["key"]
    address = town.installation.address.rstrip("/") + request["path"]
    sent = urllib.request.Request(address, request["body"].encode(), headers)
    with urllib.request.urlopen(sent) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


if __name__ == "__main__":
    main()
