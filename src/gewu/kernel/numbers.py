"""Numbers for people: fourteen characters that can be read aloud, written on a slip and typed on a keypad.

Two place letters, three for the day, four for the serial, four random, one check character, in Crockford's
alphabet (no I, L, O, U). The serial makes a number unique in its township, the random part hard to guess.
The check character is a Reed–Solomon one over GF(32): each position weighs a different power of the
generator, so one wrong character and a swap of any two positions always show.
"""

import os
import secrets
import threading
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from django.db import connection
from django.utils.translation import gettext as _

from gewu.kernel.errors import Invalid, TooMany

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 14
DAY_ZERO = date(2010, 1, 1)
BLOCK = 64
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_HEARD_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = frozenset(" -_./·‐‑‒–—―−\t\n\r")


def draw(township: int, *, letters: str, day: date) -> str:
    """A number nobody else has or will get, for something born in the township on that (local) day.

    `letters` are the two place letters of the locality; they belong to one township per installation, so that
    a typed number finds its home.
    """
    return _number(_shelf.draw(township, day), letters=letters, day=day)


def draw_many(township: int, *, letters: str, day: date, count: int) -> list[str]:
    """So many numbers of one day at once, for what is brought in by the thousand."""
    first = reserve(township, day, count)
    if first + count > 32**4:
        raise TooMany(_("All numbers of this day are used up."), retry_after=3600)
    return [_number(serial, letters=letters, day=day) for serial in range(first, first + count)]


def _number(serial: int, *, letters: str, day: date) -> str:
    body = place_letters(letters) + _digits((day - DAY_ZERO).days, 3) + _digits(serial, 4)
    body += _digits(secrets.randbelow(32**4), 4)
    return body + check_character(body)


def clean(text: str, *, field: str = "number") -> str:
    """The number a person typed: any case, spaces and hyphens, full width, O for 0 and I or L for 1."""
    folded = unicodedata.normalize("NFKC", text[: 4 * LENGTH]).upper().translate(_HEARD_AS)
    number = "".join(character for character in folded if character not in _SEPARATORS)
    if len(number) != LENGTH or any(character not in _VALUE for character in number):
        raise Invalid(
            _("This is not one of our numbers."),
            fields={field: _("A number has 14 letters and digits.")},
        )
    if check_character(number[:-1]) != number[-1]:
        raise Invalid(
            _("This is not one of our numbers."),
            fields={field: _("A character is wrong or two are swapped. Please compare it with your slip.")},
        )
    return number


def place_letters(letters: str) -> str:
    """The two letters of a locality, or ValueError: I, L, O and U look like others."""
    if len(letters) != 2 or any(c not in _VALUE or c.isdigit() for c in letters):
        raise ValueError(f"place letters are two of A–Z without I, L, O, U, not {letters!r}")
    return letters


def letters_of(number: str) -> str:
    """The place letters at the head of a clean number."""
    return number[:2]


def day_of(number: str) -> date:
    """The day a clean number was drawn for."""
    value = 0
    for character in number[2:5]:
        value = value * 32 + _VALUE[character]
    return DAY_ZERO + timedelta(days=value)


def grouped(number: str) -> str:
    """As it is printed and read aloud: `WH-1H4-0012-7KQ9-C`."""
    return "-".join((number[:2], number[2:5], number[5:9], number[9:13], number[13:]))


def check_character(body: str) -> str:
    """The check character of a number without one."""
    total = 0
    for place, character in enumerate(reversed(body), 1):
        total ^= _weighed(place)[character]
    return ALPHABET[total]


@cache
def _weighed(place: int) -> dict[str, int]:
    """What each character adds at a place: its value times the generator as often. Asked by the thousand."""
    weight = 1
    for _one in range(place):
        weight = _doubled(weight)
    return {character: _product(value, weight) for character, value in _VALUE.items()}


def _doubled(value: int) -> int:
    """Times the generator of GF(32), modulo x⁵ + x² + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value


def _product(left: int, right: int) -> int:
    total = 0
    while right:
        if right & 1:
            total ^= left
        left, right = _doubled(left), right >> 1
    return total


def _digits(value: int, width: int) -> str:
    if not 0 <= value < 32**width:
        raise ValueError(f"{value} does not fit {width} characters")
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(width)))


class Shelf:
    """The serials this process has reserved: writers take from it without waiting for anybody's commit."""

    def __init__(self, reserve: Callable[[int, date], int]) -> None:
        self._reserve = reserve
        self._lock = threading.Lock()
        self._left: dict[tuple[str, int, date], range] = {}

    def draw(self, township: int, day: date) -> int:
        # The name of the database, because tests and a restore change it under a living process.
        key = (str(connection.settings_dict["NAME"]), township, day)
        with self._lock:
            left = self._left.get(key) or self._fresh(township, day)
            self._left[key] = left[1:]
            return left[0]

    def _fresh(self, township: int, day: date) -> range:
        # Yesterday's leftovers are gaps, and gaps are fine.
        if len(self._left) > 1_000:
            self._left.clear()
        first = self._reserve(township, day)
        if first + BLOCK > 32**4:
            raise TooMany(_("All numbers of this day are used up."), retry_after=3600)
        return range(first, first + BLOCK)


def reserve(township: int, day: date, block: int = BLOCK) -> int:
    """The first of a block of serials nobody else will get, whatever becomes of the caller's transaction.

    It commits at once on a connection of its own: a rolled-back command leaves a gap, never a second owner,
    and the row is locked for one statement instead of for somebody's whole command. By hand, because the ORM
    cannot say "insert, or add and return" in one statement.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(_RESERVE, {"township": township, "day": day, "block": block})
            return int(cursor.fetchone()[0])
    finally:
        own.close()


_RESERVE = """
INSERT INTO kernel_numberrange AS held (township, day, reserved)
VALUES (%(township)s, %(day)s, %(block)s)
ON CONFLICT (township, day) DO UPDATE SET reserved = held.reserved + %(block)s
RETURNING reserved - %(block)s
"""

_shelf = Shelf(reserve)


def _forget() -> None:
    global _shelf  # noqa: PLW0603 - a forked child must not hand out its parent's serials
    _shelf = Shelf(reserve)


os.register_at_fork(after_in_child=_forget)
