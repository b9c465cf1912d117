"""What has to be true of a database before the web server opens: tables, definitions, and once the demo.

Runs as a short process of its own (`python -m gewu.runtime.prepare STEP …`): the supervisor stays small.
"""

import sys
from importlib import import_module

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from gewu.kernel import clock

ADVISORY_LOCK = 0x67657775


def migrate() -> None:
    """Bring the tables up to date, as the role that owns them; two machines at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        try:
            cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
            call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def publish() -> None:
    """Archive the definitions this version ships, unless a published one was edited; read edited places."""
    catalogue = import_module("gewu.catalogue.commands")
    guards = import_module("gewu.cases.guards")
    catalogue.publish_definitions(guards=guards.NAMES)
    import_module("gewu.places.commands").refresh_localities()


def demo() -> None:
    """Fill the localities that `GEWU_DEMO` names, and write down that it is done."""
    for locality in settings.DEMO:
        import_module("gewu.places.commands").load_locality(locality)
        import_module("gewu.people.commands").load_people(locality)
        import_module("gewu.layers.commands").load_layers(locality)
        import_module("gewu.simulator.demo").load([locality])
        import_module("gewu.people.commands").enliven_people(locality)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO runtime_done (what, done_at) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [f"demo:{locality}", clock.now()],
            )


def list_migrations() -> None:
    """Every migration this version has."""
    for app, name in sorted(MigrationLoader(None).disk_migrations):
        sys.stdout.write(f"{app}.{name}\n")


STEPS = {"migrate": migrate, "publish": publish, "demo": demo, "list": list_migrations}


def main() -> None:
    django.setup()
    for step in sys.argv[1:]:
        STEPS[step]()


if __name__ == "__main__":
    main()
