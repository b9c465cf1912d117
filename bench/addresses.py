"""How fast addresses are read, and whose grid they are (`python -m bench.addresses --server postgresql://…`).

A scratch database on that server gets 岱庙 as it is shipped, and then all of its rooms. Texts are made from
rooms and houses by lot, in every form people write; what is read is compared with what was meant. Beside
each stands the bare statement that knows the answer already. The database is dropped afterwards.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from bench import page, scratch
from bench.houses import load_place

DATABASE, LOCALITY = "gewu_addresses_scratch", "daimiao"
SEED, AT_ONCE = 7, 1_000
HEAD = "| what | how many | per second | bare, per second | ratio |\n|---|--:|--:|--:|--:|"
NUMERALS = "零一二三四五六七八九"
FULL = str.maketrans("0123456789", "０１２３４５６７８９")
Meant = tuple[str, UUID]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.addresses", description=__doc__)
    parser.add_argument("--server", required=True, help="postgresql://owner@host:port, without a database")
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    with scratch.database(chosen.server, DATABASE):
        load_place(LOCALITY)
        said = _measured(chosen.texts, f"{chosen.server}/{DATABASE}")
    page.sentence("addresses", said, write=chosen.write)


def _measured(count: int, url: str) -> str:
    from gewu.places import queries as places

    township = places.locality(LOCALITY).township
    with psycopg.connect(url, autocommit=True) as bare:
        laid = _laid_out(township, bare)
        texts = _texts(township, Random(SEED), count)
        lines = [*_read(township, texts, bare), *_grids([one for _text, one in texts], bare)]
    return "\n".join(
        [laid, "", HEAD, *lines, "", f"Load of the machine as it ended: {os.getloadavg()[0]:.1f}."]
    )


def _laid_out(township: int, bare: Any) -> str:
    """Every home gets its rooms; then every house of a community belongs to another grid."""
    from gewu.places import commands
    from gewu.places.models import Address

    began = time.perf_counter()
    done = commands.lay_out_township(township)
    laid = time.perf_counter() - began
    began = time.perf_counter()
    commands.derive_areas(township)
    nothing = time.perf_counter() - began
    Address.objects.filter(township=township).exclude(kind__in=[Address.ESTATE, Address.ROAD]).update(
        area=None
    )
    began = time.perf_counter()
    moved = commands.derive_areas(township)
    derived = time.perf_counter() - began
    began = time.perf_counter()
    commands.derive_due(township)
    due = time.perf_counter() - began
    copied = _copied(bare)
    return (
        f"{done.units:,} units and {done.rooms:,} rooms are laid out in {laid:.1f} s (a bare COPY of these"
        f" rows takes {copied:.1f} s). The grid of all {moved:,} houses, units and rooms is derived in"
        f" {derived:.1f} s, of none in {nothing:.2f} s; the job of the day looks for what has changed in"
        f" {1000 * due:.0f} ms."
    )


def _copied(bare: Any) -> float:
    doors = "SELECT * FROM places_address WHERE kind IN ('unit', 'room')"
    with bare.cursor().copy(f"COPY ({doors}) TO STDOUT") as read:
        content = b"".join(bytes(piece) for piece in read)
    bare.execute("CREATE TABLE bench_copy (LIKE places_address INCLUDING ALL)")
    began = time.perf_counter()
    with bare.cursor().copy("COPY bench_copy FROM STDIN") as out:
        out.write(content)
    seconds = time.perf_counter() - began
    bare.execute("DROP TABLE bench_copy")
    return seconds


def _texts(township: int, chance: Random, count: int) -> list[Meant]:
    """Addresses by lot, each in a form by lot, and what it means."""
    from gewu.places.models import Address

    rows = Address.objects.filter(township=township, kind=Address.ROOM, parent__kind=Address.UNIT)
    rooms = list(rows.select_related("parent", "building__parent").order_by("code"))
    chosen = chance.sample(rooms, min(count, len(rooms)))
    return [(FORMS[place % len(FORMS)](room), room.id) for place, room in enumerate(chosen)]


def _form(pattern: str) -> Callable[[Any], str]:
    def write(room: Any) -> str:
        house, unit = room.building, room.parent
        return pattern.format(
            estate=house.parent.name,
            house=house.plate,
            unit=unit.plate,
            room=room.plate,
            street=house.street,
            number=house.house,
            spoken=_spoken(int(house.plate)),
            aloud="".join(NUMERALS[int(digit)] for digit in room.plate),
            english=house.parent.name_en,
        )

    return write


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return head + (NUMERALS[ones] if ones or not tens else "")


def _pinyin(room: Any) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(room.building.parent.name)) + _form(" {house}-{unit}-{room}")(room)


FORMS: tuple[Callable[[Any], str], ...] = (
    _form("{street}{number}号{estate}{house}号楼{unit}单元{room}室"),
    _form("{estate}{house}栋{unit}单元{room}"),
    _form("{estate}{house}-{unit}-{room}"),
    _form("{estate}{spoken}号楼{unit}单元{aloud}"),
    lambda room: _form("{estate}{house}幢{unit}单元{room}室")(room).translate(FULL),
    _form("泰安市泰山区岱庙街道{estate} {house}号楼 {unit}门 {room}户"),
    _form("{estate}{house}#{unit}单元{room}室王师傅家"),
    _form("Room {room}, Unit {unit}, Building {house}, {english}"),
    _pinyin,
)


def _read(township: int, texts: Sequence[Meant], bare: Any) -> list[str]:
    """One by one as a form asks, and all at once as an import does."""
    from gewu.places import queries as places

    places.read_address(texts[0][0], township=township)
    began = time.perf_counter()
    found = [places.read_address(text, township=township) for text, _meant in texts]
    single = time.perf_counter() - began
    began = time.perf_counter()
    again = places.read_addresses([text for text, _meant in texts], township=township)
    whole = time.perf_counter() - began
    right = [
        sum(_is(read, meant) for read, (_, meant) in zip(some, texts, strict=True)) for some in (found, again)
    ]
    began = time.perf_counter()
    for _text, meant in texts:
        bare.execute("SELECT * FROM places_address WHERE id = %s", [meant]).fetchone()
    floor = time.perf_counter() - began
    began = time.perf_counter()
    for some in _batches([meant for _text, meant in texts]):
        bare.execute("SELECT * FROM places_address WHERE id = ANY(%s)", [some]).fetchall()
    batched = time.perf_counter() - began
    return [
        _line(f"texts read one by one ({right[0]:,} as meant)", len(texts), single, floor),
        _line(f"texts read at once ({right[1]:,} as meant)", len(texts), whole, batched),
    ]


def _is(read: Any, meant: UUID) -> bool:
    return read.address is not None and read.address.id == meant


def _grids(asked: Sequence[UUID], bare: Any) -> list[str]:
    """Today and on a day before; one by one and in batches."""
    from datetime import timedelta

    from gewu.kernel import clock
    from gewu.places import queries as places

    before = clock.now() - timedelta(days=30)
    return [
        _line(
            "grid of one address, today",
            len(asked),
            _seconds(lambda: [places.grid_of(one) for one in asked]),
            _seconds(lambda: [bare.execute(_TODAY, [[one]]).fetchall() for one in asked]),
        ),
        _line(
            "grid of one address, a month ago",
            len(asked),
            _seconds(lambda: [places.grid_of(one, at=before) for one in asked]),
            _seconds(lambda: [bare.execute(_THEN, [[one], before, before]).fetchall() for one in asked]),
        ),
        _line(
            "grids of addresses by the thousand, today",
            len(asked),
            _seconds(lambda: [places.grids_of(some) for some in _batches(asked)]),
            _seconds(lambda: [bare.execute(_TODAY, [some]).fetchall() for some in _batches(asked)]),
        ),
        _line(
            "grids of addresses by the thousand, a month ago",
            len(asked),
            _seconds(lambda: [places.grids_of(some, at=before) for some in _batches(asked)]),
            _seconds(
                lambda: [bare.execute(_THEN, [some, before, before]).fetchall() for some in _batches(asked)]
            ),
        ),
    ]


_TODAY = "SELECT id, area_id FROM places_address WHERE id = ANY(%s)"
_THEN = """
SELECT a.id, g.area_id FROM places_address a
JOIN places_addressassignment g ON g.address_id IN (a.id, a.parent_id, a.building_id)
WHERE a.id = ANY(%s) AND g.valid_from <= %s AND (g.valid_to IS NULL OR g.valid_to > %s)
"""


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _batches(asked: Sequence[UUID]) -> list[list[UUID]]:
    return [list(asked[first : first + AT_ONCE]) for first in range(0, len(asked), AT_ONCE)]


def _line(what: str, count: int, seconds: float, floor: float) -> str:
    return f"| {what} | {count:,} | {count / seconds:,.0f} | {count / floor:,.0f} | {seconds / floor:.1f} |"


if __name__ == "__main__":
    main()
