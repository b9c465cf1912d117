"""Numbers for areas that a redraw makes: by the main schemes of the place, none given twice."""

from collections.abc import Iterator, Mapping, Sequence

import shapely

from gewu.kernel.access import Tier
from gewu.places import atlas, shelf
from gewu.places.codes import CodeError, Item, generate
from gewu.places.order import reading_order
from gewu.places.values import Place


def next_codes(township: int, wanted: Sequence[Item]) -> dict[str, str]:
    """Official codes for new areas by the main schemes of the place, in the order of its numbers; never
    one twice.

    `wanted` have made-up codes that begin with the twelve digits of their community. CodeError when a range
    is used up.
    """
    own = atlas.current().townships[township]
    schemes = [shelf.schemes()[use.scheme] for use in own.codes if use.use == "main"]
    given = {place.code: place for place in atlas.current().places.values() if place.township == township}
    items = [*_items(given), *wanted]
    codes: dict[str, str] = {}
    for scheme in schemes:
        tiers = {str(tier) for tier in scheme.numbers}
        if not any(item.tier in tiers for item in wanted):
            continue
        # Those that are retired are among them: no number is given twice.
        taken = {code: code for code in given if len(code) == scheme.length}
        found = generate(scheme, items, taken)
        codes |= {item.code: found[item.code] for item in wanted if item.tier in tiers}
    return codes | _counted([item for item in wanted if item.code not in codes], given)


def _counted(wanted: Sequence[Item], given: Mapping[str, Place]) -> dict[str, str]:
    """Where the place names no scheme.

    Three digits after those of the community, counted on from the highest.
    """
    codes: dict[str, str] = {}
    for home in sorted({item.above["community"] for item in wanted}):
        used = [int(code[12:15]) for code in given if code.startswith(home) and len(code) == 15]
        here = {item.code: item.ground for item in wanted if item.above["community"] == home}
        for number, code in enumerate(reading_order(here), max(used, default=0) + 1):
            if number > 999:
                raise CodeError(f"{home}: no number is left for {code}")
            codes[code] = f"{home}{number:03}"
    return codes


def _items(given: Mapping[str, Place]) -> Iterator[Item]:
    """Areas that have their number: only their place in the order of schemes counts, not their ground."""
    book = atlas.current()
    nowhere = shapely.Point(0, 0)
    for code, place in given.items():
        if place.tier in {Tier.COMMUNITY, Tier.GRID, Tier.CELL} and place.retired_at is None:
            above = {str(book.places[step].tier): book.places[step].code for step in place.path}
            yield Item(code, str(place.tier), place.level, above, nowhere)
