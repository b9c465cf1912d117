"""Taking apart an address as people write it: 3栋2单元501室, 3-2-501, 三号楼二单元五零一, 3#501. Pure.

What stands after (or, in English, before) a name becomes steps down the tree. A number without a word may
mean several things: each lawful meaning is a reading, and the tree decides which of them exists.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from gewu.places.spelling import counted, simplified

Level = Literal["building", "unit", "floor", "room"]
ORDER: tuple[Level, ...] = ("building", "unit", "room")
# Longer texts are stories; an address is at their beginning.
LONGEST = 200
_GAPS = re.compile(r"[\s,，。、;；:：()（）\[\]【】]+")
_BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")
_ENGLISH = (
    (re.compile(r"\b(?:building|bldg|block)\.? ?(\w+)"), r"\1号楼"),
    (re.compile(r"\b(?:unit|entrance) ?(\w+)"), r"\1单元"),
    (re.compile(r"\b(?:room|flat|apartment|apt)\.? ?(\w+)"), r"\1室"),
    (re.compile(r"(?<=\d) ?(?:haolou|dong|zhuang)(?![a-z])|(?<=\d)(?:haolou|dong)(?=\d)"), "号楼"),
    (re.compile(r"(?<=\d) ?danyuan"), "单元"),
    (re.compile(r"(?<=\d) ?shi(?![a-z])"), "室"),
)
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百]+")
# A dash between numbers is a step: 3-2-501. Of words, the longer first.
_STEP = re.compile(
    r"[-_/.~—–−‐ ]*"
    r"(?P<plate>[a-z]?\d{1,6}[a-z甲乙丙丁戊]?|[a-z甲乙丙丁戊东西南北中](?=座|栋|幢|单元|门|户))"
    r"(?P<word>号楼|号院|#楼|单元|栋|幢|座|#|门|层|楼|室|房|户|号)?"
)
_WORDS: dict[str, Level] = {
    "号楼": "building", "#楼": "building", "#": "building",
    "栋": "building", "幢": "building", "座": "building",
    "单元": "unit", "门": "unit", "层": "floor", "室": "room", "房": "room", "户": "room",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One number of an address; its level where its word says it. `text` is what was written."""

    plate: str
    level: Level | None
    text: str

    @property
    def plates(self) -> tuple[str, ...]:
        """How it may stand on the door: 03 is 3 as well."""
        short = self.plate.lstrip("0") or "0"
        return (self.plate,) if short == self.plate else (self.plate, short)


@dataclass(frozen=True, slots=True)
class Tail:
    """The steps after a name, and the text that is none."""

    steps: tuple[Step, ...]
    rest: str


Reading = tuple[tuple[Level, Step], ...]


def written(text: str) -> str:
    """One width, lower case, simplified, gaps only between Latin words; English levels as Chinese ones."""
    half = simplified(unicodedata.normalize("NFKC", text[:LONGEST])).lower()
    said = _GAPS.sub(" ", half).strip()
    for pattern, replacement in _ENGLISH:
        said = pattern.sub(replacement, said)
    return _BESIDE_HAN.sub("", said)


def in_digits(text: str) -> str:
    """Chinese numerals as digits: 三号楼 → 3号楼, 五零一 → 501."""
    return _NUMERAL.sub(lambda match: counted(match[0]), text)


def without_door(text: str) -> str:
    """What may be told to everybody of an address: down to the house, without unit, floor and room."""
    said = _BEHIND_A_HOUSE.sub(r"\1", text)
    said = _NUMBERS.sub(r"\1号楼", said)
    return _DOOR.sub("", said).strip(" -")


_COUNT = r"[\d０-９零〇一二两三四五六七八九十百]+"
_INSIDE = rf"(?:[\s\-－#,，]*{_COUNT}\s*(?:单元|门|层|楼|室|户|房|号)?)"
_BEHIND_A_HOUSE = re.compile(rf"({_COUNT}\s*(?:号楼|栋|幢|座|号樓|棟|#楼|#)){_INSIDE}+")
_NUMBERS = re.compile(r"(\d+)[-－](?:\d+[-－])?\d{3,4}(?!\d)")
_DOOR = re.compile(rf"{_COUNT}\s*单元{_INSIDE}?|{_COUNT}\s*(?:室|户)")


def tail_of(text: str) -> Tail:
    """The steps a text begins with. A text that does not begin with one is all rest."""
    said, steps, at = in_digits(text), [], 0
    while match := _STEP.match(said, at):
        if match.end() == at:
            break
        steps.append(match)
        at = match.end()
    found = tuple(_step(match, steps[:place], len(steps) - place - 1) for place, match in enumerate(steps))
    # As it was written: 张三家 is not 张3家.
    rest = next(text[place:] for place in range(len(text) + 1) if in_digits(text[place:]) == said[at:])
    return Tail(found, rest.strip(" -"))


def readings(steps: Sequence[Step], start: Level | None = None) -> Iterator[Reading]:
    """Every way to read the steps as levels in order, below `start`. Floors say what rooms say."""
    said = [step for step in steps if step.level != "floor"]
    levels = ORDER[ORDER.index(start) + 1 :] if start in ORDER else ORDER
    for chosen in combinations(levels, min(len(said), len(levels))):
        pairs = tuple(zip(chosen, said, strict=False))
        if all(step.level in {None, level} for level, step in pairs):
            yield pairs


def _step(match: re.Match[str], before: Sequence[re.Match[str]], after: int) -> Step:
    word = match["word"] or ""
    return Step(match["plate"].upper(), _level(word, before, after), match[0].strip(" -"))


def _level(word: str, before: Sequence[re.Match[str]], after: int) -> Level | None:
    """楼 is a house at first and a floor after it; 号 is a house or, after one, a room."""
    if word == "楼":
        return "floor" if any(_WORDS.get(one["word"] or "") == "building" for one in before) else "building"
    if word == "号":
        return "room" if before and not after else "building" if not before else None
    return _WORDS.get(word)
