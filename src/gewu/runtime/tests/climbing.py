"""What tests of killed workers have done in an installation: `python -m … build 500`, `climb`, `pack 16`."""

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


def pack(count: int) -> None:
    """Have a clerk ask for the case files of so many of the cases."""
    from gewu.aftercare.commands import ask_for_bundle  # noqa: PLC0415
    from gewu.cases.models import Case  # noqa: PLC0415
    from gewu.people.models import Post  # noqa: PLC0415
    from gewu.people.queries import actor_of, person  # noqa: PLC0415

    clerk = Post.objects.filter(role="clerk").values_list("user_id", flat=True)[0]
    wanted = list(Case.objects.order_by("id").values_list("id", flat=True)[:count])
    actor = actor_of(person(clerk), door="desk")
    ask_for_bundle(wanted=wanted, purpose="季度抽查", base="https://grid.example", actor=actor)


if __name__ == "__main__":
    django.setup()
    {"build": build, "climb": climb, "pack": pack}[sys.argv[1]](*map(int, sys.argv[2:]))
