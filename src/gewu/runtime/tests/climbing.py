"""What the tests of killed workers have done in an installation: `python -m … build 500`, `… climb`."""

import sys

import django


def build(count: int) -> None:
    """The tiny town with so many cases whose grid still has time."""
    from gewu.cases.tests.builders import a_case, a_cast  # noqa: PLC0415  (after the settings are read)

    cast = a_cast()
    for _ in range(count):
        a_case(cast)


def climb() -> None:
    """Ask the worker to raise what is over its time, as the clock does every five minutes."""
    from gewu.supervision.jobs import climb_all  # noqa: PLC0415

    climb_all.defer()


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "build":
        build(int(sys.argv[2]))
    else:
        climb()
