"""How long new borders for most of a town take (`python -m bench.borders --server postgresql://…:5432`).

A scratch database on that server gets 岱庙 as it is shipped, without cases and residents; neighbouring grids
are put together in pairs until so many addresses change their grid, or all. Timed are the checks, the
transaction that makes the borders hold, and what follows it. The database is dropped afterwards.
"""

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import psycopg

from bench import page

DATABASE, LOCALITY = "gewu_borders_scratch", "daimiao"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.borders", description=__doc__)
    parser.add_argument("--server", required=True, help="postgresql://owner@host:port, without a database")
    parser.add_argument("--addresses", type=int, default=10_000, help="how many change their grid")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    with scratch_town(chosen.server, DATABASE, LOCALITY):
        said = _measured(chosen.addresses)
    page.sentence("borders", said, write=chosen.write)


@contextmanager
def scratch_town(server: str, name: str, locality: str) -> Iterator[None]:
    """A place as it is shipped, with its people and without cases, in a database of its own on a server."""
    _on(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _on(server, f"CREATE DATABASE {name}")
    own = {"DATABASE_URL": f"{server}/{name}", "GEWU_LOG_LEVEL": "ERROR", "GEWU_APP_ROLE": ""}
    os.environ |= own | {"DJANGO_SETTINGS_MODULE": "gewu.config.settings"}
    import django
    from django.db import connections

    django.setup()
    try:
        _make_town(locality)
        yield
    finally:
        connections.close_all()
        _on(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _measured(wanted: int) -> str:
    from gewu.people import queries as people
    from gewu.places import queries as places
    from gewu.redraw import commands
    from gewu.redraw.models import Draft
    from gewu.redraw.previews import Preview

    township = next(one.township for one in places.localities() if one.key == LOCALITY)
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
    applied, followed = _applied(Draft.objects.one(row.id), preview, second)
    return (
        f"{moved:,} addresses of {len(preview.counts.houses):,} change their grid by {steps} merges "
        f"({1000 * drew:.0f} ms each to draw): counted and checked ({findings} findings) in {checked:.1f} s, "
        f"in force in {applied:.1f} s, and looked through by the job after it in {followed:.1f} s "
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


def _applied(row: Any, preview: Any, second: Any) -> tuple[float, float]:
    """Without the four eyes and the ranges of the place, which ten thousand addresses cannot keep."""
    from django.db import transaction

    from gewu.redraw import commands
    from gewu.redraw.commands.applying import apply

    row.state, row.published_by = "published", second.user
    row.codes = {key: given.code for key, given in (preview.given or {}).items()}
    row.write("state", "published_by", "codes")
    began = time.perf_counter()
    with transaction.atomic():
        apply(row, actor=second)
    applied = time.perf_counter() - began
    began = time.perf_counter()
    while type(row).objects.one(row.id).settled_at is None:
        commands.settle(draft=row.id)
    return applied, time.perf_counter() - began


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


def _make_town(locality: str) -> None:
    from django.core.management import call_command

    from gewu.cases import guards
    from gewu.catalogue.commands import publish_definitions
    from gewu.people.commands import load_people
    from gewu.places.commands import load_locality

    call_command("migrate", verbosity=0)
    publish_definitions(guards=guards.NAMES)
    load_locality(locality)
    load_people(locality)


def _on(server: str, statement: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())


if __name__ == "__main__":
    main()
