"""Makes and fills the town (`python -m bench.fill CASES`), as the account that will run it.

Up to 10,000 cases come in through the public commands, in two processes and in large transactions that nobody
waits for; the server that is measured afterwards waits for the disk at every commit, as in production. A
larger town has these 10,000 too, and a past: the demo's finished cases, copied into the weeks since 2023. A
town that has copies already (`gewu copy-cases`) gets what it lacks.
"""

import json
import os
import random
import subprocess
import sys
import time
from datetime import date

from gewu.runtime import account, database, server
from gewu.runtime.installation import Installation

LOCALITY = "wenhualu"
LOADERS = 2
BATCH = 100
# So many are brought in by commands; the rest of a larger town is its past.
TOLD = 10_000
PAST = date(2023, 1, 1)
_PRELOAD = "shared_preload_libraries = 'pg_stat_statements'\npg_stat_statements.track_planning = on\n"


def main() -> None:
    """The whole, or (with a second word) one loader's share."""
    installation = Installation.from_environment()
    if len(sys.argv) > 2:
        _set_up(installation)
        _load(int(sys.argv[1]), loader=int(sys.argv[2]))
        return
    account.step_down(installation.data)
    folder = server.data_folder(installation)
    server.start(installation).stop()
    (folder / "postgresql.local.conf").write_text(_PRELOAD)
    running = server.start(installation)
    try:
        _fill(installation, int(sys.argv[1]))
    finally:
        running.stop()


def _fill(installation: Installation, cases: int) -> None:
    large = cases > TOLD
    database.make_ready(
        installation if large else Installation.from_environment({**os.environ, "GEWU_DEMO": ""})
    )
    _set_up(installation)
    if large:
        _past(cases - TOLD)
    else:
        _people_and_places()
    began = time.monotonic()
    loaders = [
        subprocess.Popen([sys.executable, "-m", "bench.fill", str(min(cases, TOLD) // LOADERS), str(number)])
        for number in range(LOADERS)
    ]
    if any([loader.wait() for loader in loaders]):  # noqa: C419 - wait for all of them
        sys.exit("Loading the cases failed.")
    _write_down(installation, seconds=time.monotonic() - began)
    with server.connect(installation, "gewu") as session:
        session.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        session.execute("VACUUM ANALYZE")
        if large:
            # Now that the journal's index by days is complete.
            _seal()
        session.execute("CHECKPOINT")


def _set_up(installation: Installation) -> None:
    os.environ |= installation.environment()
    os.environ["DATABASE_URL"] += "&options=-c%20synchronous_commit%3Doff"
    import django

    django.setup()


def _past(cases: int) -> None:
    """Copies of what the demo has finished, as many as are lacking."""
    from gewu.cases.models import Case
    from gewu.simulator.copying import copy_cases

    lacking = cases - Case.objects.filter(township=_township()).count()
    if lacking > 0:
        copied = copy_cases(lacking, locality=LOCALITY, since=PAST)
        print(f"Copied {copied.cases:,} cases with {copied.entries:,} entries.", flush=True)


def _seal() -> None:
    """The seals over the days of the past, as every night would have left them."""
    from gewu.kernel import seals

    seals.take(everything=True)


def _township() -> int:
    from gewu.places import queries as places

    return places.locality(LOCALITY).township


def _people_and_places() -> None:
    """What the demo brings, without its cases: the bench has its own."""
    from django.db import connection

    from gewu.kernel import clock
    from gewu.people.commands import load_people
    from gewu.places.commands import load_locality

    load_locality(LOCALITY)
    load_people(LOCALITY)
    with connection.cursor() as cursor:
        mark = [f"demo:{LOCALITY}", clock.now()]
        cursor.execute("INSERT INTO runtime_done (what, done_at) VALUES (%s, %s)", mark)


def _load(count: int, *, loader: int) -> None:
    from django.db import transaction

    from bench.story import Story

    story = Story(random.Random(loader))
    for first in range(0, count, BATCH):
        with transaction.atomic():
            for number in range(first, min(first + BATCH, count)):
                story.tell(number)


def _write_down(installation: Installation, *, seconds: float) -> None:
    """What a client asks for: tokens, places, cases. In a file of the installation, like its keys."""
    from bench.story import told
    from bench.town import TOLD

    path = installation.data / TOLD
    path.touch(mode=0o600)
    path.write_text(json.dumps({**told(), "load_seconds": round(seconds, 1)}))


if __name__ == "__main__":
    main()
