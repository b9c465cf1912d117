"""How fast late cases are found and raised, while people go on reporting (`python -m bench.late`).

So many open cases of the town are set late first: the end of their level's time is put into the past. Then
the batches run as the worker runs them; measured until the last case stands one level higher with its entry,
and the jobs that tell of it are queued. A client reports cases all the while; none may be refused.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from bench import page
from bench.kinds import kinds
from bench.town import Town, a_town
from bench.within import INSIDE, ask, begin

FIND = """
SELECT id FROM cases_case WHERE township = %s AND level_due_at <= now() ORDER BY level_due_at, id LIMIT %s
"""
SET_LATE = """
UPDATE cases_case SET level_due_at = now() - interval '1 minute' WHERE (township, id) IN
(SELECT township, id FROM cases_case WHERE township = %s AND level_due_at IS NOT NULL AND level <> 'township'
 ORDER BY level_due_at DESC LIMIT %s)
"""
ENTRIES = "SELECT count(*) FROM kernel_entry WHERE kind = 'case.escalated' AND recorded_at >= %s"
JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notices.tell'"
# People go on at this pace.
RATE = 20.0
LOOKS = 9


def main() -> None:
    if sys.argv[1:] == [INSIDE]:
        _inside()
        return
    parser = argparse.ArgumentParser(prog="python -m bench.late", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="how many there are before it begins")
    parser.add_argument("--late", type=int, default=5_000, help="how many of them are late at once")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the town here, or use it again")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    with a_town(chosen.cases, chosen.keep) as town:
        page.sentence("late", _measured(town, chosen.late), write=chosen.write)


def _measured(town: Town, late: int) -> str:
    with town.connect() as session:
        row = session.execute("SELECT township FROM cases_case WHERE township < 999999999 LIMIT 1").fetchone()
        township = row[0] if row else 0
        found = session.execute(SET_LATE, [township, late]).rowcount
        looks = [_timed(session, township, late) for _look in range(LOOKS)]
        before, began = _one(session, JOBS), _one(session, "SELECT now()")
        answers: list[dict[str, Any]] = []
        people = threading.Thread(target=_people, args=(town, answers))
        people.start()
        raised = ask(town, "bench.late")
        people.join()
        entries, jobs = _one(session, ENTRIES, began), _one(session, JOBS) - before
    refused = sum(times for status, times in answers[0]["statuses"].items() if int(status) >= 300)
    told, found_in = town.told["cases"], statistics.median(looks)
    return (
        f"{found:,} late among {told:,} cases are found in {found_in:.0f} ms and raised in "
        f"{raised['seconds']:.1f} s: {entries:,} entries, {jobs:,} jobs to tell of them. Meanwhile "
        f"{len(answers[0]['latencies']):,} reports came in, {refused} refused; load {os.getloadavg()[0]:.0f}."
    )


def _timed(session: Any, township: int, late: int) -> float:
    began = time.perf_counter()
    session.execute(FIND, [township, late]).fetchall()
    return 1000 * (time.perf_counter() - began)


def _one(session: Any, question: str, *values: object) -> Any:
    return session.execute(question, list(values)).fetchone()[0]


def _people(town: Town, answers: list[dict[str, Any]]) -> None:
    create = next(kind for kind in kinds(town) if kind.key == "create")
    where = {"host": "127.0.0.1", "port": town.installation.port}
    task = {**create.task(create.requests), **where, "connections": 8, "seconds": 10.0, "rate": RATE}
    done = subprocess.run(
        [sys.executable, "-m", "bench.client"],
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answers.append(json.loads(done.stdout))


def _inside() -> None:
    """As the worker does it every five minutes."""
    begin()
    from gewu.supervision.jobs import climb_all

    began = time.perf_counter()
    climb_all()
    json.dump({"seconds": time.perf_counter() - began}, sys.stdout)


if __name__ == "__main__":
    main()
