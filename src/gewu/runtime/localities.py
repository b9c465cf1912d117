"""`gewu check-locality`: everything that is wrong with the files of a place, before it is loaded."""

import argparse
from collections.abc import Iterator

from gewu.people import staffing_checks
from gewu.places import shelf
from gewu.places.locality import LocalityError
from gewu.runtime.words import Stop, say
from gewu.simulator import shape


def check(chosen: argparse.Namespace) -> None:
    """Name every mistake of the places asked for, or of all; remarks do not count as mistakes."""
    wrong = 0
    for key in chosen.locality or sorted(shelf.folders()):
        problems = list(_problems(key))
        for problem in problems:
            say(f"{key}: {problem}")
        for remark in [] if problems else shelf.remarks_of(key):
            say(f"{key}: (only said) {remark}")
        wrong += len(problems)
    if wrong:
        raise Stop(f"{wrong} problems in the files of the places.")
    say("The files of the places are in order.")


def _problems(key: str) -> Iterator[str]:
    if key not in shelf.folders():
        yield f"no such locality; there are {', '.join(sorted(shelf.folders()))}"
        return
    try:
        shelf.schemes()
    except LocalityError as error:
        yield str(error)
        return
    problems = shelf.problems_of(key)
    yield from problems
    if not problems:
        yield from (f"people.toml: {problem}" for problem in staffing_checks.problems_of(key))
    yield from (f"demo: {problem}" for problem in shape.problems_of(key))
