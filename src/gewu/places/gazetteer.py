"""Reading what people write as an address: the deepest address it names, and what was not understood.

Names (of estates, roads, houses that have one, and other names of them) are kept in the process with the
atlas; numbers are looked up in the tree. Of all that a text may mean, what explains most of it is taken, and
where two explain it equally none is: guessing is left to people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from gewu.places import models
from gewu.places.addresses import addresses, find_address
from gewu.places.atlas import current
from gewu.places.doors import Database, Memory, Node, Tree
from gewu.places.named import SHORTEST, Named, Names, names_of
from gewu.places.reading import Level, Reading, Step, Tail, in_digits, readings, tail_of, written
from gewu.places.values import Address

MOST_MEANT = 10


@dataclass(frozen=True, slots=True)
class ReadAddress:
    """What a text was understood as. `address` is the deepest address that is certain.

    `missed` are the pieces that were not understood; `candidates` are the addresses it may mean when several
    explain it equally (then `address` is what they have in common, if anything). `taken_for` says which name
    an incomplete one was taken for, because only one begins so.
    """

    said: str
    address: Address | None = None
    missed: tuple[str, ...] = ()
    candidates: tuple[Address, ...] = ()
    taken_for: str = ""

    @property
    def whole(self) -> bool:
        """Everything was understood, and as one thing."""
        return self.address is not None and not self.missed and not self.candidates and not self.taken_for


@dataclass(frozen=True, slots=True)
class _Meant:
    """One way to understand a text."""

    named: Named
    node: Node | None
    depth: int
    missed: tuple[str, ...]
    several: tuple[UUID, ...] = ()
    taken_for: str = ""

    @property
    def id(self) -> UUID:
        return self.node.id if self.node else self.named.id

    @property
    def rank(self) -> tuple[int, int, int]:
        return sum(map(len, self.missed)), -self.depth, -len(self.named.spelling)


def read_address(text: str, *, township: int | None = None) -> ReadAddress:
    """The deepest address a text names, in a township or in any that is run here, and what was missed.

    幸福小区3栋2单元501室, 幸福小区3-2-501, 三号楼二单元五零一 after a name, 榴园路18号3#501, other names of
    estates, with or without the locality's own name before it.
    """
    return _read_many([text], township, Database())[0]


def building_meant(text: str) -> Address | None:
    """The one building an address names, with the grid of the unit or room it goes on to; else None.

    None when it names none, only an estate, or several houses: what is not certain is not taken.
    """
    read = read_address(text)
    if read.address is None or read.address.house is None:
        return _found_as_written(text)
    house = (
        read.address
        if read.address.kind == "building"
        else addresses([read.address.house])[read.address.house]
    )
    return replace(house, area=read.address.area)


def _found_as_written(text: str) -> Address | None:
    """By a piece of its name or its pinyin, as the finder of a form does, if that finds one house alone."""
    found = find_address(text, most=2)
    return found[0] if len(found) == 1 and found[0].kind == "building" else None


def read_addresses(texts: Sequence[str], *, township: int) -> list[ReadAddress]:
    """The same for many texts of one township: its tree is read once."""
    return _read_many(texts, township, Memory(township))


def _read_many(texts: Sequence[str], township: int | None, tree: Tree) -> list[ReadAddress]:
    book = current()
    homes = [township] if township is not None else list(book.townships)
    meant = [_best(written(text), [names_of(book, home) for home in homes], tree) for text in texts]
    asked = {one.id for found in meant for one in found} | {
        other for found in meant for one in found for other in one.several
    }
    known = addresses(list(asked)) if asked else {}
    return [_answer(text, found, known) for text, found in zip(texts, meant, strict=True)]


def _answer(text: str, meant: Sequence[_Meant], known: dict[UUID, Address]) -> ReadAddress:
    said = text.strip()
    if not meant:
        return ReadAddress(said, missed=(said,) if said else ())
    if len(meant) > 1:
        return ReadAddress(said, candidates=tuple(known[one.id] for one in meant[:MOST_MEANT]))
    one = meant[0]
    several = tuple(known[other] for other in one.several[:MOST_MEANT])
    return ReadAddress(said, known[one.id], one.missed, several, one.taken_for)


def _best(said: str, everywhere: Sequence[Names], tree: Tree) -> list[_Meant]:
    """What explains most of the text; several when they explain it equally."""
    if not said:
        return []
    found = [one for names in everywhere for one in _mentions(said, names, tree)]
    found = found or [one for names in everywhere for one in _pieces(said, names, tree)]
    least = min((one.rank[0] for one in found), default=None)
    return list({one.id: one for one in found if one.rank[0] == least}.values())


def _mentions(said: str, names: Names, tree: Tree) -> Iterator[_Meant]:
    """A name inside a longer one that is there too is not what was said."""
    found = list(names.mentioned(said))
    for at, named in found:
        end = at + len(named.spelling)
        longer = any(
            start <= at and end <= start + len(other.spelling) and len(other.spelling) > len(named.spelling)
            for start, other in found
        )
        if not longer:
            yield from _follow(named, said[:at], said[end:], names, tree)


def _pieces(said: str, names: Names, tree: Tree) -> Iterator[_Meant]:
    """No name stands there whole: what stands before the first number may begin one."""
    bare = _without_areas(said, names)
    piece = bare[: next((at for at, one in enumerate(bare) if one.isdecimal()), len(bare))].rstrip(" -#")
    begun = {named.id: named for named in names.beginning(piece)} if len(piece) >= SHORTEST else {}
    for named in begun.values():
        for one in _follow(named, "", bare[len(piece) :], names, tree):
            yield _Meant(one.named, one.node, one.depth, one.missed, one.several, named.name)


def _follow(named: Named, before: str, after: str, names: Names, tree: Tree) -> Iterator[_Meant]:
    """From a name down the numbers that follow it, or stand before it as in English."""
    if named.kind == models.Address.ROAD:
        yield from _along(named, before, after, names, tree)
        return
    front = _front(before, named, names)
    ahead = tail_of(front)
    turned = Tail(tuple(reversed(ahead.steps)), ahead.rest) if ahead.steps else ahead
    tail = tail_of(after)
    if turned.steps and not turned.rest and not tail.steps:
        tail, front = Tail(turned.steps, tail.rest), ""
    yield _descend(named, tail, front, tree)


def _along(road: Named, before: str, after: str, names: Names, tree: Tree) -> Iterator[_Meant]:
    """What stands at a number of a road, and on from there; the road alone where no number was said."""
    tail, front = tail_of(after), _front(before, road, names)
    if not tail.steps:
        yield _Meant(road, None, 0, _missed(front, (), tail.rest))
        return
    first = tail.steps[0]
    at = names.at_number.get((road.name, int(first.plate)), ()) if first.plate.isdecimal() else ()
    rest = after[_length_of(first, after) :]
    for named in {one.id: one for one in at}.values():
        bare = rest.removeprefix(named.spelling)
        yield _descend(named, tail_of(bare), front, tree)
    if not at:
        yield _Meant(road, None, 0, _missed(front, tail.steps, tail.rest))


def _length_of(step: Step, text: str) -> int:
    """How much of the text as written the first step takes: numerals may be shorter in digits."""
    return next(
        (end for end in range(1, len(text) + 1) if in_digits(text[:end]) == step.text), len(step.text)
    )


def _descend(named: Named, tail: Tail, front: str, tree: Tree) -> _Meant:
    """The reading of the steps that goes deepest; several rooms of one number stay several."""
    start: Level | None = "building" if named.kind == models.Address.BUILDING else None
    tried = [_walk(named, reading, tail, front, tree) for reading in readings(tail.steps, start)]
    tried.sort(key=lambda one: one.rank)
    if not tried:
        return _Meant(named, None, _floor(named), _missed(front, tail.steps, tail.rest))
    best = [one for one in tried if one.rank == tried[0].rank]
    several = tuple({other for one in best for other in one.several})
    ends = tuple({one.id for one in best})
    if len(ends) > 1:
        missed = _missed(front, tail.steps, tail.rest)
        return _Meant(named, None, _floor(named), missed, (*ends, *several))
    return replace(best[0], several=several)


def _walk(named: Named, reading: Reading, tail: Tail, front: str, tree: Tree) -> _Meant:
    """Down the levels of one reading as far as the tree goes."""
    node = Node(named.id, named.kind, "", None, None) if named.kind == models.Address.BUILDING else None
    several: tuple[UUID, ...] = ()
    left = list(reading)
    while left and not several:
        level, step = left[0]
        below = _below(named, node, level, step, tree)
        if len(below) != 1:
            several = tuple(one.id for one in below)
            break
        node = below[0]
        left.pop(0)
    if node and node.kind == models.Address.BUILDING and not left:
        node = tree.only_room(node.id) or node
    done = {id(step) for _level, step in reading[: len(reading) - len(left)]}
    floors = {id(step) for step in tail.steps if step.level == "floor" and not left}
    open_steps = tuple(step for step in tail.steps if id(step) not in done | floors)
    depth = _floor(named) + len(reading) - len(left)
    return _Meant(named, node, depth, _missed(front, open_steps, tail.rest), several)


def _below(named: Named, node: Node | None, level: Level, step: Step, tree: Tree) -> list[Node]:
    """What stands there under this number: a house of the estate, a unit or a room of the house."""
    if level == "building":
        return list(tree.houses(named.id, step.plates))
    if node is None:
        return []
    inside = tree.within(node.building or node.id, step.plates)
    own = [one for one in inside if one.kind == level]
    return [one for one in own if one.parent == node.id] if node.kind == models.Address.UNIT else own


def _floor(named: Named) -> int:
    return 2 if named.kind == models.Address.BUILDING else 1


def _missed(front: str, steps: Sequence[Step], rest: str) -> tuple[str, ...]:
    middle = "".join(step.text for step in steps)
    return tuple(piece for piece in (front.strip(" -"), middle + rest if steps else rest) if piece)


def _front(before: str, named: Named, names: Names) -> str:
    """What stands before the name and says more than where it lies: not the areas, not its own street."""
    said = _without_areas(before, names)
    street = in_digits(said)
    own = {f"{named.street}{named.house}号", f"{named.street}{named.house}", named.street}
    return "" if street.strip(" -") in {in_digits(one) for one in own} else said.strip(" -")


def _without_areas(said: str, names: Names) -> str:
    """Without the names of province, city, street, community and grid at its beginning."""
    left = said.strip(" -")
    while area := next((one for one in names.areas if left.startswith(one)), ""):
        left = left.removeprefix(area).strip(" -")
    return left
