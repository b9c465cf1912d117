"""How fast open deadlines are counted anew (`python -m bench.recount`): by the worker, as in earnest.

A day of the next week becomes a holiday; measured from the moment the job may begin until its last entry.
"""

import argparse
import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from bench import page
from bench.town import a_town
from bench.within import INSIDE, ask, begin

PATIENCE = 900.0


def main() -> None:
    if sys.argv[1:] == [INSIDE]:
        _inside()
        return
    parser = argparse.ArgumentParser(prog="python -m bench.recount", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the town here, or use it again")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    with a_town(chosen.cases, chosen.keep) as town:
        found = ask(town, "bench.recount")
    said = (
        f"{found['looked']:,} open cases counted anew, {found['moved']:,} of them moved and journalled,"
        f" in {found['seconds']:.1f} s: {found['looked'] / found['seconds']:,.0f} cases/s."
        f" Load of the machine: {os.getloadavg()[0]:.1f}."
    )
    page.sentence("recount", said, write=chosen.write)


def _inside() -> None:
    """Publish as the administrator does, then wait for the worker."""
    begin()
    json.dump(_published_and_counted(), sys.stdout)


def _published_and_counted() -> dict[str, float]:
    from gewu.cases.commands.recounting import NOTICED
    from gewu.deadlines import commands, queries
    from gewu.deadlines.rules import DayKind
    from gewu.deadlines.sheet import SpecialDay, written
    from gewu.kernel import clock
    from gewu.kernel.models import Entry
    from gewu.people import queries as people

    admin = people.actor_of(people.user_named("admin"), door="desk")
    home = commands.homes_of(admin)[0]
    day = clock.now().date() + timedelta(days=2)
    known = queries.year_of(home, day.year).days
    # Measured again, the day is worked again.
    off = [] if any(one.day == day for one in known) else [SpecialDay(day, DayKind.HOLIDAY, "")]
    days = sorted([*(one for one in known if one.day != day), *off], key=lambda one: one.day)
    before = Entry.objects.filter(township=home, kind="calendar.recounted").count()
    began = time.monotonic()
    commands.publish_year(home=home, year=day.year, document="bench", sheet=written(tuple(days)), actor=admin)
    while time.monotonic() < began + PATIENCE:
        told = Entry.objects.filter(township=home, kind="calendar.recounted").order_by("-recorded_at", "-id")
        entry = told.first()
        if entry is not None and told.count() > before:
            seconds = time.monotonic() - began - NOTICED.total_seconds()
            return {**entry.facts, "seconds": seconds}
        time.sleep(0.05)
    sys.exit("The worker did not count.")


if __name__ == "__main__":
    main()
