"""What tests of killed workers have done in an installation: `python -m … build 500`, `climb`, `pack …`."""

import sys
from collections.abc import Callable
from uuid import UUID

import django


def build(count: str) -> None:
    """The tiny town with so many cases whose grid still has time."""
    from gewu.cases.tests.builders import a_case, a_cast  # noqa: PLC0415  (after the settings are read)

    cast = a_cast()
    for _ in range(int(count)):
        a_case(cast)


def climb() -> None:
    """Ask the worker to raise what is over its time, as the clock does every five minutes."""
    from gewu.supervision.jobs import climb_all  # noqa: PLC0415

    climb_all.defer()


def pack(person: str, *cases: str) -> None:
    """Have a person ask for the case files of these cases."""
    from gewu.aftercare.commands import ask_for_bundle  # noqa: PLC0415
    from gewu.people import queries as people  # noqa: PLC0415

    actor = people.actor_of(people.person(UUID(person)), door="desk")
    wanted = [UUID(case) for case in cases]
    ask_for_bundle(wanted=wanted, purpose="季度抽查", base="https://grid.example", actor=actor)


DO: dict[str, Callable[..., None]] = {"build": build, "climb": climb, "pack": pack}

if __name__ == "__main__":
    django.setup()
    DO[sys.argv[1]](*sys.argv[2:])
