"""`gewu check-locality`: everything that is wrong with the files of a place, before it is loaded."""

import argparse
from collections import Counter
from collections.abc import Iterator

from gewu.catalogue import admission
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import Tier
from gewu.layers import checks as layer_checks
from gewu.people import staffing, staffing_checks
from gewu.places import plan as drawing
from gewu.places import shelf
from gewu.places.locality import LocalityError, read_place
from gewu.places.shapes import households_of
from gewu.places.sizes import StaffRule
from gewu.runtime.words import Stop, say
from gewu.sharing import reading as sharing
from gewu.simulator import shape


def check(chosen: argparse.Namespace) -> None:
    """Name every mistake of the places asked for, or of all; remarks do not count as mistakes."""
    wrong = 0
    for key in chosen.locality or sorted(shelf.folders()):
        problems = list(_problems(key))
        for problem in problems:
            say(f"{key}: {problem}")
        if not problems:
            say(f"{key}: {_figures(key)}")
            for remark in shelf.remarks_of(key):
                say(f"{key}: (only said) {remark}")
        wrong += len(problems)
    if wrong:
        raise Stop(f"{wrong} problem{'s' if wrong > 1 else ''} in the files of the places.")
    say("The files of the places are in order.")


def _figures(key: str) -> str:
    """What the files come to, to be held against what is known of the place."""
    own, plan = shelf.read(key)
    areas = (*own.areas, *(plan.areas if plan else ()))
    living = households_of(plan, own) if plan else {}
    counts = Counter(area.level for area in areas)
    said = [" → ".join(f"{level.en} {counts[level.key]:,}" for level in own.levels if counts[level.key] > 1)]
    said += [f"{living[str(own.township)]:,} households"] if living.get(str(own.township)) else []
    for level in own.levels:
        sizes = [living[area.code] for area in areas if area.level == level.key and area.code in living]
        if len(sizes) > 1 and level.tier in {Tier.GRID, Tier.CELL}:
            mean = sum(sizes) / len(sizes)
            said.append(f"{level.en} {min(sizes):,} to {max(sizes):,}, {mean:,.0f} on average")
    said += (
        [_staffed(rule) for rule in own.staffing if rule.total or rule.persons] if staffing.read(key) else []
    )
    return "; ".join(said)


def _staffed(rule: StaffRule) -> str:
    """The list of people was held against the rule before."""
    many = f"{rule.persons:,} people" if rule.persons else f"{rule.total:,} posts"
    return f"{many} as {' and '.join(rule.roles)} on the level {rule.level}"


def draw(chosen: argparse.Namespace) -> None:
    """An illustration of the boundaries, as the place orders it, into its folder."""
    folder = shelf.folders().get(chosen.locality)
    if folder is None:
        raise Stop(f"There is no place {chosen.locality}; there are {', '.join(sorted(shelf.folders()))}.")
    file = folder / "plan.json"
    if file.exists():
        raise Stop(f"{file} is there already. Take it away to have another drawn.")
    try:
        own = read_place(folder)
    except LocalityError as error:
        raise Stop(str(error)) from None
    if own.demo_plan is None:
        raise Stop(f"{folder / 'place.toml'} has no [demo_plan] to draw from.")
    file.write_text(drawing.text(drawing.draw(own)), "utf-8")
    say(f"Drawn into {file}. `gewu check-locality {chosen.locality}` looks whether it fits.")


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
        yield from (f"layers.toml: {problem}" for problem in layer_checks.problems_of(key))
    known = {category.code for category in catalogue.categories()}
    yield from (f"admission.toml: {problem.what}" for problem in admission.problems_at(key, known))
    yield from (problem.rpartition("/")[2] for problem in sharing.problems_at(key))
    yield from (f"demo: {problem}" for problem in shape.problems_of(key))
