"""Passwords that are guessed first here: pure rules on plain text, each with a key of its own.

The list of the twenty thousand most common ones comes with Django; these are habits that no list can hold.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

LEAST = 10
# Rows of the keyboard and of the number pad, both ways; and the slanting columns 1qaz 2wsx 3edc.
ROWS = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "abcdefghijklmnopqrstuvwxyz",
)
LONGEST_RUN = 0.6
# A head up to the last letter, and a short tail.
HEAD = re.compile(r"^(.*[a-z])[^a-z]{0,6}$")
PHONE = re.compile(r"1[3-9]\d{9}")
DAY = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
IDENTITY = re.compile(r"\d{17}[\dxX]")
FEW = 5
_LONGEST_SYLLABLE = 6


def broken(password: str, *, username: str = "", name: str = "") -> list[str]:
    """The keys of all rules a password breaks, in the order in which they are told; see `RULES`."""
    text = unicodedata.normalize("NFKC", password).lower()
    return [key for key, broken_by in _CHECKS if broken_by(text, username.lower(), name.lower())]


def _short(text: str, username: str, name: str) -> bool:
    return len(text) < LEAST


def _digits(text: str, username: str, name: str) -> bool:
    return text.isdigit()


def _number(text: str, username: str, name: str) -> bool:
    """A phone, a day of birth or an identity number with hardly anything beside it."""
    found = (IDENTITY.search(text), PHONE.search(text), DAY.search(text))
    return any(match and len(text) - len(match[0]) < FEW for match in found)


def _own(text: str, username: str, name: str) -> bool:
    """The username, or the name as it is written, with hardly anything beside it."""
    return any(len(own) > 1 and own in text and len(text) - len(own) < FEW for own in (username, name))


def _word(text: str, username: str, name: str) -> bool:
    """Syllables of pinyin or a well-known word, and a short tail: wenhualu123, woaini520, admin@2024."""
    match = HEAD.match(text)
    head = match[1].translate(_DISGUISES) if match else ""
    return head.isascii() and head.isalpha() and (head in _words() or _is_pinyin(head))


def _run(text: str, username: str, name: str) -> bool:
    """Mostly neighbours on the keyboard, or a few characters over and over."""
    if len(set(text)) <= 3 or _repeats(text):
        return True
    return _along_rows(text) > LONGEST_RUN * len(text)


_DISGUISES = str.maketrans("@0$", "aos")
_CHECKS = (
    ("short", _short),
    ("digits", _digits),
    ("number", _number),
    ("own", _own),
    ("word", _word),
    ("run", _run),
)
RULES = tuple(key for key, _ in _CHECKS)


def _repeats(text: str) -> bool:
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))


def _along_rows(text: str) -> int:
    """How many characters stand in runs of four or more neighbours."""
    runs, start = 0, 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _neighbours(text[start : end + 1]):
            continue
        runs += end - start if end - start >= 4 else 0
        start = end
    return runs


def _neighbours(piece: str) -> bool:
    return any(piece in row or piece in row[::-1] for row in ROWS)


def _is_pinyin(letters: str) -> bool:
    """Whether letters are nothing but two to five syllables of pinyin. Nothing of it is remembered."""
    parted: list[set[int]] = [{0}]
    for end in range(1, len(letters) + 1):
        starts = range(max(0, end - _LONGEST_SYLLABLE), end)
        ways = {
            1 + count for start in starts if letters[start:end] in _syllables() for count in parted[start]
        }
        parted.append({count for count in ways if count <= FEW})
    return bool(parted[-1] & set(range(2, FEW + 1)))


@cache
def _syllables() -> frozenset[str]:
    return frozenset(_lines("pinyin.txt"))


@cache
def _words() -> frozenset[str]:
    return frozenset(_lines("words.txt"))


def _lines(file: str) -> Iterator[str]:
    text = (files("gewu.people.security") / file).read_text("utf-8")
    return (word for line in text.splitlines() if not line.startswith("#") for word in line.split())
