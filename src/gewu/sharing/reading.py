"""From files to values: one file per office in `definitions/sharing`, and what places add."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import ValidationError

from gewu.places.shelf import folders
from gewu.sharing.definition import Item, LocalFile, SupplierFile

LOCAL = "sharing.toml"


@dataclass(frozen=True, slots=True)
class Read:
    """Items and everything that is wrong with the files; an unreadable file is missing."""

    items: tuple[Item, ...] = ()
    problems: tuple[str, ...] = ()


@cache
def shipped() -> Read:
    """What is shipped, read once."""
    return read(files("gewu") / "definitions" / "sharing")


def read(folder: Traversable) -> Read:
    """Every file of a folder; all problems at once."""
    items: list[Item] = []
    problems: list[str] = []
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            try:
                said = SupplierFile.model_validate(tomllib.loads(file.read_text("utf-8")))
                items.extend(_items(said, said.key or file.name.removesuffix(".toml")))
            except (tomllib.TOMLDecodeError, ValidationError) as error:
                problems.append(f"sharing/{file.name}: {error}")
    return Read(tuple(items), (*problems, *_twice(items, "sharing")))


@cache
def local(locality: str) -> LocalFile:
    """What a place says for itself; ValidationError if it cannot be used."""
    folder = folders().get(locality)
    file = folder / LOCAL if folder else None
    if file is None or not file.is_file():
        return LocalFile()
    return LocalFile.model_validate(tomllib.loads(file.read_text("utf-8")))


def at(locality: str) -> tuple[Item, ...]:
    """The catalogue as it holds in a place: what is shipped, less what it does not get, and its own."""
    own = local(locality)
    missing = {one.key for one in own.without}
    added = tuple(item for said in own.suppliers for item in _items(said, said.key))
    return (*(item for item in shipped().items if item.key not in missing), *added)


def problems() -> tuple[str, ...]:
    """Everything that is wrong with what is shipped, the files of the places among it."""
    at_places = (problem for key in places_with_their_own() for problem in problems_at(key))
    return (*shipped().problems, *at_places)


def places_with_their_own() -> tuple[str, ...]:
    """The places that say something for themselves, by key."""
    folder = files("gewu") / "localities"
    return tuple(sorted(place.name for place in folder.iterdir() if (place / LOCAL).is_file()))


def problems_at(locality: str) -> Iterator[str]:
    """Everything that is wrong with what a place says for itself."""
    where = f"localities/{locality}/{LOCAL}"
    try:
        own = local(locality)
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        yield f"{where}: {error}"
        return
    known = {item.key for item in shipped().items}
    yield from (f"{where}: {one.supplier.en}: its key is missing" for one in own.suppliers if not one.key)
    yield from (f"{where}: unknown item {one.key!r}" for one in own.without if one.key not in known)
    yield from _twice(list(at(locality)), where)


def _items(said: SupplierFile, office: str) -> Iterator[Item]:
    for one in said.items:
        given = dict(one) | {"office": office, "supplier": said.supplier, "basis": one.basis or said.basis}
        yield Item.model_validate(given)


def _twice(items: list[Item], where: str) -> list[str]:
    counted = Counter(name for item in items for name in (*item.names(), *item.fields))
    return [f"{where}: {name!r} is said twice" for name, times in counted.items() if times > 1]
