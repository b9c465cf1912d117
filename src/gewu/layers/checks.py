"""What is wrong with a place's `layers.toml`, all of it at once: read from its files, without a database."""

from collections.abc import Iterator

from gewu.catalogue import queries as catalogue
from gewu.layers.definition import LayerEntry, read
from gewu.people import staffing
from gewu.places import shelf
from gewu.places.locality import LocalityError


def problems_of(key: str) -> list[str]:
    """Every mistake in the layers of a place whose other files are sound; none without such a file."""
    try:
        layers = read(key).layers
    except LocalityError as error:
        return error.problems
    return [f"layer {layer.key}: {problem}" for layer in layers for problem in _problems(key, layer)]


def _problems(key: str, layer: LayerEntry) -> Iterator[str]:
    locality, plan = shelf.read(key)
    codes = {area.code for area in (*locality.areas, *(plan.areas if plan else ()))}
    houses = {house.code for house in (plan.buildings if plan else ())}
    found = staffing.read(key)
    offices = {"", *(entry.key for entry in (found[0].organisations if found else ()))}
    matters = {category.code for category in catalogue.categories()}
    yield from (f"no category {code!r}" for code in layer.carries if code not in matters)
    if layer.scheme and layer.scheme not in shelf.schemes():
        yield f"there is no code scheme {layer.scheme!r}"
    if layer.office not in offices:
        yield f"people.toml has no office {layer.office!r}"
    for area in layer.areas:
        yield from (
            f"area {area.code}: there is no area {code}" for code in area.members if code not in codes
        )
        yield from (
            f"area {area.code}: there is no building {code}" for code in area.buildings if code not in houses
        )
        if area.office not in offices:
            yield f"area {area.code}: people.toml has no office {area.office!r}"
