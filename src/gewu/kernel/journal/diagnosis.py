"""Telling from a broken chain what was done to it. No database here."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gewu.kernel.findings import Wrong


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the diagnosis sees it: `as_number` hashes it again, supposing it stood at another place."""

    number: int
    previous: bytes
    hash: bytes
    as_number: Callable[[int], bytes]


Symptom = tuple[Wrong, int, str]


def is_whole(links: Sequence[Link], length: int, head: bytes) -> bool:
    """Whether these are entries 1…length, each true to its hash, tied to the one before, up to the head."""
    previous = b""
    for place, link in enumerate(links, start=1):
        if link.number != place or link.previous != previous or link.as_number(place) != link.hash:
            return False
        previous = link.hash
    return len(links) == length and previous == head


def diagnose(links: Sequence[Link], length: int, head: bytes) -> list[Symptom]:
    """Name what was done to a chain that is not whole."""
    places = {id(link): _place(link, max(length, len(links)) + 1) for link in links}
    standing: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        standing[places[id(link)] or link.number].append(link)
    genuine = {place: _genuine(place, standing, length, head) for place in standing}
    return [
        *_entries(links, places, genuine, length),
        *(
            (Wrong.REMOVED, place, _which(place, length))
            for place in range(1, length + 1)
            if place not in genuine
        ),
        *_ties(genuine, places, length, head),
    ]


def _place(link: Link, highest: int) -> int | None:
    """The number under which the entry was written, or None if it is not as it was written under any."""
    near = sorted(range(1, highest + 1), key=lambda number: abs(number - link.number))
    return next((number for number in [link.number, *near] if link.as_number(number) == link.hash), None)


def _genuine(place: int, standing: dict[int, list[Link]], length: int, head: bytes) -> Link:
    """Of several entries that claim one place, the one its successor (or the head) knows."""
    known = {head} if place == length else {link.previous for link in standing.get(place + 1, ())}
    return next((link for link in standing[place] if link.hash in known), standing[place][0])


def _entries(
    links: Sequence[Link], places: dict[int, int | None], genuine: dict[int, Link], length: int
) -> Iterator[Symptom]:
    """What is wrong with each entry by itself."""
    for link in links:
        place = places[id(link)]
        stands_at = place or link.number
        if stands_at > length or genuine[stands_at] is not link:
            yield Wrong.INSERTED, link.number, ""
        elif place is None:
            yield Wrong.CHANGED, link.number, ""
        elif place != link.number:
            other = genuine.get(link.number)
            swapped = other is not None and other.number == place
            yield (Wrong.SWAPPED if swapped else Wrong.MOVED), link.number, f"was #{place}"


def _ties(
    genuine: dict[int, Link], places: dict[int, int | None], length: int, head: bytes
) -> Iterator[Symptom]:
    """Entries that are true to their own hash, but not what the next one (or the head) was tied to."""
    true = {place: link for place, link in genuine.items() if places[id(link)]}
    if 1 in true and true[1].previous:
        yield Wrong.REHASHED, 1, "it is not tied to the beginning"
    for place in range(1, length):
        if place in true and place + 1 in true and true[place + 1].previous != true[place].hash:
            yield Wrong.REHASHED, place, "the next entry was tied to another"
    if length in true and true[length].hash != head:
        yield Wrong.REHASHED, length, "the subject's head was another"


def _which(place: int, length: int) -> str:
    if place == length:
        return "the newest"
    return "the first" if place == 1 else "in the middle"
