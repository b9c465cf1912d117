"""The names of addresses, kept in the process with the atlas: estates, roads, houses that have one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from pypinyin import lazy_pinyin

from gewu.kernel.access import Tier
from gewu.places import models
from gewu.places.atlas import Atlas
from gewu.places.reading import in_digits, written
from gewu.places.spelling import initials_of

SHORTEST = 2
# What people leave off at the end of an estate's name, and of an area's.
_ENDS = ("居委会", "村委会", "社区居委会", "社区", "街道")


class Named(NamedTuple):
    """An address that has a name of its own, under one of its spellings."""

    spelling: str
    id: UUID
    kind: str
    name: str
    street: str
    house: int


@dataclass
class Names:
    """The names of one township by their first two characters, and the words for its areas."""

    by_head: dict[str, list[Named]] = field(default_factory=dict)
    at_number: dict[tuple[str, int], list[Named]] = field(default_factory=dict)
    areas: tuple[str, ...] = ()

    def mentioned(self, said: str) -> Iterator[tuple[int, Named]]:
        """Every name that stands somewhere in the text, and where."""
        for at in range(len(said) - 1):
            for named in self.by_head.get(said[at : at + SHORTEST], ()):
                if said.startswith(named.spelling, at):
                    yield at, named

    def beginning(self, piece: str) -> list[Named]:
        """Those whose name begins so, or whose pinyin or initials are exactly so."""
        heads = self.by_head.get(piece[:SHORTEST], ())
        return [named for named in heads if named.spelling.startswith(piece) and not piece.isdecimal()]


def names_of(book: Atlas, township: int) -> Names:
    """Read once for a state of the atlas."""
    if township not in book.names:
        book.names[township] = _read_names(book, township)
    names: Names = book.names[township]
    return names


def _read_names(book: Atlas, township: int) -> Names:
    names = Names(areas=tuple(_area_words(book, township)))
    rows = models.Address.objects.filter(township=township, retired_at=None, building=None, plate="")
    columns = ("id", "kind", "name", "name_en", "street", "house")
    known = {row[0]: row for row in rows.values_list(*columns)}
    for identifier, kind, name, name_en, street, house in known.values():
        if kind != models.Address.ROAD:
            named = Named(written(name), identifier, kind, name, street, house)
            names.at_number.setdefault((street, house), []).append(named)
        for spelling in _spellings(name, name_en):
            _keep(names, Named(spelling, identifier, kind, name, street, house))
    aliases = models.AddressAlias.objects.filter(township=township, ended_at=None, address_id__in=list(known))
    for alias, identifier in aliases.values_list("name", "address_id"):
        _id, kind, name, _en, street, house = known[identifier]
        for spelling in _spellings(alias, ""):
            _keep(names, Named(spelling, identifier, kind, name, street, house))
    return names


def _keep(names: Names, named: Named) -> None:
    if len(named.spelling) >= SHORTEST:
        names.by_head.setdefault(named.spelling[:SHORTEST], []).append(named)


def _spellings(name: str, name_en: str) -> Iterable[str]:
    """As it is written, with digits, in English, in pinyin and by its initials."""
    said = written(name)
    syllables = lazy_pinyin(said)
    spelled = (said, in_digits(said), written(name_en), "".join(syllables), initials_of(said, syllables))
    return {one for one in spelled if one}


def _area_words(book: Atlas, township: int) -> list[str]:
    """What people write before an address, the longest first."""
    own = next((place for place in book.places.values() if place.code == str(township)), None)
    if own is None:
        return []
    here = [place for place in book.places.values() if own.id in place.path or place.id in own.path]
    words = {written(word) for place in here for word in (place.name, place.short)}
    words |= {word.removesuffix(end) for word in words for end in _ENDS}
    words |= {written(book.places[one].name_en) for one in own.path}
    words |= (
        {f"{word}社区" for word in words if not word.endswith("社区")} if own.tier == Tier.TOWNSHIP else set()
    )
    return sorted((word for word in words if len(word) >= SHORTEST), key=len, reverse=True)
