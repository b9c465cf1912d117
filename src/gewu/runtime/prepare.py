"""What has to be true of a database before the web server opens: tables, definitions, and once the demo.

Runs as a short process of its own (`python -m gewu.runtime.prepare STEP …`): the supervisor stays small.
"""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

import django
from django.core.management import call_command
from django.db import connection

from gewu.kernel import clock

ADVISORY_LOCK = 0x67657775
_DONE = """
CREATE TABLE IF NOT EXISTS runtime_done (what text PRIMARY KEY, done_at timestamptz NOT NULL)
"""


def migrate() -> None:
    """Bring the tables up to date, as the role that owns them; two machines at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        try:
            cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
            call_command("migrate", interactive=False, verbosity=0)
            cursor.execute(_DONE)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def publish() -> None:
    """Archive the definitions this version ships, once the catalogue can."""
    if found := optional("gewu.catalogue.commands", "publish_definitions"):
        found()


def demo() -> None:
    """Fill the localities that `GEWU_DEMO` names, each once in the life of this database."""
    load = optional("gewu.simulator.demo", "load")
    wanted = [key for key in os.environ.get("GEWU_DEMO", "").split(",") if key]
    for locality in wanted if load else ():
        if load and not _done(f"demo:{locality}"):
            load([locality])
            _mark(f"demo:{locality}")


def optional(module: str, name: str) -> Callable[..., object] | None:
    """A function of a slice that this installation may not have."""
    try:
        found = find_spec(module)
    except ModuleNotFoundError:
        return None
    return getattr(import_module(module), name, None) if found else None


def _done(what: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM runtime_done WHERE what = %s", [what])
        return cursor.fetchone() is not None


def _mark(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO runtime_done (what, done_at) VALUES (%s, %s)", [what, clock.now()])


STEPS = {"migrate": migrate, "publish": publish, "demo": demo}


def main() -> None:
    django.setup()
    for step in sys.argv[1:]:
        STEPS[step]()


if __name__ == "__main__":
    main()
