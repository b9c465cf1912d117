"""How people write an address, brought to one spelling: 幸福小区三栋, 幸福小区 3 號樓, xfxq 3. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from pypinyin import lazy_pinyin

# Whatever the building is called in speech, its plate says 号楼.
BUILDING = "号楼"
_TRADITIONAL = str.maketrans(
    "樓號棟區園單龍東華興鳳廠幾時宿舍門觀電壇檀", "楼号栋区园单龙东华兴凤厂几时宿舍门观电坛檀"
)
_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_COUNTED = re.compile(r"([零〇一二两三四五六七八九十百]+)(?=号楼|号|栋|幢|座|单元|楼)")
_SPOKEN = re.compile(r"(?<=\d)\s*(?:号楼|栋|幢|座|#楼|#|楼|haolou|hao|dong|lou)")
_NUMBERED = re.compile(rf"^(?P<name>.*?[^\d\s])\s*(?P<number>\d{{1,4}})(?:{BUILDING}|号|$|\s|-)(?P<rest>.*)$")


@dataclass(frozen=True, slots=True)
class Written:
    """An address as it was typed: the words of its name, the number of the building, and what follows it."""

    words: tuple[str, ...]
    number: int | None = None
    rest: str = ""


def plain(text: str) -> str:
    """Half-width, lower case, simplified, numbers as digits, buildings as 号楼."""
    half = unicodedata.normalize("NFKC", text).lower().translate(_TRADITIONAL).strip()
    counted = _COUNTED.sub(lambda match: str(_count(match[1])), half)
    return _SPOKEN.sub(BUILDING, counted)


def read(text: str) -> Written:
    """Take apart what somebody typed."""
    said = plain(text)
    parts = _NUMBERED.match(said)
    if parts is None:
        return Written(tuple(said.split()))
    return Written(tuple(parts["name"].split()), int(parts["number"]), parts["rest"].strip())


def keys(*names: str) -> str:
    """Everything an address is found by: its names, their pinyin and the initials of it."""
    words: list[str] = []
    for name in names:
        said = plain(name)
        syllables = lazy_pinyin(said)
        words += [said, "".join(syllables), initials_of(said, syllables)]
    return " ".join(dict.fromkeys(words))


def initials_of(said: str, syllables: list[str]) -> str:
    """The first letters of the pinyin. What is no Chinese stands there as it is written, and stays."""
    return "".join(part if part in said else part[0] for part in syllables)


def simplified(text: str) -> str:
    """The traditional characters of addresses as simplified ones."""
    return text.translate(_TRADITIONAL)


def counted(text: str) -> str:
    """Chinese numerals in digits: 二十三 → 23; 一零二 → 102, as on a plate."""
    return str(_count(text)) if set(text) & {"十", "百"} else "".join(str(_DIGITS[one]) for one in text)


def _count(text: str) -> int:
    """二十三 → 23; 一二 → 12, as on a plate."""
    if not set(text) & {"十", "百"}:
        return int("".join(str(_DIGITS[character]) for character in text))
    whole, number = 0, 0
    for character in text:
        if character in _DIGITS:
            number = _DIGITS[character]
        else:
            whole += (number or 1) * (10 if character == "十" else 100)
            number = 0
    return whole + number
